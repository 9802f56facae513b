"""BetterAuth's core paths, one line each."""

from services.gateway.auth import schemas, shapes
from services.gateway.auth.endpoints import (
    accounts,
    deletion,
    email,
    email_change,
    pages,
    password,
    reset,
    session,
    sessions_list,
    sign_out,
    user,
    verification,
)
from services.gateway.auth.routing import Endpoint, Needs, Routes

UNCACHED = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))

PAGE = {"200": {"description": "The page", "content": {"text/html": {"schema": shapes.TEXT}}}}
TO_FRONTEND = {"302": {"description": "To the frontend, in production"}}
TO_CALLBACK = {"302": {"description": "To the callbackURL, with `error` in its query where it was refused"}}

ROUTES: Routes = {
    ("POST", "/sign-up/email"): Endpoint(
        email.sign_up_email,
        schemas.SIGN_UP,
        forms=True,
        login=True,
        audit="sign_up",
        answers=shapes.SIGNED_UP,
        refuses=(422,),
    ),
    ("POST", "/sign-in/email"): Endpoint(
        email.sign_in_email,
        schemas.SIGN_IN,
        forms=True,
        login=True,
        audit="sign_in",
        answers=shapes.SIGNED_IN,
        refuses=(401,),
    ),
    ("POST", "/sign-out"): Endpoint(sign_out.sign_out, schemas.SIGN_OUT, audit="sign_out", answers=shapes.SIGNED_OUT),
    ("GET", "/get-session"): Endpoint(
        session.get_session, query=schemas.GET_SESSION, headers=UNCACHED, answers=shapes.IDENTITY, refuses=(401,)
    ),
    ("POST", "/get-session"): Endpoint(session.post_session, headers=UNCACHED, answers=None, refuses=(405,)),
    ("GET", "/list-sessions"): Endpoint(
        sessions_list.list_sessions, needs=Needs.FRESH, answers=shapes.array(shapes.ref("AuthSession"))
    ),
    ("POST", "/revoke-session"): Endpoint(
        sessions_list.revoke_session,
        schemas.REVOKE_SESSION,
        needs=Needs.STORED,
        audit="revoke_session",
        answers=shapes.STATUS,
    ),
    ("POST", "/revoke-sessions"): Endpoint(
        sessions_list.revoke_sessions,
        schemas.NOTHING,
        needs=Needs.STORED,
        audit="revoke_sessions",
        answers=shapes.STATUS,
    ),
    ("POST", "/revoke-other-sessions"): Endpoint(
        sessions_list.revoke_other_sessions,
        schemas.NOTHING,
        needs=Needs.STORED,
        audit="revoke_other_sessions",
        answers=shapes.STATUS,
    ),
    ("POST", "/update-session"): Endpoint(
        sessions_list.update_session, schemas.UPDATE_SESSION, needs=Needs.SESSION, answers=None
    ),
    ("POST", "/update-user"): Endpoint(
        user.update_user, schemas.UPDATE_USER, needs=Needs.SESSION, audit="update_user", answers=shapes.STATUS
    ),
    ("POST", "/delete-user"): Endpoint(
        user.delete_user,
        schemas.DELETE_USER,
        needs=Needs.STORED,
        audit="delete_user",
        answers=shapes.DELETED,
        refuses=(404,),
    ),
    ("POST", "/change-password"): Endpoint(
        password.change_password,
        schemas.CHANGE_PASSWORD,
        needs=Needs.STORED,
        audit="change_password",
        answers=shapes.PASSWORD_CHANGED,
    ),
    ("POST", "/verify-password"): Endpoint(
        password.verify_password,
        schemas.VERIFY_PASSWORD,
        needs=Needs.STORED,
        audit="verify_password",
        answers=shapes.STATUS,
    ),
    ("GET", "/list-accounts"): Endpoint(
        accounts.list_accounts, needs=Needs.SESSION, answers=shapes.array(shapes.ref("AuthAccount"))
    ),
    ("POST", "/unlink-account"): Endpoint(
        accounts.unlink_account,
        schemas.UNLINK_ACCOUNT,
        needs=Needs.FRESH,
        audit="unlink_account",
        answers=shapes.STATUS,
    ),
    ("POST", "/send-verification-email"): Endpoint(
        verification.send_verification_email,
        schemas.SEND_VERIFICATION_EMAIL,
        audit="send_verification_email",
        answers=shapes.STATUS,
    ),
    ("GET", "/verify-email"): Endpoint(
        verification.follow_email_link,
        query=schemas.EMAIL_LINK,
        audit="verify_email",
        answers=shapes.LINK_FOLLOWED,
        refuses=(401, 403, 422),
        other_answers=TO_CALLBACK,
    ),
    ("POST", "/change-email"): Endpoint(
        email_change.change_email,
        schemas.CHANGE_EMAIL,
        needs=Needs.STORED,
        audit="change_email",
        answers=shapes.STATUS,
        refuses=(422,),
    ),
    ("POST", "/request-password-reset"): Endpoint(
        reset.request_password_reset,
        schemas.REQUEST_PASSWORD_RESET,
        audit="request_password_reset",
        answers=shapes.RESET_REQUESTED,
    ),
    ("GET", "/reset-password/:token"): Endpoint(
        reset.follow_reset_link, query=schemas.RESET_LINK, answers=None, refuses=(403,), other_answers=TO_CALLBACK
    ),
    ("POST", "/reset-password"): Endpoint(
        reset.reset_password,
        schemas.RESET_PASSWORD,
        schemas.RESET_PASSWORD_QUERY,
        audit="reset_password",
        answers=shapes.STATUS,
    ),
    ("GET", "/delete-user/callback"): Endpoint(
        deletion.follow_deletion_link,
        query=schemas.DELETION_LINK,
        audit="delete_user",
        answers=shapes.DELETED,
        refuses=(403, 404),
        other_answers=TO_CALLBACK,
    ),
    ("GET", "/ok"): Endpoint(pages.ok, answers=shapes.OK),
    ("GET", "/error"): Endpoint(pages.error, query=schemas.ERROR, answers=None, other_answers={**PAGE, **TO_FRONTEND}),
}
