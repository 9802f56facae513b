"""Auth's part of the one OpenAPI document; written by hand, since these paths are BetterAuth's and not FastAPI's."""

from typing import Any, Final

Part = dict[str, Any]

TAG: Final = "auth"
INSTANT: Final = {"type": "string", "format": "date-time", "examples": ["2026-11-20T12:15:52.445Z"]}
TEXT: Final = {"type": "string"}
NULLABLE_TEXT: Final = {"type": ["string", "null"]}
REMEMBER: Final = {
    "type": "boolean",
    "default": True,
    "description": "False: a session of a day, and a cookie that ends with the browser",
}
TARGET: Final = {"type": "string", "description": "A root-relative path or an address of a trusted origin"}
PERSON: Final = {
    "name": "Ann Example",
    "email": "ann@example.com",
    "emailVerified": False,
    "image": None,
    "createdAt": "2026-11-20T12:15:52.445Z",
    "updatedAt": "2026-11-20T12:15:52.445Z",
    "id": "gRub1dFfG8qvnUG3PEfBBquKNcSk8vKS",
}
TOKEN: Final = "vHJ1qRoHztI4CmUtYNFRRzxlkpikMdAJ"  # noqa: S105
SESSION: Final = {
    "expiresAt": "2026-11-27T12:15:52.445Z",
    "token": TOKEN,
    "createdAt": "2026-11-20T12:15:52.445Z",
    "updatedAt": "2026-11-20T12:15:52.445Z",
    "ipAddress": "203.0.113.7",
    "userAgent": "Mozilla/5.0",
    "userId": "gRub1dFfG8qvnUG3PEfBBquKNcSk8vKS",
    "id": "7VjzKpd418vKeQzsjSHySDH0BtrqLPxd",
}


def _record(properties: Part, *, optional: frozenset[str] = frozenset()) -> Part:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(description: str, schema: Part, example: object, *, headers: Part | None = None) -> Part:
    content = {"application/json": {"schema": schema, "example": example}}
    return {"description": description, "content": content, **({"headers": headers} if headers else {})}


def _refusal(description: str, code: str, message: str) -> Part:
    return _json(description, _ref("AuthError"), {"message": message, "code": code})


def _body(name: str, example: object, *, forms: bool = True, required: bool = True) -> Part:
    content = {"application/json": {"schema": _ref(name), "example": example}}
    if forms:
        content["application/x-www-form-urlencoded"] = {"schema": _ref(name)}
    return {"required": required, "content": content}


SIGNED_IN: Final = {
    "set-auth-token": {"description": "The signed token, for use as a bearer", "schema": TEXT},
    "set-cookie": {"description": "better-auth.session_token", "schema": TEXT},
}
INVALID: Final = _refusal(
    "The body is not as it should be, or the password's length",
    "VALIDATION_ERROR",
    "[body.email] Invalid input: expected string, received undefined",
)
FORBIDDEN: Final = _refusal(
    "Another site's page, or an address that is not trusted", "INVALID_ORIGIN", "Invalid origin"
)
MEDIA: Final = _refusal(
    "A media type that is not taken", "UNSUPPORTED_MEDIA_TYPE", 'Content-Type "text/plain" is not allowed. Allowed …'
)
TOO_LARGE: Final = _refusal(
    "More than 16 KiB", "BODY_TOO_LARGE", "The body is larger than the 16,384 bytes taken here."
)
BUSY: Final = _refusal(
    "Too many passwords are being checked, or the database is away; Retry-After says when to try again",
    "HASHING_BUSY",
    "Too many passwords are being checked. Try again shortly.",
)
CHANGES: Final = {"400": INVALID, "403": FORBIDDEN, "413": TOO_LARGE, "415": MEDIA, "503": BUSY}


def _operation(id_: str, summary: str, responses: Part, **more: Any) -> Part:
    return {"operationId": id_, "summary": summary, "tags": [TAG], **more, "responses": responses}


