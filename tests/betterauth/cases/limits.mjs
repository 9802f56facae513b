// How many requests are let through; runs on servers of its own, where limits are on.
const REFUSED = "429"

export async function limits(world) {
  const nobody = world.stranger("nobody")
  const times = async (endpoint, count, body, expected) => {
    for (let at = 1; at <= count; at += 1)
      await world.check(endpoint, `request ${at}`, nobody, () => nobody.call("POST", `/${endpoint}`, body), expected)
    await world.check(endpoint, "one more", nobody, () => nobody.call("POST", `/${endpoint}`, body), REFUSED)
  }
  const email = nobody.email
  await times("sign-in/email", 3, { email, password: "wrong password" }, "401 INVALID_EMAIL_OR_PASSWORD")
  await times("sign-up/email", 3, { email, password: "short", name: "X" }, "400 PASSWORD_TOO_SHORT")
  await times("request-password-reset", 3, { email }, "200")
  await times("send-verification-email", 3, { email }, "200")
  await times("change-password", 3, {}, "400 VALIDATION_ERROR")
  await times("change-email", 3, {}, "400 VALIDATION_ERROR")
  await world.check("get-session", "is another path", nobody, () => nobody.client.getSession(), "200")
  for (let at = 1; at < 100; at += 1) await nobody.client.getSession()
  await world.check("get-session", "after a hundred", nobody, () => nobody.client.getSession(), REFUSED)
}
