// Somebody who uses the first of SERVERS before Canvass comes: signs up, and makes an organization.
import { Person } from "./person.mjs"

const [server] = JSON.parse(process.env.SERVERS)
const early = new Person(server, "early@example.com")
await early.signUp()
const { error } = await early.client.organization.create({ name: "Early", slug: "early" })
if (error) throw new Error(error.message)
