"""Core believes the gateway's fresh word and nothing else."""

import dataclasses
import time
from uuid import UUID

import pytest

from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.security import internal_token
from shared.security.internal_token import Verifier
from tests.support import settings, tokens

ADA = Principal(user_id="ada", workspace_id=UUID("0198c0de-0000-7000-8000-000000000001"), role="admin", plan="monthly")
REFUSED = tokens.refused(ADA)


@pytest.fixture
def verifier() -> Verifier:
    return Verifier(settings.INTERNAL_SECRET)


def test_what_the_gateway_says_arrives_whole(verifier: Verifier) -> None:
    token = internal_token.mint(ADA, key=internal_token.signing_key(settings.INTERNAL_SECRET))
    assert verifier.verify(token) == ADA
    assert verifier.verify(token) == ADA


def test_compliance_beside_a_stronger_role_arrives_and_is_never_assumed(verifier: Verifier) -> None:
    both = dataclasses.replace(ADA, also_compliance=True)
    key = internal_token.signing_key(settings.INTERNAL_SECRET)
    assert verifier.verify(internal_token.mint(both, key=key)).roles == {"admin", "compliance"}
    for claim in (None, "true", 1):
        assert verifier.verify(tokens.signed(tokens.claims(ADA, also_compliance=claim))).roles == {"admin"}


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_token_wrong_in_any_way_is_refused(verifier: Verifier, wrong: str) -> None:
    for _ in range(2):
        with pytest.raises(Problem) as refusal:
            verifier.verify(REFUSED[wrong])
        assert refusal.value.kind == "unauthenticated"
        assert refusal.value.code == "internal_token_refused"


def test_a_token_of_almost_its_whole_life_is_still_believed(verifier: Verifier) -> None:
    assert verifier.verify(tokens.signed(tokens.claims(ADA, age=internal_token.LIFETIME - 5))) == ADA


def test_a_token_that_was_believed_is_refused_once_it_has_expired(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = tokens.claims(ADA)
    token = tokens.signed(content)
    assert verifier.verify(token) == ADA
    monkeypatch.setattr(time, "time", lambda: float(content["exp"]))
    with pytest.raises(Problem, match="could not be verified"):
        verifier.verify(token)


def test_no_token_lives_longer_than_a_minute(verifier: Verifier) -> None:
    key = internal_token.signing_key(settings.INTERNAL_SECRET)
    long = internal_token.mint(ADA, key=key, lifetime=3600)
    assert verifier.verify(long) == ADA
    assert internal_token.LIFETIME <= 60


def test_what_is_remembered_of_tokens_does_not_grow_without_end(
    verifier: Verifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(internal_token, "REMEMBERED", 3)
    for number in range(10):
        verifier.verify(tokens.signed(tokens.claims(ADA, sub=f"person-{number}")))
    assert len(verifier._known) == 3
