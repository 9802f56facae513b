// Signing in through GitHub, and linking an account there.
import { consent } from "../github.mjs"

export async function social(world) {
  const ada = await world.person("ada")
  const nobody = world.stranger("nobody")
  const signIn = (what, body, expected) => world.check("sign-in/social", what, nobody, () => nobody.call("POST", "/sign-in/social", body), expected)

  await signIn("a known provider", { provider: "github", callbackURL: "/home" }, "200")
  await signIn("without redirect", { provider: "github", disableRedirect: true }, "200")
  await signIn("an unknown provider", { provider: "nobody" }, "404 PROVIDER_NOT_FOUND")
  await signIn("a foreign callback", { provider: "github", callbackURL: "https://evil.example" }, "403 INVALID_CALLBACK_URL")
  await signIn("no provider", {}, "400 VALIDATION_ERROR")
  await world.check("link-social", "a known provider", ada, () => ada.client.linkSocial({ provider: "github", callbackURL: "/home" }), "200")
  await world.check("link-social", "an unknown provider", ada, () => ada.client.linkSocial({ provider: "nobody" }), "404 PROVIDER_NOT_FOUND")
  await world.check("callback", "without a state", nobody, () => nobody.call("GET", "/callback/github?code=x"), "302 <base>/api/auth/error?error=state_not_found")
  await world.check("callback", "an unknown state", nobody, () => nobody.call("GET", "/callback/github?code=x&state=unknown"), "302 <base>/api/auth/error?error=state_mismatch")
}

/** Sends `person` to GitHub from the answer it just got, and back as `who`. */
async function through(world, what, person, who, expected) {
  const back = consent(person.answer.body.url, who)
  await world.check("callback", what, person, () => person.open(back), expected)
  return back
}

const at = (world, login, verified = true) => ({ login, email: `${login}.${world.scenario}@example.com`, verified })
const HOME = { provider: "github", callbackURL: "/home", newUserCallbackURL: "/new", errorCallbackURL: "/failed" }

export async function signInThroughProvider(world) {
  const carl = world.stranger("carl")
  await carl.client.signIn.social(HOME)
  const used = await through(world, "somebody new", carl, at(world, "carl"), "302 /new")
  await world.check("get-session", "through a provider", carl, () => carl.client.getSession(), "200")
  const accounts = await world.check("list-accounts", "through a provider", carl, () => carl.client.listAccounts(), "200")
  const account = accounts[0] ?? {}
  await world.check("get-access-token", "GitHub's", carl, () => carl.client.getAccessToken({ accountId: account.id }), "200")
  await world.check("account-info", "GitHub's", carl, () => carl.client.accountInfo({ query: { accountId: account.id } }), "200")
  await world.check("refresh-token", "GitHub gave none", carl, () => carl.client.refreshToken({ accountId: account.id }), "400 REFRESH_TOKEN_NOT_FOUND")
  await world.check("callback", "used before", carl, () => carl.open(used), "302 <base>/api/auth/error?error=state_mismatch")
  carl.jar.clear()
  await carl.client.signIn.social(HOME)
  await through(world, "somebody known", carl, at(world, "carl"), "302 /home")

  const dora = world.stranger("dora")
  await dora.client.signIn.social(HOME)
  dora.jar.clear()
  await through(world, "from another browser", dora, at(world, "dora"), "302 /failed?error=state_mismatch")
  await dora.client.signIn.social(HOME)
  const refused = new URL(consent(dora.answer.body.url, at(world, "dora")))
  refused.searchParams.delete("code")
  refused.searchParams.set("error", "access_denied")
  await world.check("callback", "refused at the provider", dora, () => dora.open(refused.href), "302 /failed?error=access_denied")
  await dora.client.signIn.social(HOME)
  const broken = new URL(consent(dora.answer.body.url, at(world, "dora")))
  broken.searchParams.set("code", "unknown")
  await world.check("callback", "an unknown code", dora, () => dora.open(broken.href), "302 /failed?error=invalid_code")
  await dora.client.signIn.social(HOME)
  broken.searchParams.delete("code")
  broken.searchParams.set("state", new URL(dora.answer.body.url).searchParams.get("state"))
  await world.check("callback", "no code", dora, () => dora.open(broken.href), "302 /failed?error=no_code")
  const form = { "content-type": "application/x-www-form-urlencoded" }
  await world.check("callback", "posted", dora, () => dora.call("POST", "/callback/github", "code=x&state=y", form), "302 <base>/api/auth/callback/github?code=x&state=y")
}

export async function linking(world) {
  const [ada, bob] = [await world.person("ada"), await world.person("bob")]
  const guest = world.stranger("guest")
  await guest.client.signIn.social(HOME)
  await through(world, "an unverified person's address", guest, at(world, "ada"), "302 /failed?error=account_not_linked")
  await world.sql(`UPDATE "user" SET "emailVerified" = true WHERE email = ANY($1)`, [[ada.email, bob.email]])
  await guest.client.signIn.social(HOME)
  await through(world, "an address GitHub has not verified", guest, at(world, "ada", false), "302 /failed?error=account_not_linked")
  await guest.client.signIn.social(HOME)
  await through(world, "a verified person's address", guest, at(world, "ada"), "302 /home")
  await world.check("list-accounts", "linked by address", ada, () => ada.client.listAccounts(), "200")

  await bob.client.linkSocial(HOME)
  await through(world, "linking another address", bob, at(world, "other"), "302 /failed?error=email_does_not_match")
  await bob.client.linkSocial(HOME)
  await through(world, "linking", bob, at(world, "bob"), "302 /home")
  await bob.client.linkSocial(HOME)
  await through(world, "linking again", bob, at(world, "bob"), "302 /home")
  const linked = (await bob.client.listAccounts()).data?.find(({ providerId }) => providerId === "github")
  await world.check("unlink-account", "GitHub's", bob, () => bob.client.unlinkAccount({ accountId: linked?.id }), "200")
  await world.check("list-accounts", "after unlinking", bob, () => bob.client.listAccounts(), "200")
}
