"""BetterAuth's paths of signing in through providers, one line each."""

from services.gateway.auth import shapes, social_schemas
from services.gateway.auth.endpoints import provider_tokens, social
from services.gateway.auth.routing import Endpoint, Needs, Routes
from services.gateway.auth.shapes import array, record

ELSEWHERE = {"302": {"description": "On to the frontend, with an error's code if it failed"}}
OPTIONAL = frozenset({"url", "status", "token", "user"})
SOCIAL = record(
    {"url": shapes.TEXT, "redirect": shapes.BOOLEAN, "token": shapes.TEXT, "user": shapes.ref("AuthUser")},
    optional=OPTIONAL,
)
LINKED = record({"url": shapes.TEXT, "status": shapes.BOOLEAN, "redirect": shapes.BOOLEAN}, optional=OPTIONAL)
ACCESS = record(
    {
        "accessToken": shapes.TEXT,
        "accessTokenExpiresAt": shapes.INSTANT,
        "scopes": array(shapes.TEXT),
        "idToken": shapes.TEXT,
    },
    optional=frozenset({"accessTokenExpiresAt", "idToken"}),
)
REFRESHED = record(
    {
        "accessToken": shapes.TEXT,
        "refreshToken": shapes.TEXT,
        "accessTokenExpiresAt": shapes.INSTANT,
        "refreshTokenExpiresAt": shapes.NULLABLE_INSTANT,
        "scope": shapes.NULLABLE_TEXT,
        "idToken": shapes.NULLABLE_TEXT,
        "providerId": shapes.TEXT,
        "accountId": shapes.TEXT,
    },
    optional=frozenset({"accessTokenExpiresAt"}),
)
PERSON = record({"email": shapes.NULLABLE_TEXT, "emailVerified": shapes.BOOLEAN}, optional=frozenset({"email"}))
INFO = record({"user": PERSON, "data": {"type": "object"}, "account": {"type": "object"}})

ROUTES: Routes = {
    ("POST", "/sign-in/social"): Endpoint(
        social.sign_in_social, social_schemas.SIGN_IN_SOCIAL, audit="sign_in_social", answers=SOCIAL, refuses=(401, 404)
    ),
    ("GET", "/callback/:id"): Endpoint(
        social.callback,
        query=social_schemas.CALLBACK,
        audit="oauth_callback",
        answers=None,
        other_answers=ELSEWHERE,
    ),
    ("POST", "/callback/:id"): Endpoint(
        social.post_callback,
        social_schemas.CALLBACK_BODY,
        query=social_schemas.CALLBACK,
        forms=True,
        answers=None,
        other_answers=ELSEWHERE,
    ),
    ("POST", "/link-social"): Endpoint(
        social.link_social,
        social_schemas.LINK_SOCIAL,
        needs=Needs.STORED,
        audit="link_social",
        answers=LINKED,
        refuses=(404, 409, 417),
    ),
    ("POST", "/get-access-token"): Endpoint(
        provider_tokens.get_access_token,
        social_schemas.ACCOUNT,
        audit="get_access_token",
        answers=ACCESS,
        refuses=(401,),
    ),
    ("POST", "/refresh-token"): Endpoint(
        provider_tokens.refresh_token,
        social_schemas.ACCOUNT,
        audit="refresh_token",
        answers=REFRESHED,
        refuses=(401,),
    ),
    ("GET", "/account-info"): Endpoint(
        provider_tokens.account_info, query=social_schemas.ACCOUNT_QUERY, answers=INFO, refuses=(401,)
    ),
}
