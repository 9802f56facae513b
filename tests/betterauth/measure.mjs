// Runs every scenario on each server of SERVERS (JSON: name, url, database, mail) and compares the answers.
// The first server is the measure. Prints one line a case; the exit status tells whether all held. Names of scenarios
// on the command line choose some; limits is for servers that have them on.
import pg from "pg"
import * as account from "./cases/account.mjs"
import * as administration from "./cases/administration.mjs"
import * as apiKeys from "./cases/api_keys.mjs"
import * as emailPassword from "./cases/email_password.mjs"
import { limits } from "./cases/limits.mjs"
import * as mails from "./cases/mails.mjs"
import * as organizations from "./cases/organizations.mjs"
import * as providers from "./cases/providers.mjs"
import * as sessions from "./cases/sessions.mjs"
import { github } from "./github.mjs"
import { World } from "./world.mjs"

const SCENARIOS = { ...emailPassword, ...sessions, ...account, ...providers, ...mails, ...organizations, ...administration, ...apiKeys }
const asked = process.argv.slice(2)
const chosen = asked.includes("limits") ? { limits } : SCENARIOS
const servers = JSON.parse(process.env.SERVERS).map((server) => ({ ...server, pool: new pg.Pool({ connectionString: server.database }) }))

const standIn = github(process.env.GITHUB_URL)
let failed = 0
let count = 0
for (const [name, scenario] of Object.entries(chosen).filter(([name]) => !asked.length || asked.includes(name))) {
  const [measure, ...others] = await Promise.all(servers.map((server) => run(server, name, scenario)))
  for (const note of measure) judge(note, servers[0], note.outcome === note.expected ? [] : [`expected ${note.expected}, was ${note.outcome}`])
  others.forEach((notes, at) => compare(measure, notes, servers[at + 1]))
}
console.log(`${count - failed} of ${count} held`)
standIn.close()
await Promise.all(servers.map((server) => server.pool.end()))
process.exit(failed ? 1 : 0)

async function run(server, name, scenario) {
  const world = new World(server, name.toLowerCase())
  try {
    await scenario(world)
  } catch (error) {
    world.notes.push({ endpoint: name, what: `stopped: ${error.message}`, expected: "to go on", outcome: "stopped" })
  }
  return world.notes
}

function compare(measure, notes, server) {
  for (const [at, theirs] of measure.entries()) {
    const ours = notes[at]
    if (ours?.what !== theirs.what) {
      judge(theirs, server, [`not reached: ${ours?.what ?? "see above"}`])
      continue
    }
    const { ours: wanted = theirs.outcome, apart = [] } = theirs.differs ?? {}
    const told = differences(theirs.answer, ours.answer).filter((line) => !apart.some((path) => line.startsWith(path)))
    judge(ours, server, ours.outcome === wanted ? told : [`expected ${wanted}, was ${ours.outcome}`, ...told.filter((line) => line.startsWith("body"))])
  }
}

function differences(theirs, ours, path = "") {
  if (JSON.stringify(theirs) === JSON.stringify(ours)) return []
  const nested = [theirs, ours].every((each) => each && typeof each === "object" && !Array.isArray(each))
  if (!nested) return [`${path || "answer"}: theirs ${short(theirs)}, ours ${short(ours)}`]
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])]
  const found = keys.flatMap((key) => differences(theirs[key], ours[key], path ? `${path}.${key}` : key))
  return found.length ? found : [`${path}: keys in another order: theirs ${Object.keys(theirs)}, ours ${Object.keys(ours)}`]
}

function short(value) {
  return (JSON.stringify(value) ?? "nothing").slice(0, 1500)
}

function judge(note, server, lines) {
  count += 1
  failed += lines.length ? 1 : 0
  const why = server !== servers[0] && note.differs ? ` (differs: ${note.differs.because})` : ""
  if (server === servers[0] && servers.length > 1 && !lines.length) return
  console.log(`${lines.length ? "FAILED" : "ok    "}  ${server.name.padEnd(8)} ${note.endpoint}: ${note.what}${why}`)
  for (const line of lines) console.log(`          ${line}`)
}
