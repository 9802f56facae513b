// Reading, listing, refreshing and revoking sessions, by cookie and by bearer token.
import { later } from "./differing.mjs"

const STRANGERS = [
  ["GET", "/list-sessions"], ["POST", "/revoke-session", { token: "x" }], ["POST", "/revoke-sessions", {}],
  ["POST", "/revoke-other-sessions", {}], ["POST", "/update-session", {}], ["POST", "/update-user", { name: "x" }],
  ["POST", "/change-email", { newEmail: "x@example.com" }], ["POST", "/change-password", { newPassword: "xxxxxxxx", currentPassword: "x" }],
  ["POST", "/verify-password", { password: "x" }], ["POST", "/delete-user", {}], ["GET", "/list-accounts"],
  ["POST", "/link-social", { provider: "github" }], ["POST", "/unlink-account", { accountId: "x" }],
]

export async function nobodys(world) {
  const nobody = world.stranger("nobody")
  for (const [method, path, body] of STRANGERS)
    await world.check(path.slice(1), "without a session", nobody, () => nobody.call(method, path, body), "401 UNAUTHORIZED")
  for (const [method, path, body] of [["POST", "/get-access-token", { accountId: "x" }], ["POST", "/refresh-token", { accountId: "x" }], ["GET", "/account-info?accountId=x"]])
    await world.check(path.slice(1).split("?")[0], "without a session", nobody, () => nobody.call(method, path, body), "401")
}

export async function reading(world) {
  const ada = await world.person("ada")
  const read = (what, headers, query = "") =>
    world.check("get-session", what, ada, () => ada.call("GET", `/get-session${query}`, undefined, headers), "200")
  const token = ada.token
  const [bare, signature] = token.split(".")
  const forged = `${bare}.${signature[0] === "A" ? "B" : "A"}${signature.slice(1)}`
  const bearer = (value) => ({ cookie: "", authorization: `Bearer ${value}` })
  const cookie = (value) => ({ cookie: `better-auth.session_token=${value}` })

  await read("by cookie")
  await read("without refresh", {}, "?disableRefresh=true")
  await read("by nothing", { cookie: "" })
  await read("by a signed bearer token", bearer(token))
  await read("by a percent-encoded bearer token", bearer(encodeURIComponent(token)))
  await read("by a bare bearer token", bearer(bare))
  await read("by an unknown bearer token", bearer("x".repeat(32)))
  await read("by a bearer token with a bad signature", bearer(forged))
  await read("by an unsigned cookie", cookie(bare))
  await read("by a raw cookie", cookie(token))
  await read("by a quoted cookie", cookie(`"${encodeURIComponent(token)}"`))
  await read("by a cookie with a bad signature", cookie(encodeURIComponent(forged)))
  await read("a good bearer token before a bad cookie", { ...cookie("x.y"), authorization: `bearer ${token}` })
  await read("a good cookie before a bad bearer token", { authorization: `Bearer ${bare}.AAAA=` })
  await world.check("get-session", "POST", ada, () => ada.call("POST", "/get-session", {}), "405 METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED")
}

export async function aging(world) {
  const ada = await world.person("ada")
  const set = (column, days) =>
    world.sql(`UPDATE session SET "${column}" = now() + make_interval(days => $1) WHERE token = $2`, [days, ada.token.split(".")[0]])

  await set("expiresAt", 5)
  await world.check("get-session", "due for refresh, not wanted", ada, () => ada.client.getSession({ query: { disableRefresh: true } }), "200")
  await world.check("get-session", "due for refresh", ada, () => ada.client.getSession(), "200")
  await set("createdAt", -2)
  await world.check("list-sessions", "no longer fresh", ada, () => ada.client.listSessions(), "403 SESSION_NOT_FRESH")
  await world.check("unlink-account", "no longer fresh", ada, () => ada.client.unlinkAccount({ accountId: "x" }), "403 SESSION_NOT_FRESH")
  await set("expiresAt", -1)
  await world.check("get-session", "expired", ada, () => ada.client.getSession(), "200")
  await ada.client.signIn.email({ email: ada.email, password: "correct horse battery", rememberMe: false })
  await world.check("get-session", "not to be remembered", ada, () => ada.client.getSession(), "200")
  await world.check("list-sessions", "not to be remembered", ada, () => ada.client.listSessions(), "200")
}

export async function revoking(world) {
  const ada = await world.person("ada")
  const [there, elsewhere, bob] = [world.stranger("ada"), world.stranger("ada"), await world.person("bob")]
  await there.signIn()
  await elsewhere.signIn()
  const bare = (person) => person.token.split(".")[0]

  await world.check("list-sessions", "three", ada, () => ada.client.listSessions(), "200")
  await world.check("revoke-session", "somebody else's", bob, () => bob.client.revokeSession({ token: bare(there) }), "200")
  await world.check("get-session", "that somebody else revoked", there, () => there.client.getSession(), "200")
  await world.check("revoke-session", "another of one's own", ada, () => ada.client.revokeSession({ token: bare(there) }), "200")
  await world.check("get-session", "that was revoked", there, () => there.client.getSession(), "200")
  await world.check("revoke-session", "without a token", ada, () => ada.call("POST", "/revoke-session", {}), "400 VALIDATION_ERROR")
  await world.check("revoke-other-sessions", "of one other", ada, () => ada.client.revokeOtherSessions(), "200")
  await world.check("get-session", "that was one of the others", elsewhere, () => elsewhere.client.getSession(), "200")
  await world.check("list-sessions", "one is left", ada, () => ada.client.listSessions(), "200")
  await world.check("revoke-session", "the present one", ada, () => ada.client.revokeSession({ token: bare(ada) }), "200", later("200", "cookies"))
  await ada.signIn()
  await world.check("revoke-sessions", "all", ada, () => ada.client.revokeSessions(), "200", later("200", "cookies"))
  await world.check("get-session", "after all were revoked", ada, () => ada.client.getSession(), "200", later("200", "cookies"))
}
