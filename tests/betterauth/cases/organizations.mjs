// Organizations, who belongs to them as what, and how people get in and out.
import { later, ours } from "./differing.mjs"

export async function organizations(world) {
  const [ada, bob, nobody] = [await world.person("ada"), await world.person("bob"), world.stranger("nobody")]
  const check = (endpoint, what, person, call, expected) =>
    world.check(`organization/${endpoint}`, what, person, () => call(person.client.organization), expected)

  const org = await check("create", "a new one", ada, (o) => o.create({ name: "Acme", slug: "acme", metadata: { tier: 1 }, logo: "https://example.com/l.png" }), "200")
  await check("create", "a taken slug", bob, (o) => o.create({ name: "Acme", slug: "acme" }), "400 ORGANIZATION_ALREADY_EXISTS")
  await check("create", "no name", ada, (o) => o.create({ name: "", slug: "x" }), "400 VALIDATION_ERROR")
  await check("create", "no slug", ada, (o) => o.create({ name: "X" }), "400 VALIDATION_ERROR")
  await check("create", "without a session", nobody, (o) => o.create({ name: "X", slug: "x" }), "401")
  const other = await check("create", "a second, the first stays active", ada, (o) => o.create({ name: "Other", slug: "other", keepCurrentActiveOrganization: true }), "200")
  await world.check("get-session", "with an active organization", ada, () => ada.client.getSession(), "200")
  await check("list", "two", ada, (o) => o.list(), "200")
  await check("list", "none", bob, (o) => o.list(), "200")
  await check("list", "without a session", nobody, (o) => o.list(), "401 UNAUTHORIZED")
  await check("check-slug", "free", ada, (o) => o.checkSlug({ slug: "free" }), "200")
  await check("check-slug", "taken", ada, (o) => o.checkSlug({ slug: "acme" }), "400 ORGANIZATION_SLUG_ALREADY_TAKEN")

  await check("update", "the active one", ada, (o) => o.update({ data: { name: "Acme Inc" } }), "200")
  await check("update", "its metadata and logo", ada, (o) => o.update({ organizationId: org.id, data: { metadata: { tier: 2 }, logo: null } }), "200")
  await check("update", "a taken slug", ada, (o) => o.update({ data: { slug: "other" } }), "400 ORGANIZATION_SLUG_ALREADY_TAKEN")
  await check("update", "an empty name", ada, (o) => o.update({ data: { name: "" } }), "400 VALIDATION_ERROR")
  await check("update", "somebody else's", bob, (o) => o.update({ organizationId: org.id, data: { name: "X" } }), "400 USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
  await check("update", "none", bob, (o) => o.update({ data: { name: "X" } }), "400 ORGANIZATION_NOT_FOUND")

  for (const [endpoint, method] of [["get-organization", "getOrganization"], ["get-full-organization", "getFullOrganization"]]) {
    await check(endpoint, "the active one", ada, (o) => o[method](), "200")
    await check(endpoint, "by slug", ada, (o) => o[method]({ query: { organizationSlug: "other" } }), "200")
    await check(endpoint, "by id", ada, (o) => o[method]({ query: { organizationId: other.id } }), "200")
    await check(endpoint, "unknown", ada, (o) => o[method]({ query: { organizationId: "unknown" } }), "400 ORGANIZATION_NOT_FOUND")
    await check(endpoint, "somebody else's", bob, (o) => o[method]({ query: { organizationId: org.id } }), "403 USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    await check(endpoint, "none", bob, (o) => o[method](), "200")
    await check(endpoint, "without a session", nobody, (o) => o[method](), "401 UNAUTHORIZED")
  }

  await check("set-active", "by slug", ada, (o) => o.setActive({ organizationSlug: "other" }), "200")
  await check("set-active", "by id", ada, (o) => o.setActive({ organizationId: org.id }), "200")
  await check("set-active", "unknown slug", ada, (o) => o.setActive({ organizationSlug: "unknown" }), "400 ORGANIZATION_NOT_FOUND")
  await check("set-active", "somebody else's", bob, (o) => o.setActive({ organizationId: org.id }), "403 USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
  await check("set-active", "none", ada, (o) => o.setActive({ organizationId: null }), "200")
  await world.check("get-session", "without an active organization", ada, () => ada.client.getSession(), "200")
  await check("has-permission", "none is active", ada, (o) => o.hasPermission({ permissions: { organization: ["update"] } }), "400 NO_ACTIVE_ORGANIZATION")

  await check("delete", "somebody else's", bob, (o) => o.delete({ organizationId: org.id }), "400 USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
  await check("delete", "one's own", ada, (o) => o.delete({ organizationId: other.id }), "200")
  await check("delete", "unknown", ada, (o) => o.delete({ organizationId: "unknown" }), "400 USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
  await check("list", "one is left", ada, (o) => o.list(), "200")
}

/** An organization of Ada's with one person of each role. */
async function staffed(world, slug) {
  const [ada, boss, member, viewer] = [await world.person("ada"), await world.person("boss"), await world.person("member"), await world.person("viewer")]
  const { data: org } = await ada.client.organization.create({ name: "Acme", slug })
  for (const [person, role] of [[boss, "admin"], [member, "member"], [viewer, "viewer"]]) {
    const { data: invitation } = await ada.client.organization.inviteMember({ email: person.email, role })
    await person.client.organization.acceptInvitation({ invitationId: invitation?.id })
  }
  const members = await world.sql(`SELECT m.id, u.email FROM member m JOIN "user" u ON u.id = m."userId" WHERE m."organizationId" = $1`, [org?.id])
  const id = (person) => members.find((row) => row.email === person.email)?.id
  return { ada, boss, member, viewer, org, id }
}

export async function members(world) {
  const { ada, boss, member, viewer, org, id } = await staffed(world, "members")
  const stranger = await world.person("stranger")
  const check = (endpoint, what, person, call, expected) =>
    world.check(`organization/${endpoint}`, what, person, () => call(person.client.organization), expected)

  await check("list-members", "four", ada, (o) => o.listMembers(), "200")
  await check("list-members", "a page", viewer, (o) => o.listMembers({ query: { limit: 2, offset: 1, sortBy: "role", sortDirection: "desc" } }), "200")
  await check("list-members", "by role", viewer, (o) => o.listMembers({ query: { filterField: "role", filterOperator: "eq", filterValue: "viewer" } }), "200")
  await check("list-members", "somebody else's", stranger, (o) => o.listMembers({ query: { organizationId: org.id } }), "403 YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION")
  await check("list-members", "none is active", stranger, (o) => o.listMembers(), "400 NO_ACTIVE_ORGANIZATION")
  await world.check("organization/get-full-organization", "with members, by a viewer", viewer, () => viewer.client.organization.getFullOrganization(), "200", later("200", "body"))
  await check("get-full-organization", "with members", ada, (o) => o.getFullOrganization(), "200")
  await check("get-active-member", "a viewer", viewer, (o) => o.getActiveMember(), "200")
  await check("get-active-member", "none is active", stranger, (o) => o.getActiveMember(), "400 NO_ACTIVE_ORGANIZATION")
  await check("get-active-member-role", "an admin", boss, (o) => o.getActiveMemberRole(), "200")
  await check("get-active-member-role", "somebody else's organization", stranger, (o) => o.getActiveMemberRole({ query: { organizationId: org.id } }), "403 YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION")

  for (const [person, who] of [[ada, "owner"], [boss, "admin"], [member, "member"], [viewer, "viewer"]])
    for (const [resource, action] of [["organization", "delete"], ["organization", "update"], ["member", "create"], ["invitation", "cancel"], ["ac", "read"]])
      await check("has-permission", `${who}: ${resource} ${action}`, person, (o) => o.hasPermission({ permissions: { [resource]: [action] } }), "200")
  await check("has-permission", "nothing asked", ada, () => ada.call("POST", "/organization/has-permission", {}), "400 VALIDATION_ERROR")

  await check("update", "by a viewer", viewer, (o) => o.update({ data: { name: "X" } }), "403 YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION")
  await check("delete", "by an admin", boss, (o) => o.delete({ organizationId: org.id }), "403 YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION")
  await check("update-member-role", "by an owner", ada, (o) => o.updateMemberRole({ memberId: id(member), role: "viewer" }), "200")
  await check("update-member-role", "by an admin", boss, (o) => o.updateMemberRole({ memberId: id(member), role: ["member"] }), "200")
  await check("update-member-role", "by a viewer", viewer, (o) => o.updateMemberRole({ memberId: id(member), role: "viewer" }), "403 YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")
  await check("update-member-role", "an owner, by an admin", boss, (o) => o.updateMemberRole({ memberId: id(ada), role: "member" }), "403 YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")
  await check("update-member-role", "to owner, by an admin", boss, (o) => o.updateMemberRole({ memberId: id(boss), role: "owner" }), "403 YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")
  await world.check("organization/update-member-role", "an unknown role", ada, () => ada.client.organization.updateMemberRole({ memberId: id(member), role: "nobody" }), "400 ROLE_NOT_FOUND", ours("400 ROLE_NOT_FOUND", "every refusal names its message first", "body: keys"))
  await check("update-member-role", "an unknown member", ada, (o) => o.updateMemberRole({ memberId: "unknown", role: "member" }), "400 MEMBER_NOT_FOUND")
  await check("update-member-role", "the only owner's own", ada, (o) => o.updateMemberRole({ memberId: id(ada), role: "member" }), "400 YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER")

  await check("leave", "the only owner", ada, (o) => o.leave({ organizationId: org.id }), "400 YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
  await check("leave", "a stranger", stranger, (o) => o.leave({ organizationId: org.id }), "400 MEMBER_NOT_FOUND")
  await check("remove-member", "by a member", member, (o) => o.removeMember({ memberIdOrEmail: viewer.email }), "401 YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER")
  await check("remove-member", "the owner, by an admin", boss, (o) => o.removeMember({ memberIdOrEmail: ada.email }), "400 YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
  await check("remove-member", "unknown", ada, (o) => o.removeMember({ memberIdOrEmail: "unknown" }), "400 MEMBER_NOT_FOUND")
  await check("remove-member", "by address", boss, (o) => o.removeMember({ memberIdOrEmail: viewer.email }), "200")
  await world.check("organization/get-active-member", "who was removed", viewer, () => viewer.client.organization.getActiveMember(), "400 MEMBER_NOT_FOUND", ours("400 NO_ACTIVE_ORGANIZATION", "an organization is active in no session of whom it lost"))
  await check("remove-member", "by id", ada, (o) => o.removeMember({ memberIdOrEmail: id(boss), organizationId: org.id }), "200")
  await check("leave", "a member", member, (o) => o.leave({ organizationId: org.id }), "200")
  await check("list-members", "the owner is left", ada, (o) => o.listMembers(), "200")
}

export async function invitations(world) {
  const { ada, boss, member, viewer, org } = await staffed(world, "invitations")
  const [guest, stranger] = [await world.person("guest"), await world.person("stranger")]
  const check = (endpoint, what, person, call, expected, differs) =>
    world.check(`organization/${endpoint}`, what, person, () => call(person.client.organization), expected, differs)
  const invite = (what, person, body, expected) => check("invite-member", what, person, (o) => o.inviteMember({ email: guest.email, role: "member", ...body }), expected)

  await invite("by a viewer", viewer, {}, "403 YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION")
  await invite("by a member", member, {}, "403 YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION")
  await invite("by a stranger", stranger, { organizationId: org.id }, "400 MEMBER_NOT_FOUND")
  await invite("no organization", stranger, {}, "400 ORGANIZATION_NOT_FOUND")
  await invite("an unknown role", ada, { role: "nobody" }, "400")
  await invite("no address", ada, { email: "nobody" }, "400 INVALID_EMAIL")
  await invite("an owner, by an admin", boss, { role: "owner" }, "403 YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE")
  await invite("a member", ada, { email: member.email }, "400 USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")
  const first = await invite("somebody new", boss, { role: "viewer" }, "200")
  await invite("twice", ada, {}, "400 USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION")
  await invite("sent again", ada, { resend: true }, "200")
  const mailed = await world.link(guest.email, first.id, 2)
  await world.check("organization/invite-member", "the mail's link", ada, async () => {
    await ada.client.organization.list()
    return [new URL(mailed).pathname.includes(first.id)]
  }, "200")

  await check("get-invitation", "by whom it is for", guest, (o) => o.getInvitation({ query: { id: first.id } }), "200")
  await check("get-invitation", "by a stranger", stranger, (o) => o.getInvitation({ query: { id: first.id } }), "403 YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
  await check("get-invitation", "unknown", guest, (o) => o.getInvitation({ query: { id: "unknown" } }), "400", later("400 INVITATION_NOT_FOUND"))
  await check("list-invitations", "all", ada, (o) => o.listInvitations(), "200")
  await check("list-invitations", "by a viewer", viewer, (o) => o.listInvitations(), "200", later("403 YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS"))
  await check("list-invitations", "by a stranger", stranger, (o) => o.listInvitations({ query: { organizationId: org.id } }), "403")
  await check("list-user-invitations", "unverified", guest, (o) => o.listUserInvitations(), "403 EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION")
  await world.sql(`UPDATE "user" SET "emailVerified" = true WHERE email = $1`, [guest.email])
  await check("list-user-invitations", "verified", guest, (o) => o.listUserInvitations(), "200")
  await check("accept-invitation", "by a stranger", stranger, (o) => o.acceptInvitation({ invitationId: first.id }), "403 YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
  await check("accept-invitation", "unknown", guest, (o) => o.acceptInvitation({ invitationId: "unknown" }), "400 INVITATION_NOT_FOUND")
  await check("accept-invitation", "by whom it is for", guest, (o) => o.acceptInvitation({ invitationId: first.id }), "200")
  await check("accept-invitation", "twice", guest, (o) => o.acceptInvitation({ invitationId: first.id }), "400 INVITATION_NOT_FOUND")
  await world.check("get-session", "after an invitation was accepted", guest, () => guest.client.getSession(), "200")

  const second = await invite("a stranger", ada, { email: stranger.email }, "200")
  await check("cancel-invitation", "by a viewer", viewer, (o) => o.cancelInvitation({ invitationId: second.id }), "403 YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION")
  await check("cancel-invitation", "unknown", ada, (o) => o.cancelInvitation({ invitationId: "unknown" }), "400 INVITATION_NOT_FOUND")
  await check("reject-invitation", "by somebody else", guest, (o) => o.rejectInvitation({ invitationId: second.id }), "403 YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
  await check("reject-invitation", "by whom it is for", stranger, (o) => o.rejectInvitation({ invitationId: second.id }), "200")
  const third = await invite("after a refusal", ada, { email: stranger.email, role: ["member", "viewer"] }, "200")
  await check("cancel-invitation", "by an owner", ada, (o) => o.cancelInvitation({ invitationId: third.id }), "200")
  await check("accept-invitation", "cancelled", stranger, (o) => o.acceptInvitation({ invitationId: third.id }), "400 INVITATION_NOT_FOUND")
  const late = await invite("once more", ada, { email: stranger.email }, "200")
  await world.sql(`UPDATE invitation SET "expiresAt" = now() - interval '1 minute' WHERE id = $1`, [late.id])
  await check("accept-invitation", "expired", stranger, (o) => o.acceptInvitation({ invitationId: late.id }), "400 INVITATION_NOT_FOUND")
}
