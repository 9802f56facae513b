"""The person themselves: changed, and deleted."""

from services.gateway.auth import presence, schemas, users, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import confirm_deletion
from services.gateway.auth.flows import delete_user as deleting
from services.gateway.auth.grants import granted_again
from services.gateway.auth.reserved import is_set, refuse_reserved
from services.gateway.auth.routing import Values
from services.gateway.auth.strategies import current_password

ASKED = {"success": True, "message": "Verification email sent"}
DELETED = {"success": True, "message": "User deleted"}


async def update_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The person's name and picture, changed."""
    if is_set(values.get("email")):
        raise refusal(400, "EMAIL_CAN_NOT_BE_UPDATED")
    refuse_reserved(values, schemas.RESERVED_OF_USER)
    given = {name: values[name] for name in ("name", "image") if name in values}
    if not given:
        raise Refusal(400, None, "No fields to update")
    changes = {name: None if value is None else wire.text(value) for name, value in given.items()}
    async with auth.resources.transactions.begin(None) as transaction:
        user = await users.change(transaction, request.identity.user.id, changes, now=wire.cut(auth.now()))
    if user is None:
        raise refusal(401, "UNAUTHORIZED", headers=auth.cookies.cleared(request.cookie))
    return answer({"status": True}, granted_again(auth, request, request.identity._replace(user=user)))


async def delete_user(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The person deleted at once, or by the link that is mailed to them then."""
    if not auth.settings.delete_user_enabled:
        return Answer(status=404)
    request.subject = request.identity.user.id
    user, password, token = request.identity.user, values.get("password"), values.get("token")
    if password:
        await current_password.prove(auth, user.id, password)
    if token:
        await confirm_deletion.complete(auth, user, token=token)
    elif auth.settings.send_delete_account_verification:
        await confirm_deletion.request(auth, user, target=values.get("callbackURL"))
        return answer(ASKED)
    elif password or presence.is_fresh(auth, request.identity.session):
        await deleting.at_once(auth, user.id)
    else:
        raise refusal(400, "SESSION_EXPIRED")
    return answer(DELETED, auth.cookies.cleared(request.cookie))
