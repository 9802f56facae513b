// What two servers' answers to one call have in common: chance and time taken out, everything else kept.
const KEPT = ["location", "content-type", "cache-control", "x-retry-after"]
const CHANCE = [
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "jwt"],
  [/(?<=\.)[A-Za-z0-9+/]{43}=/g, "signature"],
  [/(?<![a-zA-Z])[a-zA-Z]{64}(?![\w-])/g, "key"],
  [/(?<![\w-])(?![A-Z_]+(?![\w-]))[\w-]{43}(?![\w-])/g, "challenge"],
  [/(?<![\w-])(?![A-Z_]+(?![\w-]))[\w-]{32}(?![\w-])/g, "id"],
  [/(?<![\w-])[A-Za-z0-9]{24}(?![\w-])/g, "token"],
]
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const CLOSE = 3 * 60_000
/** The first letters of an API key; and where a caller came from, which the reference tells from a proxy's header only. */
const SHAPED = { start: (text) => text?.length, ipAddress: () => "<address>" }

/** The answer without what differs by chance. */
export function normal(answer, server) {
  const kept = KEPT.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name).replace(/^\d+$/, "<seconds>")])
  const cookies = answer.headers.getSetCookie().map((line) => numbered(decodeURIComponent(line), server))
  return {
    status: answer.status,
    headers: numbered(Object.fromEntries(kept), server),
    cookies,
    token: answer.headers.has("set-auth-token") && answer.headers.get("access-control-expose-headers")?.includes("set-auth-token"),
    body: isPage(answer) ? "a page" : numbered(answer.body, server),
  }
}

/** A value with times told from now, rows in one order, and every id by the order in which it comes. */
export function numbered(value, server) {
  const seen = new Map()
  const text = JSON.stringify(ordered(timed(value))).replaceAll(server.url, "<base>").replaceAll(encodeURIComponent(server.url), "<base>").replaceAll(process.env.GITHUB_URL, "https://github.com")
  const named = CHANCE.reduce(
    (before, [pattern, name]) =>
      before.replace(pattern, (found) => {
        if (!seen.has(found)) seen.set(found, `<${name} ${seen.size + 1}>`)
        return seen.get(found)
      }),
    text ?? "null",
  )
  return JSON.parse(named)
}

/** One line: status, then the code, or where it redirects to. */
export function outcome({ status, body, headers }) {
  const said = (status >= 400 && body?.code) || (status === 302 && headers.location)
  return said ? `${status} ${said}` : `${status}`
}

function isPage(answer) {
  return answer.headers.get("content-type")?.startsWith("text/html") ?? false
}

function timed(value) {
  if (typeof value === "string") return TIME.test(value) ? told(Date.parse(value) - Date.now()) : value
  if (Array.isArray(value)) return value.map(timed)
  if (value === null || typeof value !== "object") return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key in SHAPED ? SHAPED[key](each) : timed(each)]))
}

function told(offset) {
  return Math.abs(offset) < CLOSE ? "<now>" : `<now ${offset > 0 ? "+" : "-"} ${Math.round(Math.abs(offset) / 600_000)}0 min>`
}

function ordered(value) {
  if (value === null || typeof value !== "object") return value
  if (!Array.isArray(value)) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, ordered(each)]))
  const rank = (each) => CHANCE.reduce((text, [pattern, name]) => text.replace(pattern, name), JSON.stringify(each))
  const rows = value.map(ordered)
  return rows.every((each) => each && typeof each === "object") ? rows.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)) : rows
}
