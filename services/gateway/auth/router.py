"""BetterAuth's core paths, one line each."""

from services.gateway.auth import schemas, shapes
from services.gateway.auth.endpoints import email, pages, session
from services.gateway.auth.routing import Endpoint, Routes

UNCACHED = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))

PAGE = {"200": {"description": "The page", "content": {"text/html": {"schema": shapes.TEXT}}}}
TO_FRONTEND = {"302": {"description": "To the frontend, in production"}}

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
    ("POST", "/sign-out"): Endpoint(session.sign_out, schemas.SIGN_OUT, audit="sign_out", answers=shapes.SUCCESS),
    ("GET", "/get-session"): Endpoint(
        session.get_session, query=schemas.GET_SESSION, headers=UNCACHED, answers=shapes.IDENTITY, refuses=(401,)
    ),
    ("POST", "/get-session"): Endpoint(session.post_session, headers=UNCACHED, answers=None, refuses=(405,)),
    ("GET", "/ok"): Endpoint(pages.ok, answers=shapes.OK),
    ("GET", "/error"): Endpoint(pages.error, query=schemas.ERROR, answers=None, other_answers={**PAGE, **TO_FRONTEND}),
}
