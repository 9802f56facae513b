// A person's own name, picture, password, and linked accounts.
import { PASSWORD } from "../person.mjs"

export async function profile(world) {
  const ada = await world.person("ada")
  const update = (what, body, expected) => world.check("update-user", what, ada, () => ada.call("POST", "/update-user", body), expected)

  await update("the name", { name: "Ada Lovelace" }, "200")
  await update("a picture", { image: "https://example.com/a.png" }, "200")
  await world.check("get-session", "after an update", ada, () => ada.client.getSession(), "200")
  await update("no picture any more", { image: null }, "200")
  await update("the address", { email: "other@example.com" }, "400 EMAIL_CAN_NOT_BE_UPDATED")
  await update("nothing", {}, "400")
  await update("unknown keys only", { nonsense: 1 }, "400")
  await update("the role", { role: "admin" }, "400 FIELD_NOT_ALLOWED")
  await world.check("update-session", "nothing", ada, () => ada.call("POST", "/update-session", {}), "400")
  await world.check("get-session", "at the end", ada, () => ada.client.getSession(), "200")
}

export async function password(world) {
  const ada = await world.person("ada")
  const other = world.stranger("ada")
  await other.signIn()
  const change = (what, body, expected) =>
    world.check("change-password", what, ada, () => ada.client.changePassword({ currentPassword: PASSWORD, newPassword: "another password", ...body }), expected)

  await world.check("verify-password", "right", ada, () => ada.client.$fetch("/verify-password", { method: "POST", body: { password: PASSWORD } }), "200")
  await world.check("verify-password", "wrong", ada, () => ada.client.$fetch("/verify-password", { method: "POST", body: { password: "wrong" } }), "400 INVALID_PASSWORD")
  await change("the old one wrong", { currentPassword: "wrong password" }, "400 INVALID_PASSWORD")
  await change("too short", { newPassword: "short" }, "400 PASSWORD_TOO_SHORT")
  await change("too long", { newPassword: "x".repeat(129) }, "400 PASSWORD_TOO_LONG")
  await change("done", {}, "200")
  await world.check("get-session", "elsewhere, after the password changed", other, () => other.client.getSession(), "200")
  await change("done, others revoked", { currentPassword: "another password", newPassword: "a third password", revokeOtherSessions: true }, "200")
  await world.check("get-session", "here, after others were revoked", ada, () => ada.client.getSession(), "200")
  await world.check("get-session", "elsewhere, revoked", other, () => other.client.getSession(), "200")
  await world.check("sign-in/email", "the old password", other, () => other.signIn(), "401 INVALID_EMAIL_OR_PASSWORD")
  await world.check("sign-in/email", "the new password", other, () => other.signIn("a third password"), "200")
  await world.sql(`DELETE FROM account WHERE "userId" = (SELECT id FROM "user" WHERE email = $1)`, [ada.email])
  await change("there is none", {}, "400 CREDENTIAL_ACCOUNT_NOT_FOUND")
}

export async function accounts(world) {
  const ada = await world.person("ada")
  const listed = await world.check("list-accounts", "the password", ada, () => ada.client.listAccounts(), "200")
  await world.check("unlink-account", "the last", ada, () => ada.client.unlinkAccount({ accountId: listed[0]?.id }), "400 FAILED_TO_UNLINK_LAST_ACCOUNT")
  await world.sql(
    `INSERT INTO account (id, "accountId", "providerId", "userId", scope, "updatedAt", "accessToken")
     SELECT $1, '4711', 'github', id, 'read:user,user:email', now(), 'gho_x' FROM "user" WHERE email = $2`,
    ["githubAccountRow0000000000000000", ada.email],
  )
  await world.check("list-accounts", "two", ada, () => ada.client.listAccounts(), "200")
  await world.check("get-access-token", "one's own", ada, () => ada.client.getAccessToken({ accountId: "githubAccountRow0000000000000000" }), "200")
  await world.check("get-access-token", "unknown", ada, () => ada.client.getAccessToken({ accountId: "unknown" }), "400 ACCOUNT_NOT_FOUND")
  await world.check("refresh-token", "unknown", ada, () => ada.client.refreshToken({ accountId: "unknown" }), "400 ACCOUNT_NOT_FOUND")
  await world.check("account-info", "unknown", ada, () => ada.client.accountInfo({ query: { accountId: "unknown" } }), "400 ACCOUNT_NOT_FOUND")
  await world.check("unlink-account", "unknown", ada, () => ada.client.unlinkAccount({ accountId: "unknown" }), "400 ACCOUNT_NOT_FOUND")
  await world.check("unlink-account", "one of two", ada, () => ada.client.unlinkAccount({ accountId: "githubAccountRow0000000000000000" }), "200")
}
