// Somebody at a browser: the real client, a cookie jar, and the last answer as it came over the wire.
import { apiKeyClient } from "@better-auth/api-key/client"
import { createAuthClient } from "better-auth/client"
import { adminClient, organizationClient } from "better-auth/client/plugins"

export const PASSWORD = "correct horse battery"

export class Person {
  constructor(server, email) {
    this.server = server
    this.email = email
    this.name = email.split(/[.@]/)[0]
    this.jar = new Map()
    this.headers = { origin: server.url }
    this.client = createAuthClient({
      baseURL: server.url,
      plugins: [organizationClient(), adminClient(), apiKeyClient()],
      fetchOptions: { customFetchImpl: (url, init) => this.fetch(url, init) },
    })
  }

  /** Like fetch, with this person's cookies and origin; headers of the call win, null takes one away. */
  async fetch(url, { headers, ...init } = {}) {
    const sent = new Headers({ ...this.headers, ...Object.fromEntries(new Headers(headers ?? {})) })
    if (this.jar.size && !sent.has("cookie")) sent.set("cookie", this.cookies())
    const response = await fetch(url, { ...init, headers: sent, redirect: "manual" })
    const text = await response.clone().text()
    this.answer = { status: response.status, headers: response.headers, body: parsed(text) }
    for (const line of response.headers.getSetCookie()) this.keep(line)
    return response
  }

  /** Calls a path below /api/auth without the client; the answer. */
  async call(method, path, body, headers = {}) {
    const json = typeof body === "object" ? { "content-type": "application/json" } : {}
    await this.fetch(`${this.server.url}/api/auth${path}`, {
      method,
      headers: { ...json, ...headers },
      body: typeof body === "object" ? JSON.stringify(body) : body,
    })
    return this.answer
  }

  /** Opens a link out of a mail. */
  open(url) {
    return this.fetch(url)
  }

  /** The session's bearer token, with its signature, as set-auth-token gave it. */
  get token() {
    return decodeURIComponent(this.jar.get("better-auth.session_token") ?? "")
  }

  signUp() {
    return this.client.signUp.email({ name: this.name, email: this.email, password: PASSWORD })
  }

  signIn(password = PASSWORD) {
    return this.client.signIn.email({ email: this.email, password })
  }

  cookies() {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join("; ")
  }

  keep(line) {
    const [, name, value] = line.match(/^([^=]+)=([^;]*)/)
    if (value === "" || /max-age=0/i.test(line)) this.jar.delete(name)
    else this.jar.set(name, value)
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
