"""Production starts with real secrets or not at all; development starts with none."""

from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from services.core.settings import CoreSettings, WorkerSettings
from services.gateway.settings import GatewaySettings
from shared.settings import Settings, derived_secret

GOOD = "q7Vw0zXk4mPfT9sLr2uYdB8nHc6aGe1J"
OTHER = "Zk3Rt8Wb5yNq1MxDv7Lp0FhSc9UjGe4T"
PRODUCTION: dict[str, Any] = {
    "_env_file": None,
    "environment": "production",
    "internal_token_secret": GOOD,
    "better_auth_secret": OTHER,
    "smtp_url": "smtps://canvass:hunter2@mail.example.org",
    "mail_from": "Canvass <no-reply@example.org>",
}
UNSAFE = [
    "",
    GOOD[:31],
    "x" * 64,
    "abcabcabcabcabcabcabcabcabcabcabcabc",
    "change-me-0123456789-ABCDEFGHIJKLMNOP",
    "my-SECRET-0123456789-ABCDEFGHIJKLMNOP",
    "example-of-a-key-0123456789-ABCDEFGHI",
    "your-own-key-0123456789-ABCDEFGHIJKLM",
    "passwordPASSWORD0123456789ABCDEFGHIJK",
]


@pytest.mark.parametrize("kind", [CoreSettings, GatewaySettings])
def test_production_starts_with_real_secrets(kind: type[Settings]) -> None:
    assert kind(**PRODUCTION).environment == "production"


@pytest.mark.parametrize("kind", [CoreSettings, GatewaySettings])
@pytest.mark.parametrize("unsafe", UNSAFE)
def test_production_refuses_an_unsafe_internal_secret(kind: type[Settings], unsafe: str) -> None:
    with pytest.raises(ValidationError, match="INTERNAL_TOKEN_SECRET"):
        kind(**PRODUCTION | {"internal_token_secret": unsafe})


@pytest.mark.parametrize("unsafe", UNSAFE)
def test_production_refuses_an_unsafe_auth_secret(unsafe: str) -> None:
    with pytest.raises(ValidationError, match="BETTER_AUTH_SECRET"):
        GatewaySettings(**PRODUCTION | {"better_auth_secret": unsafe})


@pytest.mark.parametrize("unsafe", [secret for secret in UNSAFE if secret])
@pytest.mark.parametrize("listed", ["2:{unsafe},1:{good}", "2:{good},1:{unsafe}"])
def test_production_refuses_an_unsafe_auth_secret_anywhere_in_the_list(listed: str, unsafe: str) -> None:
    with pytest.raises(ValidationError, match="BETTER_AUTH_SECRETS, version"):
        GatewaySettings(**PRODUCTION | {"better_auth_secrets": listed.format(unsafe=unsafe, good=GOOD)})


def test_production_needs_no_single_auth_secret_beside_a_list() -> None:
    settings = GatewaySettings(**PRODUCTION | {"better_auth_secret": "", "better_auth_secrets": f"7:{GOOD}"})
    assert settings.signing_secrets == (GOOD,)


def test_listed_secrets_come_before_the_single_one() -> None:
    settings = GatewaySettings(**PRODUCTION | {"better_auth_secrets": f" 2: {GOOD} , 1:with:a:colon-{GOOD}"})
    assert settings.signing_secrets == (GOOD, f"with:a:colon-{GOOD}", OTHER)


@pytest.mark.parametrize("listed", ["newest", "x:newest", "-1:newest", "1:", "1:a,", "1:newest,1:older", "1:a,01:b"])
def test_a_list_of_secrets_that_does_not_read_as_one_is_refused(listed: str) -> None:
    with pytest.raises(ValidationError, match="BETTER_AUTH_SECRETS") as refusal:
        GatewaySettings(_env_file=None, better_auth_secrets=listed)
    assert "newest" not in str(refusal.value)


@pytest.mark.parametrize("unsafe", ["hunter2-is-short", "change-me-0123456789-ABCDEFGHIJKLMNOP"])
def test_a_refusal_does_not_repeat_the_secret(unsafe: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        CoreSettings(_env_file=None, environment="production", internal_token_secret=unsafe)
    assert unsafe[-8:] not in str(refusal.value)


@pytest.mark.parametrize("environment", ["development", "test"])
def test_elsewhere_a_missing_secret_is_nobodys_trouble(environment: str) -> None:
    assert GatewaySettings(_env_file=None, environment=environment, internal_token_secret="").environment == environment


@pytest.mark.parametrize("kind", [GatewaySettings, WorkerSettings])
@pytest.mark.parametrize("missing", ["smtp_url", "mail_from"])
def test_production_names_the_mail_setting_it_lacks(kind: type[Settings], missing: str) -> None:
    with pytest.raises(ValidationError, match=f"{missing.upper()} is needed"):
        kind(**PRODUCTION | {missing: ""})


def test_core_itself_sends_no_mail_and_needs_no_server() -> None:
    assert CoreSettings(**PRODUCTION | {"smtp_url": "", "mail_from": ""}).environment == "production"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smtp_url", "https://hunter2@mail.example.org"),
        ("smtp_url", "smtp://"),
        ("smtp_url", "smtp://mail.example.org?starttls=perhaps"),
        ("smtp_url", "smtp://mail.example.org:hunter2"),
        ("mail_from", "nobody"),
        ("mail_from", "Canvass <no-reply@example.org>\nBcc: eve@example.org"),
    ],
)
def test_a_mail_setting_that_does_not_read_as_one_is_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(ValidationError, match=name.upper()) as refusal:
        WorkerSettings(**PRODUCTION | {"environment": "development", name: value})
    assert "hunter2" not in str(refusal.value)


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(ValidationError, match="environment"):
        CoreSettings(**PRODUCTION | {"environment": "prod"})


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERNAL_TOKEN_SECRET", GOOD)
    monkeypatch.setenv("DATABASE_URL", "postgresql://there/base")
    monkeypatch.setenv("BETTER_AUTH_TRUSTED_ORIGINS", "https://a.example, https://b.example,")
    read = GatewaySettings(_env_file=None)
    assert read.internal_token_secret == SecretStr(GOOD)
    assert read.database_url == "postgresql://there/base"
    assert read.better_auth_trusted_origins == ["https://a.example", "https://b.example"]


def test_no_secret_shows_when_settings_are_printed() -> None:
    assert GOOD not in repr(GatewaySettings(**PRODUCTION))
    assert OTHER not in repr(GatewaySettings(**PRODUCTION))


def test_a_derived_secret_depends_on_its_purpose_and_on_the_secret() -> None:
    settings, others = CoreSettings(**PRODUCTION), CoreSettings(**PRODUCTION | {"internal_token_secret": OTHER})
    assert derived_secret(settings, "one") == derived_secret(settings, "one")
    assert len({derived_secret(settings, "one"), derived_secret(settings, "two"), derived_secret(others, "one")}) == 3


@pytest.mark.parametrize(
    ("url", "origin", "secure"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", False),
        ("https://canvass.example/", "https://canvass.example", True),
        ("https://canvass.example:8443/api/auth", "https://canvass.example:8443", True),
    ],
)
def test_the_origin_is_that_of_the_public_address(url: str, origin: str, secure: bool) -> None:
    read = GatewaySettings(**PRODUCTION | {"better_auth_url": url})
    assert (read.origin, read.secure_cookies) == (origin, secure)
