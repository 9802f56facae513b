"""People, by an admin: looked up, made, changed, removed."""

from services.gateway.admin import people, permissions
from services.gateway.admin.checks import text_of
from services.gateway.admin.errors import refusal as own_refusal
from services.gateway.auth import addresses, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import delete_user
from services.gateway.auth.routing import Values


async def get_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A person, by their id."""
    await permissions.require(auth, request, "user", "get")
    user = await addresses.find_person(auth.resources.pool, values["id"])
    if user is None:
        raise refusal(404, "USER_NOT_FOUND")
    return answer(wire.user(user))


async def create_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A new person; without a password they sign in another way. An id of one's own choice is not taken."""
    await permissions.require(auth, request, "user", "create")
    user = await people.create(auth, values)
    request.subject = user.id
    return answer({"user": wire.user(user)})


async def update_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Some of a person changed; who is banned by it is signed out everywhere."""
    admin = await permissions.require(auth, request, "user", "update")
    request.subject = text_of(values["userId"])
    return answer(wire.user(await people.change(auth, admin, request.subject, values["data"])))


async def set_role(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Another role, or several, for a person."""
    await permissions.require(auth, request, "user", "set-role")
    request.subject = text_of(values["userId"])
    role = people.joined(values["role"])
    return answer({"user": wire.user(await people.write(auth, request.subject, {"role": role}))})


async def set_user_password(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Another password for a person, who is told by mail."""
    await permissions.require(auth, request, "user", "set-password")
    request.subject = text_of(values["userId"])
    await people.set_password(auth, request.subject, values["newPassword"])
    return answer({"status": True})


async def remove_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A person removed with all that lets somebody act as them, never the only owner of others' organization."""
    admin = await permissions.require(auth, request, "user", "delete")
    user_id = request.subject = text_of(values["userId"])
    if user_id == admin.id:
        raise own_refusal(400, "YOU_CANNOT_REMOVE_YOURSELF")
    if await addresses.find_person(auth.resources.pool, user_id) is None:
        raise refusal(404, "USER_NOT_FOUND")
    await delete_user.at_once(auth, user_id)
    return answer({"success": True})
