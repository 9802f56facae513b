"""BetterAuth's core paths, one line each."""

from services.gateway.auth import schemas
from services.gateway.auth.endpoints import email, pages, session
from services.gateway.auth.routing import Endpoint, Routes

UNCACHED = ((b"cache-control", b"no-store"), (b"pragma", b"no-cache"))

ROUTES: Routes = {
    ("POST", "/sign-up/email"): Endpoint(email.sign_up_email, schemas.SIGN_UP, forms=True, login=True, audit="sign_up"),
    ("POST", "/sign-in/email"): Endpoint(email.sign_in_email, schemas.SIGN_IN, forms=True, login=True, audit="sign_in"),
    ("POST", "/sign-out"): Endpoint(session.sign_out, schemas.SIGN_OUT, audit="sign_out"),
    ("GET", "/get-session"): Endpoint(session.get_session, headers=UNCACHED),
    ("POST", "/get-session"): Endpoint(session.post_session, headers=UNCACHED),
    ("GET", "/ok"): Endpoint(pages.ok),
    ("GET", "/error"): Endpoint(pages.error),
}