SIGN_UP: Final = _operation(
    "signUpWithEmailAndPassword",
    "Make an account and sign in",
    {
        "200": _json("Signed up", _ref("AuthSignedUp"), {"token": TOKEN, "user": PERSON}, headers=SIGNED_IN),
        **CHANGES,
        "422": _refusal(
            "The e-mail address is taken",
            "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
            "User already exists. Use another email.",
        ),
    },
    requestBody=_body("AuthSignUp", {"name": "Ann Example", "email": "ann@example.com", "password": "correct horse"}),
)
SIGN_IN: Final = _operation(
    "signInEmail",
    "Sign in with e-mail address and password",
    {
        "200": _json(
            "Signed in",
            _ref("AuthSignedIn"),
            {"redirect": False, "token": TOKEN, "user": PERSON},
            headers=SIGNED_IN,
        ),
        **CHANGES,
        "401": _refusal("Not this person's password", "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password"),
    },
    requestBody=_body("AuthSignIn", {"email": "ann@example.com", "password": "correct horse"}),
)
SIGN_OUT: Final = _operation(
    "signOut",
    "Sign out",
    {"200": _json("Signed out, or was not in", _ref("AuthSignedOut"), {"success": True}), **CHANGES},
    requestBody=_body("AuthSignOut", {}, forms=False, required=False),
)
GET_SESSION: Final = _operation(
    "getSession",
    "The session and its person, or null",
    {
        "200": _json(
            "Signed in or not",
            {"anyOf": [_ref("AuthIdentity"), {"type": "null"}]},
            {"session": SESSION, "user": PERSON},
        ),
        "401": _refusal("The session ended while it was prolonged", "FAILED_TO_GET_SESSION", "Failed to get session"),
        "503": BUSY,
    },
    parameters=[
        {
            "name": "disableRefresh",
            "in": "query",
            "required": False,
            "schema": TEXT,
            "description": "Anything but nothing: the session is not prolonged",
        }
    ],
)
POST_SESSION: Final = _operation(
    "refreshSession",
    "Only with deferred refreshes, which are off",
    {
        "403": FORBIDDEN,
        "405": _refusal(
            "Always",
            "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED",
            "POST method requires deferSessionRefresh to be enabled in session config",
        ),
    },
)
OK: Final = _operation("ok", "Whether auth answers", {"200": _json("It does", _ref("AuthOk"), {"ok": True})})
ERROR: Final = _operation(
    "error",
    "A page about a failed sign-in; in production a redirect to `/?error=…`",
    {
        "200": {"description": "The page", "content": {"text/html": {"schema": TEXT}}},
        "302": {"description": "To the frontend, in production"},
    },
    parameters=[
        {"name": name, "in": "query", "required": False, "schema": TEXT} for name in ("error", "error_description")
    ],
)

USER_FIELDS: Final = {
    "name": TEXT,
    "email": TEXT,
    "emailVerified": {"type": "boolean"},
    "image": NULLABLE_TEXT,
    "createdAt": INSTANT,
    "updatedAt": INSTANT,
    "id": TEXT,
}
SESSION_FIELDS: Final = {
    "expiresAt": INSTANT,
    "token": TEXT,
    "createdAt": INSTANT,
    "updatedAt": INSTANT,
    "ipAddress": NULLABLE_TEXT,
    "userAgent": NULLABLE_TEXT,
    "userId": TEXT,
    "id": TEXT,
}
PASSWORD: Final = {"type": "string", "description": "8 to 128 UTF-16 code units"}
SCHEMAS: Final = {
    "AuthUser": _record(USER_FIELDS),
    "AuthSession": _record(SESSION_FIELDS),
    "AuthIdentity": _record({"session": _ref("AuthSession"), "user": _ref("AuthUser")}),
    "AuthError": _record({"message": TEXT, "code": TEXT}, optional=frozenset({"code"})),
    "AuthOk": _record({"ok": {"const": True}}),
    "AuthSignUp": _record(
        {
            "name": TEXT,
            "email": {"type": "string", "format": "email"},
            "password": PASSWORD,
            "image": TEXT,
            "callbackURL": TARGET,
            "rememberMe": REMEMBER,
        },
        optional=frozenset({"image", "callbackURL", "rememberMe"}),
    ),
    "AuthSignIn": _record(
        {"email": TEXT, "password": TEXT, "callbackURL": TARGET, "rememberMe": REMEMBER},
        optional=frozenset({"callbackURL", "rememberMe"}),
    ),
    "AuthSignOut": _record(
        {"callbackURL": TARGET, "disableRedirect": {"type": "boolean"}, "state": TEXT},
        optional=frozenset({"callbackURL", "disableRedirect", "state"}),
    ),
    "AuthSignedUp": _record({"token": NULLABLE_TEXT, "user": _ref("AuthUser")}),
    "AuthSignedIn": _record(
        {"redirect": {"type": "boolean"}, "token": TEXT, "url": TARGET, "user": _ref("AuthUser")},
        optional=frozenset({"url"}),
    ),
    "AuthSignedOut": _record({"success": {"const": True}}),
}
DOCUMENT: Final[Part] = {
    "paths": {
        "/api/auth/sign-up/email": {"post": SIGN_UP},
        "/api/auth/sign-in/email": {"post": SIGN_IN},
        "/api/auth/sign-out": {"post": SIGN_OUT},
        "/api/auth/get-session": {"get": GET_SESSION, "post": POST_SESSION},
        "/api/auth/ok": {"get": OK},
        "/api/auth/error": {"get": ERROR},
    },
    "components": {"schemas": SCHEMAS},
}
