// Both servers of SERVERS (JSON, as for measure.mjs) on one database: what either writes, the other one understands.
// The word on the command line says who made the database. One line a case; the exit status tells whether all held.
import pg from "pg"
import { admits } from "./keys.mjs"
import { PASSWORD, Person } from "./person.mjs"
import { linkTo } from "./world.mjs"

const [node, canvass] = JSON.parse(process.env.SERVERS)
const pool = new pg.Pool({ connectionString: node.database })
let count = 0
let failed = 0

async function holds(what, call) {
  const outcome = await call().catch((error) => error.message)
  const held = outcome === true
  count += 1
  failed += held ? 0 : 1
  console.log(`${held ? "ok    " : "FAILED"}  ${what}`)
  if (!held) console.log(`          was ${JSON.stringify(outcome)}`)
}

/** The same person with the same cookies, at another server. */
function moved(person, server) {
  const same = new Person(server, person.email)
  same.jar = new Map(person.jar)
  return same
}

/** True if the call succeeded, else how it failed. */
const succeeds = async (call) => {
  const { error } = await call
  return error ? `${error.status} ${error.code ?? error.message}` : true
}
/** True if the call failed with that status and code, else how it ended. */
const fails = async (expected, call) => {
  const { error } = await call
  const outcome = error ? `${error.status} ${error.code}` : "success"
  return outcome === expected || outcome
}
const whoAt = async (person, headers) => (await person.call("GET", "/get-session", undefined, headers)).body?.user?.email ?? null
const altered = (value) => `${value.slice(0, -5)}${value.at(-5) === "A" ? "B" : "A"}${value.slice(-4)}`

