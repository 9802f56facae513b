// Sign-up, sign-in and sign-out, and what every request has to keep to.
import { PASSWORD } from "../person.mjs"

const SIGN_UP = "sign-up/email"
const SIGN_IN = "sign-in/email"

export async function signUp(world) {
  const ada = world.stranger("ada")
  const try_ = (what, body, expected, headers) =>
    world.check(SIGN_UP, what, ada, () => ada.call("POST", "/sign-up/email", body, headers), expected)
  const body = (more) => ({ name: "Ada", email: world.stranger("other").email, password: PASSWORD, ...more })

  await world.check(SIGN_UP, "a new person", ada, () => ada.signUp(), "200")
  await world.check("get-session", "after sign-up", ada, () => ada.client.getSession(), "200")
  ada.jar.clear()
  await try_("a known address", body({ email: ada.email }), "422 USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
  await try_("a known address in capitals", body({ email: ada.email.toUpperCase() }), "422 USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
  await try_("a short password", body({ password: "1234567" }), "400 PASSWORD_TOO_SHORT")
  await try_("a long password", body({ password: "x".repeat(129) }), "400 PASSWORD_TOO_LONG")
  await try_("four emoji as password", body({ email: world.stranger("emoji").email, password: "😀😀😀😀" }), "200")
  ada.jar.clear()
  await try_("no address", body({ email: "nobody" }), "400 VALIDATION_ERROR")
  await try_("nothing", {}, "400 VALIDATION_ERROR")
  await try_("wrong types", { name: 1, email: 2, password: true }, "400 VALIDATION_ERROR")
  await try_("broken JSON", "{", "400 BAD_REQUEST", { "content-type": "application/json" })
  await try_("XML", "<a/>", "415 UNSUPPORTED_MEDIA_TYPE", { "content-type": "text/xml" })
  await try_("a picture", body({ email: world.stranger("pic").email, image: "https://example.com/a.png" }), "200")
  ada.jar.clear()
  await try_("not to be remembered", body({ email: world.stranger("brief").email, rememberMe: false }), "200")
  ada.jar.clear()
  await try_("keys nobody asked for", body({ email: world.stranger("extra").email, nonsense: 1 }), "200")
  ada.jar.clear()
  await try_("a role of one's own", body({ email: world.stranger("role").email, role: "admin" }), "400 FIELD_NOT_ALLOWED")
  await try_("a foreign callback", body({ callbackURL: "https://evil.example/" }), "403 INVALID_CALLBACK_URL")
  const form = new URLSearchParams({ name: "Form", email: world.stranger("form").email, password: PASSWORD })
  await try_("a form", form.toString(), "200", { "content-type": "application/x-www-form-urlencoded" })
}

export async function signIn(world) {
  const ada = await world.person("ada")
  const try_ = async (what, body, expected, headers) => {
    ada.jar.clear()
    await world.check(SIGN_IN, what, ada, () => ada.call("POST", "/sign-in/email", body, headers), expected)
  }
  const body = (more) => ({ email: ada.email, password: PASSWORD, ...more })

  await world.check(SIGN_IN, "the right password", ada, () => ada.signIn(), "200")
  await try_("the address in capitals", body({ email: ada.email.toUpperCase() }), "200")
  await try_("a wrong password", body({ password: "wrong password" }), "401 INVALID_EMAIL_OR_PASSWORD")
  await try_("an unknown address", body({ email: "nobody@example.com" }), "401 INVALID_EMAIL_OR_PASSWORD")
  await try_("no address", body({ email: "nobody" }), "400 INVALID_EMAIL")
  await try_("a long password", body({ password: "x".repeat(129) }), "400 PASSWORD_TOO_LONG")
  await try_("no password", { email: ada.email }, "400 VALIDATION_ERROR")
  await try_("not to be remembered", body({ rememberMe: false }), "200")
  await try_("with a callback", body({ callbackURL: "/welcome" }), "200")
  await try_("with a foreign callback", body({ callbackURL: "https://evil.example/" }), "403 INVALID_CALLBACK_URL")
  await try_("from a foreign page", body(), "403 INVALID_ORIGIN", { origin: "https://evil.example" })
  await world.sql(`DELETE FROM account WHERE "userId" = (SELECT id FROM "user" WHERE email = $1)`, [ada.email])
  await try_("without a password of one's own", body(), "401 INVALID_EMAIL_OR_PASSWORD")
}

export async function signOut(world) {
  const ada = await world.person("ada")
  await world.check("sign-out", "from a foreign page", ada, () => ada.call("POST", "/sign-out", {}, { origin: "https://evil.example" }), "403 INVALID_ORIGIN")
  await world.check("sign-out", "from no page", ada, () => ada.call("POST", "/sign-out", {}, { origin: "null" }), "403 MISSING_OR_NULL_ORIGIN")
  await world.check("sign-out", "signed in", ada, () => ada.client.signOut(), "200")
  await world.check("get-session", "after sign-out", ada, () => ada.client.getSession(), "200")
  await world.check("sign-out", "signed out", ada, () => ada.client.signOut(), "200")
}

export async function transport(world) {
  const anyone = world.stranger("anyone")
  const try_ = (endpoint, what, method, path, expected, body) =>
    world.check(endpoint, what, anyone, () => anyone.call(method, path, body), expected)

  await try_("ok", "asked", "GET", "/ok", "200")
  await try_("error", "a page", "GET", "/error?error=state_mismatch", "200")
  await try_("unknown path", "GET", "GET", "/nothing", "404")
  await try_("unknown path", "with a slash behind", "GET", "/ok/", "404")
  await try_("unknown path", "a wrong method", "POST", "/ok", "404", {})
  await try_("unknown path", "OPTIONS", "OPTIONS", "/get-session", "404")
  await try_("unknown path", "HEAD", "HEAD", "/get-session", "404")
  await try_("unknown path", "forget-password", "POST", "/forget-password", "404", { email: anyone.email })
  await try_("unknown path", "set-password", "POST", "/set-password", "404", { newPassword: PASSWORD })
}
