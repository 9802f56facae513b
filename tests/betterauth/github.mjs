// A stand-in for GitHub where anybody is whoever they say; codes and their proofs (PKCE) are checked as GitHub does.
import { createHash } from "node:crypto"
import { createServer } from "node:http"

const packed = (value) => Buffer.from(JSON.stringify(value)).toString("base64url")
const unpacked = (text) => JSON.parse(Buffer.from(text, "base64url").toString())
const digest = (text) => createHash("sha256").update(text).digest("base64url")

/** Serves at `url` until closed. */
export function github(url) {
  const { port, hostname } = new URL(url)
  return createServer(async (request, response) => {
    const asked = new URL(request.url, url)
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = new URLSearchParams(Buffer.concat(chunks).toString())
    const [status, answer] = answerTo(asked.pathname, asked.searchParams, body, request.headers.authorization)
    response.writeHead(status, { "content-type": "application/json" })
    response.end(JSON.stringify(answer))
  }).listen(Number(port), hostname)
}

/** What the provider sends the browser back to when the person `{login, email, verified}` agrees at `url`. */
export function consent(url, person) {
  const asked = new URL(url).searchParams
  const back = new URL(asked.get("redirect_uri"))
  back.search = new URLSearchParams({ code: packed({ person, challenge: asked.get("code_challenge") }), state: asked.get("state") })
  return back.href
}

function answerTo(path, query, body, authorization) {
  if (path === "/login/oauth/access_token") return [200, token(body)]
  const { login, email, verified } = unpacked(authorization.split(" ")[1])
  if (path === "/user") return [200, { id: Number.parseInt(digest(login).replace(/\D/g, "").slice(0, 6), 10), login, name: login, email, avatar_url: null }]
  if (path === "/user/emails") return [200, [{ email, verified, primary: true }]]
  return [404, {}]
}

function token(body) {
  const { person, challenge } = readable(body.get("code"))
  if (!person || digest(body.get("code_verifier") ?? "") !== challenge) return { error: "bad_verification_code" }
  return { access_token: packed(person), token_type: "bearer", scope: "read:user,user:email" }
}

function readable(code) {
  try {
    return unpacked(code)
  } catch {
    return {}
  }
}
