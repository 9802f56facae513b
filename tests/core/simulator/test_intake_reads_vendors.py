"""What simulated vendors send is read by the real intake as it was meant, and doubles are told from look-alikes."""

from datetime import UTC, datetime

import pytest

from services.core.intake import reading
from services.core.intake.proposals import KnownVendor, Proposal
from services.core.intake.uploads import Upload
from services.core.matching import scoring
from services.core.matching.profiles import Profile
from services.core.simulator import making
from services.core.simulator.letters.batches import title
from services.core.simulator.records import Offer
from services.core.simulator.vendors import VENDORS
from services.core.simulator.world import World

KNOWN = [KnownVendor(vendor.name) for vendor in VENDORS]


@pytest.fixture(scope="module", params=[11, 12])
def world(request: pytest.FixtureRequest) -> World:
    return making.make(request.param, campaigns=3, weeks=4)


def words(name: str) -> frozenset[str]:
    return frozenset(name.casefold().replace(",", " ").replace(".", " ").split()) - {"dr"}


def read(world: World, name: str) -> dict[str, Proposal]:
    document = next(each for each in world.documents if each.name == name)
    upload = Upload(document.name, document.media_type, document.content)
    found = reading.read([upload], known=KNOWN, hint=None, today=document.sent_at.date())
    assert not found.faults
    assert {item.vendor for item in found.items} == {document.vendor}
    proposals = [item.what for item in found.items if isinstance(item.what, Proposal)]
    assert len(proposals) == len(found.items)
    return {str(each.fields["vendor_ref"].value): each for each in proposals}


def test_every_offer_of_every_document_is_read_with_its_facts(world: World) -> None:
    for name, batch in world.batches.items():
        found = read(world, name)
        for offer in batch.offers:
            facts = {field: each.value for field, each in found[offer.ref].fields.items()}
            assert words(str(facts["name"])) == words(offer.name)
            assert facts["title"] == title(offer)
            assert str(facts["employer"]).rstrip(".") == offer.employer.rstrip(".")
            assert facts["region"] == offer.person.place.region
            assert facts["conflict_status"] == offer.conflict
            assert facts.get("linkedin_url") == offer.person.linkedin
            assert starts(facts["availability"]) == [start.astimezone(UTC) for start, _ in offer.slots]
            assert facts["price"] == price(offer)
            assert told(facts.get("answers")) == {" ".join(each.split()) for each in offer.answers.values()}


def starts(slots: object) -> list[datetime]:
    assert isinstance(slots, list)
    return [datetime.fromisoformat(slot["start"]) for slot in slots]


def told(answers: object) -> set[str]:
    return {" ".join(each["answer"].split()) for each in answers} if isinstance(answers, list) else set()


def price(offer: Offer) -> dict[str, object]:
    terms = offer.vendor.terms
    stated: dict[str, object] = {"amount_minor": offer.amount_minor, "currency": terms.currency, "unit": terms.unit}
    if terms.unit != "call":
        stated |= {"minimum_minutes": terms.minimum, "increment_minutes": terms.step}
    if terms.free:
        stated["free_minutes"] = terms.free
    return stated | ({"credit_value_minor": terms.credit_minor} if terms.credit_minor else {})


def profile(offer: Offer) -> Profile:
    return Profile(
        name=offer.name,
        title=title(offer),
        employer=offer.employer,
        location=offer.person.place.written,
        linkedin_url=offer.person.linkedin,
    )


def test_planted_doubles_match_and_look_alikes_do_not(world: World) -> None:
    doubles = 0
    for index, one in enumerate(world.offers):
        for other in world.offers[index + 1 :]:
            verdict = scoring.score(profile(one), profile(other)).verdict
            if one.person.key == other.person.key:
                doubles += 1
                assert verdict == "match", (one.name, other.name)
            else:
                assert verdict != "match", (one.name, other.name)
    assert doubles > 5
