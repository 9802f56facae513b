// What an administrator does to other people's accounts, and that nobody else may.
import { PASSWORD } from "../person.mjs"
import { later } from "./differing.mjs"

export async function administration(world) {
  const [root, ada] = [await world.person("root"), await world.person("ada")]
  await world.sql(`UPDATE "user" SET role = 'admin' WHERE email = $1`, [root.email])
  const id = async (person) => (await world.sql(`SELECT id FROM "user" WHERE email = $1`, [person.email]))[0].id
  const [rootId, adaId] = [await id(root), await id(ada)]
  const check = (endpoint, what, person, call, expected) =>
    world.check(`admin/${endpoint}`, what, person, () => call(person.client.admin), expected)
  const person = (more) => ({ name: "New", email: world.stranger("new").email, password: PASSWORD, ...more })
  const mine = { searchField: "email", searchOperator: "contains", searchValue: `.${world.scenario}@` }

  const calls = [
    ["set-role", (a, userId) => a.setRole({ userId, role: "user" }), "CHANGE_USERS_ROLE"],
    ["get-user", (a, userId) => a.getUser({ query: { id: userId } }), "GET_USER"],
    ["create-user", (a) => a.createUser(person()), "CREATE_USERS"],
    ["update-user", (a, userId) => a.updateUser({ userId, data: { name: "X" } }), "UPDATE_USERS"],
    ["list-users", (a) => a.listUsers({ query: {} }), "LIST_USERS"],
    ["list-user-sessions", (a, userId) => a.listUserSessions({ userId }), "LIST_USERS_SESSIONS"],
    ["ban-user", (a, userId) => a.banUser({ userId }), "BAN_USERS"],
    ["unban-user", (a, userId) => a.unbanUser({ userId }), "BAN_USERS"],
    ["impersonate-user", (a, userId) => a.impersonateUser({ userId }), "IMPERSONATE_USERS"],
    ["revoke-user-session", (a) => a.revokeUserSession({ sessionToken: "x" }), "REVOKE_USERS_SESSIONS"],
    ["revoke-user-sessions", (a, userId) => a.revokeUserSessions({ userId }), "REVOKE_USERS_SESSIONS"],
    ["remove-user", (a, userId) => a.removeUser({ userId }), "DELETE_USERS"],
    ["set-user-password", (a, userId) => a.setUserPassword({ userId, newPassword: PASSWORD }), "SET_USERS_PASSWORD"],
  ]
  const nobody = world.stranger("nobody")
  for (const [endpoint, call, right] of calls) {
    await check(endpoint, "without a session", nobody, (a) => call(a, rootId), "401")
    await check(endpoint, "by anybody", ada, (a) => call(a, rootId), `403 YOU_ARE_NOT_ALLOWED_TO_${right}`)
  }
  for (const [endpoint, call] of calls.filter(([name]) => !/create|list|session/.test(name)))
    await check(endpoint, "an unknown person", root, (a) => call(a, "unknown"), "404 USER_NOT_FOUND")

  const made = await check("create-user", "somebody new", root, (a) => a.createUser(person()), "200")
  await check("create-user", "a known address", root, (a) => a.createUser(person()), "400 USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
  await check("create-user", "no address", root, (a) => a.createUser(person({ email: "nobody" })), "400 INVALID_EMAIL")
  await check("create-user", "without a password, an administrator", root, (a) => a.createUser({ name: "Second", email: world.stranger("second").email, role: "admin" }), "200")
  await check("create-user", "an unknown role", root, (a) => a.createUser(person({ email: world.stranger("third").email, role: "nobody" })), "200")
  const somebody = world.stranger("new")
  await world.check("sign-in/email", "who was created", somebody, () => somebody.signIn(), "200")

  await check("get-user", "known", root, (a) => a.getUser({ query: { id: adaId } }), "200")
  await check("list-users", "found by address", root, (a) => a.listUsers({ query: mine }), "200")
  await world.check("admin/list-users", "a sorted page", root, async () => {
    const { data } = await root.client.admin.listUsers({ query: { ...mine, sortBy: "name", sortDirection: "desc", limit: 2, offset: 1 } })
    return data.users.map((user) => user.name)
  }, "200")
  await check("list-users", "found by role", root, (a) => a.listUsers({ query: { ...mine, filterField: "role", filterOperator: "eq", filterValue: "admin" } }), "200")
  await check("list-users", "found by name", root, (a) => a.listUsers({ query: { searchField: "name", searchOperator: "starts_with", searchValue: "Secon" } }), "200")
  await check("list-users", "an unknown operator", root, (a) => a.listUsers({ query: { searchValue: "x", searchOperator: "like" } }), "400 VALIDATION_ERROR")
  await check("update-user", "the name", root, (a) => a.updateUser({ userId: adaId, data: { name: "Ada Byron" } }), "200")
  await check("update-user", "nothing", root, (a) => a.updateUser({ userId: adaId, data: {} }), "400 NO_DATA_TO_UPDATE")
  await check("set-role", "two", root, (a) => a.setRole({ userId: adaId, role: ["user", "admin"] }), "200")
  await check("set-role", "unknown", root, (a) => a.setRole({ userId: adaId, role: "nobody" }), "200")
  await check("set-role", "back", root, (a) => a.setRole({ userId: adaId, role: "user" }), "200")
  await check("has-permission", "an administrator's", root, (a) => a.hasPermission({ permissions: { user: ["ban"] } }), "200")
  await check("has-permission", "anybody's", ada, (a) => a.hasPermission({ permissions: { user: ["ban"] } }), "200")
  await check("has-permission", "without a session", nobody, (a) => a.hasPermission({ permissions: { user: ["ban"] } }), "401")

  await check("set-user-password", "too short", root, (a) => a.setUserPassword({ userId: adaId, newPassword: "short" }), "400 PASSWORD_TOO_SHORT")
  await check("set-user-password", "done", root, (a) => a.setUserPassword({ userId: adaId, newPassword: "another password" }), "200")
  await world.check("sign-in/email", "with the password an administrator set", ada, () => ada.signIn("another password"), "200")
  await check("remove-user", "oneself", root, (a) => a.removeUser({ userId: rootId }), "400 YOU_CANNOT_REMOVE_YOURSELF")
  await check("remove-user", "somebody", root, (a) => a.removeUser({ userId: made.user?.id }), "200")
  await world.check("get-session", "of somebody removed", somebody, () => somebody.client.getSession(), "200")
}

export async function banning(world) {
  const [root, ada, bob] = [await world.person("root"), await world.person("ada"), await world.person("bob")]
  await world.sql(`UPDATE "user" SET role = 'admin' WHERE email = ANY($1)`, [[root.email, bob.email]])
  const id = async (person) => (await world.sql(`SELECT id FROM "user" WHERE email = $1`, [person.email]))[0].id
  const [rootId, adaId, bobId] = [await id(root), await id(ada), await id(bob)]
  const check = (endpoint, what, person, call, expected) =>
    world.check(`admin/${endpoint}`, what, person, () => call(person.client.admin), expected)
  const bare = (person) => person.token.split(".")[0]

  await check("list-user-sessions", "one", root, (a) => a.listUserSessions({ userId: adaId }), "200")
  await check("revoke-user-session", "one", root, (a) => a.revokeUserSession({ sessionToken: bare(ada) }), "200")
  await world.check("get-session", "revoked by an administrator", ada, () => ada.client.getSession(), "200")
  await ada.signIn()
  await check("revoke-user-sessions", "all", root, (a) => a.revokeUserSessions({ userId: adaId }), "200")
  await world.check("get-session", "all revoked by an administrator", ada, () => ada.client.getSession(), "200")
  await ada.signIn()
  await check("ban-user", "oneself", root, (a) => a.banUser({ userId: rootId }), "400 YOU_CANNOT_BAN_YOURSELF")
  await check("ban-user", "for good", root, (a) => a.banUser({ userId: adaId, banReason: "spam" }), "200")
  await world.check("get-session", "banned", ada, () => ada.client.getSession(), "200")
  await world.check("sign-in/email", "banned", ada, () => ada.signIn(), "403 BANNED_USER")
  await check("unban-user", "done", root, (a) => a.unbanUser({ userId: adaId }), "200")
  await world.check("sign-in/email", "no longer banned", ada, () => ada.signIn(), "200")
  await check("ban-user", "for an hour", root, (a) => a.banUser({ userId: adaId, banExpiresIn: 3600 }), "200")
  await world.sql(`UPDATE "user" SET "banExpires" = now() - interval '1 minute' WHERE id = $1`, [adaId])
  await world.check("sign-in/email", "the ban is over", ada, () => ada.signIn(), "200")

  await check("impersonate-user", "another administrator", root, (a) => a.impersonateUser({ userId: bobId }), "403 YOU_CANNOT_IMPERSONATE_ADMINS")
  await check("stop-impersonating", "nobody", root, (a) => a.stopImpersonating(), "400")
  await check("impersonate-user", "somebody", root, (a) => a.impersonateUser({ userId: adaId }), "200")
  await world.check("get-session", "impersonating", root, () => root.client.getSession(), "200")
  await world.check("list-sessions", "impersonated", ada, () => ada.client.listSessions(), "200")
  await check("list-users", "while impersonating", root, (a) => a.listUsers({ query: {} }), "403 YOU_ARE_NOT_ALLOWED_TO_LIST_USERS")
  await world.check("admin/stop-impersonating", "done", root, () => root.client.admin.stopImpersonating(), "200", later("200", "cookies"))
  await world.check("get-session", "oneself again", root, () => root.client.getSession(), "200")
}
