// A BetterAuth server with the plugins and senders that Canvass has, on the database it is given.
// Environment: PORT, DATABASE_URL, BETTER_AUTH_SECRET, MAIL_FILE (takes one JSON line a mail), MIGRATE=yes,
// RATE_LIMIT_ENABLED, SESSION_COOKIE_CACHE (a strategy, or off), and GITHUB_URL, which stands in for GitHub.
import { createServer } from "node:http"
import { appendFileSync } from "node:fs"
import { json } from "node:stream/consumers"
import { apiKey } from "@better-auth/api-key"
import { betterAuth } from "better-auth"
import { getMigrations } from "better-auth/db/migration"
import { toNodeHandler } from "better-auth/node"
import { admin, bearer, organization } from "better-auth/plugins"
import { createAccessControl } from "better-auth/plugins/access"
import { adminAc, defaultStatements, memberAc, ownerAc } from "better-auth/plugins/organization/access"
import pg from "pg"

const { PORT, DATABASE_URL, BETTER_AUTH_SECRET, MAIL_FILE, MIGRATE, GITHUB_URL } = process.env
const { RATE_LIMIT_ENABLED, SESSION_COOKIE_CACHE } = process.env
const baseURL = `http://127.0.0.1:${PORT}`
const send = (to, url) => appendFileSync(MAIL_FILE, JSON.stringify({ to, url }) + "\n")
const ac = createAccessControl(defaultStatements)
const nothing = { organization: [], member: [], invitation: [], team: [], ac: ["read"] }
const [viewer, compliance] = [ac.newRole(nothing), ac.newRole(nothing)]

const options = {
  baseURL,
  secret: BETTER_AUTH_SECRET,
  database: new pg.Pool({ connectionString: DATABASE_URL, max: 10 }),
  telemetry: { enabled: false },
  rateLimit: { enabled: RATE_LIMIT_ENABLED === "true" },
  ...(SESSION_COOKIE_CACHE !== "off" && { session: { cookieCache: { enabled: true, strategy: SESSION_COOKIE_CACHE } } }),
  emailAndPassword: { enabled: true, revokeSessionsOnPasswordReset: true, sendResetPassword: async ({ user, url }) => send(user.email, url) },
  emailVerification: { sendVerificationEmail: async ({ user, url }) => send(user.email, url) },
  user: {
    changeEmail: { enabled: true, sendChangeEmailConfirmation: async ({ user, url }) => send(user.email, url) },
    deleteUser: { enabled: true, sendDeleteAccountVerification: async ({ user, url }) => send(user.email, url) },
  },
  socialProviders: { github: { clientId: "measure", clientSecret: "measure" } },
  plugins: [
    bearer(),
    organization({
      ac,
      roles: { owner: ownerAc, admin: adminAc, member: memberAc, viewer, compliance },
      sendInvitationEmail: async ({ id, email }) => send(email, `${baseURL}/accept-invitation/${id}`),
    }),
    admin(),
    apiKey({ rateLimit: { enabled: true, timeWindow: 60_000, maxRequests: 1_000 } }),
  ],
}

const real = globalThis.fetch
globalThis.fetch = (url, init) => real(String(url).replace(/^https:\/\/(api\.)?github\.com/, GITHUB_URL), init)

const plan = await getMigrations(options, { throwOnUnsafe: false })
const missing = [
  ...plan.toBeCreated.map(({ table }) => table),
  ...plan.toBeAdded.flatMap(({ table, fields }) => Object.keys(fields).map((field) => `${table}.${field}`)),
  ...plan.unsafeChanges,
  ...plan.schemaProblems,
]
if (MIGRATE === "yes") await plan.runMigrations()

const auth = betterAuth(options)
const handler = toNodeHandler(auth)
createServer(async (request, response) => {
  if (request.url === "/missing") response.end(JSON.stringify(missing))
  else if (request.url === "/verify") response.end(JSON.stringify(await auth.api.verifyApiKey({ body: await json(request) })))
  else handler(request, response)
}).listen(Number(PORT), "127.0.0.1", () => console.log(`ready: ${baseURL}`))
