// API keys: made, read, changed, deleted, and used in place of a session.
import { admits } from "../keys.mjs"

export async function apiKeys(world) {
  const [ada, bob, nobody] = [await world.person("ada"), await world.person("bob"), world.stranger("nobody")]
  const check = (endpoint, what, person, call, expected) =>
    world.check(`api-key/${endpoint}`, what, person, () => call(person.client.apiKey), expected)

  const made = await check("create", "with a name", ada, (k) => k.create({ name: "script" }), "200")
  await check("create", "without anything", ada, (k) => k.create({}), "200")
  await check("create", "with a prefix, an end and metadata", ada, (k) => k.create({ prefix: "cv_", expiresIn: 86_400 * 7, metadata: { for: "nightly" } }), "400 METADATA_DISABLED")
  await check("create", "with a prefix and an end", ada, (k) => k.create({ name: "nightly", prefix: "cv_", expiresIn: 86_400 * 7 }), "200")
  await check("create", "too short a life", ada, (k) => k.create({ expiresIn: 60 }), "400 EXPIRES_IN_IS_TOO_SMALL")
  await check("create", "too long a life", ada, (k) => k.create({ expiresIn: 86_400 * 366 }), "400 EXPIRES_IN_IS_TOO_LARGE")
  await check("create", "too long a name", ada, (k) => k.create({ name: "x".repeat(33) }), "400 INVALID_NAME_LENGTH")
  await check("create", "a strange prefix", ada, (k) => k.create({ prefix: "a b" }), "400 VALIDATION_ERROR")
  await check("create", "what only the server sets", ada, (k) => k.create({ remaining: 5 }), "400 SERVER_ONLY_PROPERTY")
  await check("create", "permissions of one's own", ada, (k) => k.create({ permissions: { files: ["read"] } }), "400 SERVER_ONLY_PROPERTY")
  await check("create", "for somebody else", ada, (k) => k.create({ userId: "x" }), "401 UNAUTHORIZED_SESSION")
  await check("create", "without a session", nobody, (k) => k.create({ name: "x" }), "401 UNAUTHORIZED_SESSION")

  await check("get", "one's own", ada, (k) => k.get({ query: { id: made.id } }), "200")
  await check("get", "somebody else's", bob, (k) => k.get({ query: { id: made.id } }), "404 KEY_NOT_FOUND")
  await check("get", "unknown", ada, (k) => k.get({ query: { id: "unknown" } }), "404 KEY_NOT_FOUND")
  await check("get", "without a session", nobody, (k) => k.get({ query: { id: made.id } }), "401 UNAUTHORIZED")
  await check("list", "three", ada, (k) => k.list(), "200")
  await check("list", "none", bob, (k) => k.list(), "200")
  await check("list", "a page", ada, (k) => k.list({ query: { limit: 1, offset: 1, sortBy: "createdAt", sortDirection: "asc" } }), "200")
  await check("list", "without a session", nobody, (k) => k.list(), "401 UNAUTHORIZED")

  await check("update", "the name", ada, (k) => k.update({ keyId: made.id, name: "renamed" }), "200")
  await check("update", "nothing", ada, (k) => k.update({ keyId: made.id }), "400 NO_VALUES_TO_UPDATE")
  await check("update", "too long a name", ada, (k) => k.update({ keyId: made.id, name: "x".repeat(33) }), "400 INVALID_NAME_LENGTH")
  await check("update", "what only the server sets", ada, (k) => k.update({ keyId: made.id, remaining: 5 }), "400 SERVER_ONLY_PROPERTY")
  await check("update", "somebody else's", bob, (k) => k.update({ keyId: made.id, name: "mine" }), "404 KEY_NOT_FOUND")

  const use = (what, key, welcome) =>
    world.check("api-key/verify", what, nobody, async () => {
      await nobody.call("GET", "/ok")
      if ((await admits(world.server, key)) !== welcome) throw new Error(welcome ? "the key was refused" : "the key was accepted")
    }, "200")
  await use("a key", made.key, true)
  await use("an unknown key", "x".repeat(64), false)
  await use("too short a key", "short", false)
  await world.check("get-session", "by an API key there is none", nobody, () => nobody.call("GET", "/get-session", undefined, { "x-api-key": made.key }), "200")
  await check("get", "after use", ada, (k) => k.get({ query: { id: made.id } }), "200")
  await check("update", "switched off", ada, (k) => k.update({ keyId: made.id, enabled: false }), "200")
  await use("a key that is off", made.key, false)
  await check("update", "switched on", ada, (k) => k.update({ keyId: made.id, enabled: true }), "200")
  await use("a key that is on again", made.key, true)
  const late = await check("create", "for a week", ada, (k) => k.create({ expiresIn: 86_400 * 7 }), "200")
  await world.sql(`UPDATE apikey SET "expiresAt" = now() - interval '1 minute' WHERE id = $1`, [late.id])
  await use("an expired key", late.key, false)
  await check("delete", "somebody else's", bob, (k) => k.delete({ keyId: made.id }), "404 KEY_NOT_FOUND")
  await check("delete", "one's own", ada, (k) => k.delete({ keyId: made.id }), "200")
  await check("delete", "unknown", ada, (k) => k.delete({ keyId: "unknown" }), "404 KEY_NOT_FOUND")
  await use("a deleted key", made.key, false)
}
