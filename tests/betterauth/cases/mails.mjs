// What goes by mail: verification, a new address, a forgotten password, the end of an account.
import { PASSWORD } from "../person.mjs"
import { later } from "./differing.mjs"

export async function verification(world) {
  const [ada, nobody] = [await world.person("ada"), world.stranger("nobody")]
  const send = (what, person, body, expected) =>
    world.check("send-verification-email", what, person, () => person.client.sendVerificationEmail(body), expected)
  const open = (what, person, url, expected) => world.check("verify-email", what, person, () => person.open(url), expected)

  await send("to oneself", ada, { email: ada.email, callbackURL: "/home" }, "200")
  await send("to somebody else", ada, { email: nobody.email }, "400 EMAIL_MISMATCH")
  await send("without a session, unknown", nobody, { email: nobody.email }, "200")
  await send("without a session, known", nobody, { email: ada.email }, "200")
  await send("to no address", ada, { email: "nobody" }, "400 VALIDATION_ERROR")
  const link = new URL(await world.link(ada.email, "/verify-email?token="))
  const at = (token, callback) => `${world.server.url}/api/auth/verify-email?token=${token}${callback ? `&callbackURL=${callback}` : ""}`
  await open("a tampered token", nobody, at(`${link.searchParams.get("token").slice(0, -4)}AAAA`), "401 INVALID_TOKEN")
  await open("a tampered token, with a callback", nobody, at("x", "/home"), "302 /home?error=INVALID_TOKEN")
  await open("a foreign callback", nobody, at("x", "https://evil.example"), "403 INVALID_CALLBACK_URL")
  await open("no token", nobody, `${world.server.url}/api/auth/verify-email`, "400 VALIDATION_ERROR")
  await open("the link", nobody, at(link.searchParams.get("token"), "/home"), "302 /home")
  await open("again, without a callback", nobody, at(link.searchParams.get("token")), "200")
  await world.check("get-session", "verified", ada, () => ada.client.getSession(), "200")
  await send("when verified", ada, { email: ada.email }, "400 EMAIL_ALREADY_VERIFIED")
}

export async function newAddress(world) {
  const [ada, bob] = [await world.person("ada"), await world.person("bob")]
  const change = (what, body, expected) => world.check("change-email", what, ada, () => ada.client.changeEmail(body), expected)
  const follow = async (what, to, expected, times = 1) => {
    const url = await world.link(to, "/verify-email?token=", times)
    await world.check("verify-email", what, ada, () => ada.open(url), expected)
  }
  const second = world.stranger("second").email
  const third = world.stranger("third").email

  await change("the same", { newEmail: ada.email }, "400")
  await change("taken", { newEmail: bob.email }, "200")
  await change("no address", { newEmail: "nobody" }, "400 VALIDATION_ERROR")
  await change("unverified", { newEmail: second, callbackURL: "/home" }, "200")
  await follow("the new address's link", second, "302 /home")
  await world.check("get-session", "with the new address", ada, () => ada.client.getSession(), "200", later("200", "body.user.emailVerified"))
  await world.sql(`UPDATE "user" SET "emailVerified" = true WHERE email = $1`, [second])
  await change("verified", { newEmail: third }, "200")
  await follow("the old address's confirmation", second, "302 /", 2)
  await follow("the third address's link", third, "302 /")
  await world.check("get-session", "with the third address", ada, () => ada.client.getSession(), "200")
}

export async function forgotten(world) {
  const [ada, nobody] = [await world.person("ada"), world.stranger("nobody")]
  const ask = (what, body, expected) => world.check("request-password-reset", what, nobody, () => nobody.client.requestPasswordReset(body), expected)
  const reset = (what, body, expected) => world.check("reset-password", what, nobody, () => nobody.client.resetPassword(body), expected)
  const open = (what, url, expected) => world.check("reset-password/:token", what, nobody, () => nobody.open(url), expected)

  await ask("unknown", { email: nobody.email, redirectTo: "/reset" }, "200")
  await ask("a foreign redirect", { email: ada.email, redirectTo: "https://evil.example" }, "403 INVALID_REDIRECT_URL")
  await ask("known", { email: ada.email, redirectTo: "/reset" }, "200")
  const url = await world.link(ada.email, "/reset-password/")
  const token = new URL(url).pathname.split("/").at(-1)
  await open("the link", url, "302 <base>/reset?token=<token 1>")
  await open("an unknown token", url.replace(token, "x".repeat(24)), "302 <base>/reset?error=INVALID_TOKEN")
  await open("no callback", url.split("?")[0], "400 VALIDATION_ERROR")
  await reset("an unknown token", { newPassword: "another password", token: "x" }, "400 INVALID_TOKEN")
  await reset("too short", { newPassword: "short", token }, "400 PASSWORD_TOO_SHORT")
  await reset("too long", { newPassword: "x".repeat(129), token }, "400 PASSWORD_TOO_LONG")
  await reset("done", { newPassword: "another password", token }, "200")
  await reset("used before", { newPassword: "another password", token }, "400 INVALID_TOKEN")
  await world.check("get-session", "after a reset", ada, () => ada.client.getSession(), "200")
  await world.check("sign-in/email", "the forgotten password", nobody, () => ada.signIn(PASSWORD) && nobody.client.signIn.email({ email: ada.email, password: PASSWORD }), "401 INVALID_EMAIL_OR_PASSWORD")
  await world.check("sign-in/email", "the password just set", nobody, () => nobody.client.signIn.email({ email: ada.email, password: "another password" }), "200")
}

export async function deletion(world) {
  const [ada, bob] = [await world.person("ada"), await world.person("bob")]
  const gone = (what, person, body, expected) => world.check("delete-user", what, person, () => person.client.deleteUser(body), expected)
  const open = (what, person, path, expected) => world.check("delete-user/callback", what, person, () => person.call("GET", `/delete-user/callback${path}`), expected)

  await gone("a wrong password", ada, { password: "wrong password" }, "400 INVALID_PASSWORD")
  await gone("an unknown token", ada, { token: "x" }, "404 INVALID_TOKEN")
  await gone("by mail", ada, { callbackURL: "/bye" }, "200")
  const link = new URL(await world.link(ada.email, "/delete-user/callback"))
  await open("an unknown token", ada, "?token=x", "404 INVALID_TOKEN")
  await open("without a session", world.stranger("nobody"), link.search, "404 FAILED_TO_GET_USER_INFO")
  await open("a foreign callback", ada, "?token=x&callbackURL=https://evil.example", "403 INVALID_CALLBACK_URL")
  await open("the link", ada, link.search, "302 /bye")
  await world.check("get-session", "of a person who is gone", ada, () => ada.client.getSession(), "200")
  await world.check("sign-in/email", "of a person who is gone", ada, () => ada.signIn(), "401 INVALID_EMAIL_OR_PASSWORD")
  await gone("with the password, by mail still", bob, { password: PASSWORD }, "200")
}