for (const [there, here] of [[node, canvass], [canvass, node]]) {
  const from = (what) => holds.bind(null, `${there.name} → ${here.name}: ${what}`)
  const person = async (name, server = there) => {
    const made = new Person(server, `${name}.${there.name}@example.com`)
    await made.signUp()
    return made
  }
  const id = async (somebody) => (await pool.query(`SELECT id FROM "user" WHERE email = $1`, [somebody.email])).rows[0].id

  const ada = await person("ada")
  const nobody = new Person(here, ada.email)
  const bearer = (value) => ({ authorization: `Bearer ${value}` })
  await from("signed up there, signs in here")(() => succeeds(new Person(here, ada.email).signIn()))
  await from("signed up there, the address is known here")(() => fails("422 USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", nobody.signUp()))
  await from("a cookie")(async () => (await whoAt(moved(ada, here))) === ada.email)
  await from("a signed bearer token")(async () => (await whoAt(nobody, bearer(ada.token))) === ada.email)
  await from("a bare bearer token")(async () => (await whoAt(nobody, bearer(ada.token.split(".")[0]))) === ada.email)
  await from("a tampered cookie is refused")(async () => (await whoAt(nobody, { cookie: `better-auth.session_token=${encodeURIComponent(altered(ada.token))}` })) === null)
  await from("a tampered bearer token is refused")(async () => (await whoAt(nobody, bearer(altered(ada.token)))) === null)
  await from("a session is listed here")(async () => {
    const { data } = await moved(ada, here).client.listSessions()
    return data.some((session) => session.token === ada.token.split(".")[0])
  })
  await from("a session ended here is over there")(async () => {
    await moved(ada, here).client.signOut()
    return (await whoAt(ada)) === null
  })
  await ada.signIn()
  await from("a password changed there")(async () => {
    await ada.client.changePassword({ currentPassword: PASSWORD, newPassword: "another password" })
    return succeeds(new Person(here, ada.email).signIn("another password"))
  })
  const mailed = async (path) => {
    const link = new URL(await linkTo(there, ada.email, path))
    await nobody.open(`${here.url}${link.pathname}${link.search}`)
    return nobody.answer
  }
  await from("a mail's link that verifies")(async () => {
    await ada.client.sendVerificationEmail({ email: ada.email, callbackURL: "/" })
    const { status } = await mailed("/verify-email")
    return status === 302 && (await ada.client.getSession()).data.user.emailVerified
  })
  await from("a mail's link that resets the password")(async () => {
    await ada.client.requestPasswordReset({ email: ada.email, redirectTo: "/reset" })
    const { headers } = await mailed("/reset-password/")
    const token = new URL(headers.get("location"), here.url).searchParams.get("token")
    await nobody.client.resetPassword({ newPassword: PASSWORD, token })
    return succeeds(ada.signIn())
  })

  const bob = await person("bob", here)
  const { data: organization } = await ada.client.organization.create({ name: "Acme", slug: `acme-${there.name}` })
  await from("an organization, and that it is active")(async () => {
    const { data } = await moved(ada, here).client.organization.getFullOrganization()
    return data.id === organization.id && data.members[0].role === "owner"
  })
  await from("an invitation from there, accepted here")(async () => {
    const { data: invitation } = await ada.client.organization.inviteMember({ email: bob.email, role: "viewer" })
    return succeeds(bob.client.organization.acceptInvitation({ invitationId: invitation.id }))
  })
  await from("a role given here, seen there")(async () => {
    const { data } = await ada.client.organization.listMembers()
    return data.members.find((member) => member.user.email === bob.email)?.role === "viewer"
  })
  await from("a viewer may not invite")(() =>
    fails("403 YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION", moved(bob, there).client.organization.inviteMember({ email: "x@example.com", role: "viewer" })))

  const { data: key } = await ada.client.apiKey.create({ name: "script" })
  await from("an API key")(() => admits(here, key.key))
  await from("an API key altered is refused")(async () => !(await admits(here, altered(key.key))))
  await from("an API key deleted here is refused there")(async () => {
    await moved(ada, here).client.apiKey.delete({ keyId: key.id })
    return !(await admits(there, key.key))
  })

  const root = await person("root")
  await pool.query(`UPDATE "user" SET role = 'admin' WHERE email = $1`, [root.email])
  await from("impersonated there, read here")(async () => {
    const { error } = await root.client.admin.impersonateUser({ userId: await id(bob) })
    if (error) return error
    const { data } = await moved(root, here).client.getSession()
    return data.user.email === bob.email && data.session.impersonatedBy === (await id(root))
  })
  await from("impersonation from there, ended here")(async () => {
    const same = moved(root, here)
    const ended = await succeeds(same.client.admin.stopImpersonating())
    root.jar = same.jar
    return ended === true ? (await whoAt(root)) === root.email : ended
  })
  await from("banned there, out here")(async () => {
    await root.client.admin.banUser({ userId: await id(bob), banReason: "spam" })
    return (await whoAt(bob)) === null && fails("403 BANNED_USER", new Person(here, bob.email).signIn())
  })
  await from("unbanned there, in here")(async () => {
    await root.client.admin.unbanUser({ userId: await id(bob) })
    return succeeds(new Person(here, bob.email).signIn())
  })
  await from("removed there, unknown here")(async () => {
    await root.client.admin.removeUser({ userId: await id(bob) })
    return fails("401 INVALID_EMAIL_OR_PASSWORD", new Person(here, bob.email).signIn())
  })
}

if (process.argv[2] === "BetterAuth")
  await holds("who was there before Canvass came signs in and finds their organization", async () => {
    const early = new Person(canvass, "early@example.com")
    await early.signIn()
    const { data } = await early.client.organization.list()
    return data.map(({ slug }) => slug).join() === "early"
  })
const missing = await (await fetch(`${node.url}/missing`)).json()
await holds(`the reference misses nothing in a database that ${process.argv[2]} made`, async () => missing.length === 0 || missing)
console.log(`${count - failed} of ${count} held on a database that ${process.argv[2]} made`)
await pool.end()
process.exit(failed ? 1 : 0)
