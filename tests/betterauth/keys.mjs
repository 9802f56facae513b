// Whether a server lets somebody in who has nothing but an API key. The reference has no endpoint for that, only a
// function, to which reference.mjs gives a path; Canvass takes keys wherever its own data is asked for.
export async function admits(server, key) {
  if (server.name === "canvass") {
    const { status } = await fetch(`${server.url}/api/campaigns`, { headers: { "x-api-key": key } })
    if (status !== 200 && status !== 401) throw new Error(`an API key was answered with ${status}`)
    return status === 200
  }
  const response = await fetch(`${server.url}/verify`, { method: "POST", body: JSON.stringify({ key }) })
  return (await response.json()).valid
}
