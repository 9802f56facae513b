"""A real OpenID Connect provider for tests, which also answers as GitHub and Google do, on a port of its own.

Each test has a realm: an issuer with its own keys, people and misbehaviour. Run by itself it serves one realm for
trying out other clients: `python -m tests.gateway.auth.oauth.provider PORT`.
"""

import asyncio
import base64
import hashlib
import json
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.support import ports

CLIENT_ID, CLIENT_SECRET = "canvass-client", "canvass-client-secret"
GOOGLE = "https://accounts.google.com"
RSA = RSAKey.generate_key(2048, {"kid": "google-1", "use": "sig"})


@dataclass
class Person:
    """Who approves at the provider; `extra` are further claims."""

    email: str | None = "ada@example.com"
    sub: str = "1001"
    name: str | None = "Ada Lovelace"
    picture: str | None = "https://pictures.example/ada.png"
    verified: bool | str = True
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def claims(self) -> dict[str, Any]:
        """The claims about them; what is None is not told."""
        told = {"email": self.email, "email_verified": self.verified, "name": self.name, "picture": self.picture}
        return {"sub": self.sub} | {name: value for name, value in told.items() if value is not None} | self.extra


@dataclass
class Realm:
    """One issuer. `claims`, `tokens`, `metadata` and `github` replace members of what it says; None takes them away."""

    issuer: str
    person: Person = field(default_factory=Person)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"}))
    claims: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    github: dict[str, Any] = field(default_factory=dict)
    emails: list[dict[str, Any]] | None = None
    authorize_error: dict[str, str] | None = None
    callback: dict[str, str] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)
    thin_id_token: bool = False
    unsigned: bool = False
    delay: float = 0.0
    asked: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)

    def rotate(self) -> None:
        """Sign with another key from now on; the old one is gone."""
        self.key = ECKey.generate_key("P-256", {"kid": secrets.token_hex(4), "use": "sig"})

    def id_token(self, *, nonce: str | None = None, access_token: str | None = None, google: bool = False) -> str:
        """An ID token about the person, with whatever is wrong with it."""
        now = int(time.time())
        issuer = GOOGLE if google else self.issuer
        own = {"iss": issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 600, "nonce": nonce}
        if access_token:
            own["at_hash"] = _encoded(hashlib.sha256(access_token.encode()).digest()[:16])
        about = {"sub": self.person.sub} if self.thin_id_token else self.person.claims
        claims = {name: value for name, value in (own | about | self.claims).items() if value is not None}
        if self.unsigned:
            return f"{_encoded(json.dumps({'alg': 'none'}).encode())}.{_encoded(json.dumps(claims).encode())}."
        key: ECKey | RSAKey = RSA if google else self.key
        algorithm = "RS256" if google else "ES256"
        header = {"alg": algorithm, "kid": key.kid}
        return jws.serialize_compact(header, json.dumps(claims).encode(), key, algorithms=[algorithm])


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


