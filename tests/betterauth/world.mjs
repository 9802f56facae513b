// What a scenario works with on one server: its people, its database, its mails, and the notes of what was answered.
import { readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { normal, numbered, outcome } from "./answers.mjs"
import { Person } from "./person.mjs"

const PATIENCE = 10_000

export class World {
  constructor(server, scenario) {
    this.server = server
    this.scenario = scenario
    this.notes = []
  }

  /** Somebody who is not signed in; the same name is the same address everywhere in a scenario. */
  stranger(name) {
    return new Person(this.server, `${name}.${this.scenario}@example.com`)
  }

  /** Somebody who has just signed up. */
  async person(name) {
    const person = this.stranger(name)
    await person.signUp()
    return person
  }

  /**
   * Makes a call as `person` and notes how it ended against `expected` (see outcome); the data returned.
   * `differs` says how Canvass differs on purpose: another outcome (`ours`), parts not compared (`apart`), and `because`.
   */
  async check(endpoint, what, person, call, expected, differs) {
    const note = { endpoint, what, expected, differs }
    this.notes.push(note)
    person.answer = undefined
    try {
      const returned = await call()
      note.answer = normal(person.answer, this.server)
      note.outcome = outcome(note.answer)
      if (Array.isArray(returned)) note.answer.seen = numbered(returned, this.server)
      return returned?.data ?? {}
    } catch (error) {
      note.outcome = `the call failed: ${error.message}`
      return {}
    }
  }

  sql(text, values = []) {
    return this.server.pool.query(text, values).then(({ rows }) => rows)
  }

  /** See linkTo. */
  link(to, part, times) {
    return linkTo(this.server, to, part, times)
  }
}

/** The newest link mailed to an address that contains `part`, once so many have come; waits for it. */
export async function linkTo(server, to, part, times = 1) {
  for (let waited = 0; waited < PATIENCE; waited += 100) {
    const lines = readFileSync(server.mail, "utf8").trim().split("\n").filter(Boolean)
    const mails = lines.map((line) => JSON.parse(line)).filter((mail) => mail.to === to && mail.url.includes(part))
    if (mails.length >= times) return mails.at(-1).url
    await sleep(100)
  }
  throw new Error(`no mail to ${to} with ${part} came`)
}
