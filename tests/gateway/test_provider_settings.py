"""The settings of providers: read from the environment, and refused where they would be unsafe or unclear."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.support import settings

KNOWN = {"id": "keycloak", "issuer": "https://sso.example/realms/a", "client_id": "c", "client_secret": "s"}
PRODUCTION = {"environment": "production", "smtp_url": "smtp://mail.example", "mail_from": "mail@example.com"}


def of_gateway(**changed: Any) -> Any:
    """The gateway's settings."""
    return settings.of_gateway("postgresql://nowhere", **changed)


def test_providers_are_read_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_PROVIDERS", json.dumps([KNOWN]))
    (provider,) = of_gateway().oidc_providers
    assert (provider.id, provider.issuer, provider.scopes) == (
        "keycloak",
        "https://sso.example/realms/a",
        ("openid", "email", "profile"),
    )
    assert "'s'" not in repr(provider)


@pytest.mark.parametrize("id_", ["credential", "github", "google", "", "A", "a/b", "a b", "../x", "x" * 65])
def test_a_provider_needs_an_id_of_its_own(id_: str) -> None:
    with pytest.raises(ValidationError):
        of_gateway(oidc_providers=[KNOWN | {"id": id_}])


def test_an_id_is_given_once() -> None:
    with pytest.raises(ValidationError, match="every id may be given once"):
        of_gateway(oidc_providers=[KNOWN, KNOWN])


def test_a_misspelt_member_is_refused() -> None:
    with pytest.raises(ValidationError):
        of_gateway(oidc_providers=[KNOWN | {"clientId": "c"}])


@pytest.mark.parametrize("issuer", ["http://sso.example", "ftp://sso.example", "sso.example", "", "https://"])
def test_production_asks_providers_by_https_alone(issuer: str) -> None:
    with pytest.raises(ValidationError, match="must be https") as refused:
        of_gateway(**PRODUCTION, oidc_providers=[KNOWN | {"issuer": issuer}])
    assert "client_secret" not in str(refused.value)


def test_http_is_for_this_machine_and_for_development() -> None:
    of_gateway(**PRODUCTION, oidc_providers=[KNOWN | {"issuer": "http://127.0.0.1:9000/x"}])
    of_gateway(environment="development", oidc_providers=[KNOWN | {"issuer": "http://keycloak:8080/realms/a"}])