class House:
    """The server of all realms."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.realms: dict[str, Realm] = {}
        paths = {
            "/.well-known/openid-configuration": self._metadata,
            "/jwks": self._keys,
            "/authorize": self._authorize,
            "/token": self._token,
            "/userinfo": self._userinfo,
            "/login/oauth/authorize": self._authorize,
            "/login/oauth/access_token": self._token,
            "/api/user": self._github_user,
            "/api/user/emails": self._github_emails,
            "/google/authorize": self._authorize,
            "/google/token": self._token,
            "/google/certs": self._certificates,
        }
        routes = [Route(f"/{{realm}}{path}", endpoint, methods=["GET", "POST"]) for path, endpoint in paths.items()]
        self.app = Starlette(routes=routes)

    def realm(self, name: str | None = None) -> Realm:
        """A new realm."""
        name = name or secrets.token_hex(6)
        made = self.realms[name] = Realm(f"{self.url}/{name}")
        return made

    async def _entered(self, request: Request) -> tuple[Realm, str]:
        """The realm asked, and the path below it; late if it is slow."""
        name, _, rest = request.url.path.lstrip("/").partition("/")
        realm, path = self.realms[name], f"/{rest}"
        realm.asked.append(path)
        await asyncio.sleep(realm.delay)
        return realm, path

    async def _metadata(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        told = {
            "issuer": realm.issuer,
            "authorization_endpoint": f"{realm.issuer}/authorize",
            "token_endpoint": f"{realm.issuer}/token",
            "userinfo_endpoint": f"{realm.issuer}/userinfo",
            "jwks_uri": f"{realm.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["ES256", "none", "HS256"],
            "authorization_response_iss_parameter_supported": True,
        }
        return realm.responses.get(path) or JSONResponse(_without_none(told | realm.metadata))

    async def _keys(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        return realm.responses.get(path) or JSONResponse({"keys": [realm.key.as_dict(private=False)]})

    async def _certificates(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        return realm.responses.get(path) or JSONResponse({"keys": [RSA.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        asked = dict(request.query_params)
        if realm.authorize_error:
            answer = realm.authorize_error
        else:
            answer = {"code": secrets.token_urlsafe(16)}
            realm.codes[answer["code"]] = asked
        issuer = {"iss": realm.issuer} if path == "/authorize" else {}
        told = urlencode(answer | {"state": asked["state"]} | issuer | realm.callback)
        return RedirectResponse(f"{asked['redirect_uri']}?{told}", status_code=302)

    async def _token(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        form = dict(parse_qsl((await request.body()).decode()))
        realm.forms.append(form)
        if path in realm.responses:
            return realm.responses[path]
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        asked = realm.codes.pop(form.get("code", ""), None)
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in realm.refresh_tokens:
                return JSONResponse({"error": "invalid_grant"}, status_code=400)
            return self._handed_out(realm, nonce=None, google="google" in path)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"] or not _fits(form, asked):
            return JSONResponse({"error": "invalid_grant"}, status_code=200 if "login" in path else 400)
        if "login" in path:
            told = {"access_token": secrets.token_urlsafe(16), "token_type": "bearer"}
            return JSONResponse(told | {"scope": asked["scope"].replace(" ", ",")} | realm.tokens)
        return self._handed_out(realm, nonce=asked.get("nonce"), google="google" in path, scope=asked["scope"])

    def _handed_out(self, realm: Realm, *, nonce: str | None, google: bool, scope: str = "openid") -> Response:
        access, refresh = (secrets.token_urlsafe(16) for _ in range(2))
        realm.refresh_tokens.add(refresh)
        told = {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": scope,
            "id_token": realm.id_token(nonce=nonce, access_token=access, google=google),
        }
        return JSONResponse(_without_none(told | realm.tokens))

    async def _userinfo(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        return realm.responses.get(path) or JSONResponse(_without_none(realm.person.claims | realm.userinfo))

    async def _github_user(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        person = realm.person
        told = {
            "login": "ada-l",
            "id": int(person.sub),
            "node_id": "MDQ6VXNlcjE=",
            "avatar_url": person.picture,
            "type": "User",
            "name": person.name,
            "email": None,
            "created_at": "2008-01-14T04:33:35Z",
        }
        return realm.responses.get(path) or JSONResponse(told | realm.github)

    async def _github_emails(self, request: Request) -> Response:
        realm, path = await self._entered(request)
        other = {"email": f"other-{realm.person.email}", "primary": False, "verified": True, "visibility": None}
        own = {"email": realm.person.email, "primary": True, "verified": realm.person.verified, "visibility": "public"}
        listed = [other, own] if realm.emails is None else realm.emails
        return realm.responses.get(path) or JSONResponse(listed)


def _fits(form: dict[str, str], asked: dict[str, str]) -> bool:
    """Whether the verifier is the one that the challenge was made of."""
    digest = _encoded(hashlib.sha256(form["code_verifier"].encode()).digest())
    return asked["code_challenge_method"] == "S256" and digest == asked["code_challenge"]


def _without_none(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}


@contextmanager
def serving(port: int | None = None) -> Iterator[House]:
    """A house on a thread of its own, until the block is left."""
    port = port or ports.unused()
    house = House(f"http://127.0.0.1:{port}")
    server = uvicorn.Server(uvicorn.Config(house.app, port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield house
    finally:
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    with serving(int(sys.argv[1])) as served:
        served.realm("realm")
        threading.Event().wait()
