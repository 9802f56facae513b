"""What happens to people: newcomers are recognised, cards follow the offers they are derived from."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.matching import spelling
from services.core.matching.profiles import Profile
from services.core.research.people import registry, repository
from services.core.research.people.registry import Registry
from services.core.research.people.repository import Described
from shared.contracts.principal import Principal
from shared.models.sourcing import Expert, Person
from shared.types import new_id


async def registry_for(
    session: AsyncSession, *, caller: Principal, newcomers: Sequence[Profile]
) -> tuple[Registry, list[Described]]:
    """Everybody who might be one of the newcomers, and how each offer describes them.

    Holds the workspace's lock on people until the transaction ends.
    """
    await repository.lock(session, caller.workspace_id)
    known = Registry(refusals=await repository.refusals(session))
    person_ids = await repository.sharing_keys(session, registry.keys_of(newcomers))
    descriptions = await repository.described(session, person_ids) if person_ids else []
    for description in descriptions:
        known.admit(description.profile)
    return known, descriptions


def card_of(offers: Sequence[Expert]) -> dict[str, Any]:
    """The person's card: for each field an edited value first, then the surest source, then the longest known."""
    card = {name: _chosen(name, offers) for name in repository.CARD}
    return card | {"name": spelling.shown(card["name"])}


def _chosen(name: str, offers: Sequence[Expert]) -> Any:
    stated = [offer for offer in offers if getattr(offer, name)]
    if not stated:
        return [] if name == "past_employers" else None
    return getattr(max(stated, key=lambda offer: _weight(name, offer)), name)


def _weight(name: str, offer: Expert) -> tuple[bool, bool, bool, float]:
    source = offer.sources.get(name) or {}
    well_put = name != "name" or spelling.is_plain(offer.name)
    confidence = float(source.get("confidence", 0.5))
    return name in offer.edited_fields, offer.superseded_by_id is None, well_put, confidence


async def refresh(session: AsyncSession, *, caller: Principal, person_ids: Iterable[UUID]) -> None:
    """Bring cards and blocking keys of some people in line with their offers; forget those nobody offers any more."""
    ids = sorted(set(person_ids))
    if not ids:
        return
    await session.flush()
    offers: dict[UUID, list[Expert]] = {}
    for offer in await repository.offers_of(session, ids):
        offers.setdefault(offer.person_id, []).append(offer)
    await repository.write_cards(session, ({"id": id_, **card_of(own)} for id_, own in offers.items()))
    keys = {id_: registry.keys_of(repository.profile_of(offer) for offer in offers.get(id_, ())) for id_ in ids}
    await repository.write_keys(session, workspace_id=caller.workspace_id, keys=keys)
    await repository.drop_unoffered(session, ids)


def newcomer(caller: Principal, profile: Profile) -> Person:
    """A person nobody knew; the card is completed by `refresh`."""
    return Person(
        id=new_id(),
        workspace_id=caller.workspace_id,
        name=profile.name,
        title=profile.title,
        company=profile.employer,
        past_employers=[],
    )
