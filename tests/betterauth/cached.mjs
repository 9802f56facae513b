// Both servers of SERVERS on one database, with the cookie cache on: either takes the other's word for a session.
// The word on the command line names the cache's strategy. One line a case; the exit status tells whether all held.
import pg from "pg"
import { Person } from "./person.mjs"

const [node, canvass] = JSON.parse(process.env.SERVERS)
const strategy = process.argv[2]
const pool = new pg.Pool({ connectionString: node.database })
const NAME = "better-auth.session_data"
let failed = 0

function holds(what, held, seen) {
  failed += held ? 0 : 1
  console.log(`${held ? "ok    " : "FAILED"}  ${strategy}: ${what}${held ? "" : `\n          was ${JSON.stringify(seen)}`}`)
}

async function answerAt(server, jar) {
  const same = new Person(server, "")
  same.jar = new Map(jar)
  return (await same.call("GET", "/get-session")).body
}

for (const [there, here] of [[node, canvass], [canvass, node]]) {
  const way = `${there.name} → ${here.name}`
  const ada = new Person(there, `ada.${there.name}@example.com`)
  await ada.signUp()
  const known = await answerAt(there, ada.jar)
  await pool.query(`DELETE FROM session WHERE token = $1`, [ada.token.split(".")[0]])

  const vouched = await answerAt(here, ada.jar)
  holds(`${way}: vouches for a session that is gone`, vouched?.user?.email === ada.email, vouched)
  holds(`${way}: with the same answer`, JSON.stringify(vouched) === JSON.stringify(await answerAt(there, ada.jar)), [known, vouched])
  const value = ada.jar.get(NAME) ?? ""
  const middle = Math.floor(value.length / 2)
  const forged = `${value.slice(0, middle)}${value[middle] === "A" ? "B" : "A"}${value.slice(middle + 1)}`
  const refused = await answerAt(here, new Map([...ada.jar, [NAME, forged]]))
  holds(`${way}: not when tampered with`, refused === null, refused)
  const bare = await answerAt(here, [...ada.jar].filter(([name]) => name !== NAME))
  holds(`${way}: not without it`, bare === null, bare)
}
await pool.end()
process.exit(failed ? 1 : 0)
