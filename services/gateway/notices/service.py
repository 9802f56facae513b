"""Tells people by mail what core has seen happen: each notice once, to those who answer for it and want to know."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import bans, validation
from services.gateway.auth.records import UserRecord
from services.gateway.notices import repository
from services.gateway.profile import repository as profiles
from services.gateway.profile.schemas import Notifications
from services.gateway.settings import GatewaySettings
from services.gateway.workspace_settings import PLACE
from shared.contracts.notices import ThresholdNotice
from shared.contracts.principal import Principal, workspace_of
from shared.db.session import Transactions, introduce
from shared.errors import missing
from shared.mail import outbox
from shared.mail.kinds import ThresholdReached
from shared.models.people import AuditEvent
from shared.types import now


async def tell_threshold(
    transactions: Transactions, settings: GatewaySettings, *, caller: Principal, notice: ThresholdNotice
) -> None:
    """Queue a mail to each who is to know. Told again, at once or after a crash, the same notice changes nothing.

    The mails and the trail's event, whose id is the notice's, are of one transaction. Raises Problem (missing) where
    nobody answers for the workspace, so that nothing is taken for told.
    """
    owner_id = notice.campaign_owner_id
    async with transactions.begin(caller) as session:
        known = {caller.user_id, owner_id}
        heads = await repository.heads(session, caller.workspace_id, known=known, owner_id=owner_id)
        if not heads:
            raise missing("workspace")
        wanting = await _wanting(session, heads)
        await introduce(session, caller)
        if await repository.claim(session, _event(caller, notice, mails=len(wanting))):
            for person in wanting:
                await outbox.send(session, _mail(settings, notice, person))


async def _wanting(session: AsyncSession, people: Sequence[UserRecord]) -> list[UserRecord]:
    """Those who want to know, may sign in and can be mailed; what each has chosen lies in their own workspace."""
    wanting = []
    for person in people:
        own = Principal(person.id, workspace_of(user_id=person.id))
        await introduce(session, own)
        profile = await profiles.find(session, own.workspace_id)
        chosen = Notifications.model_validate(profile.notifications if profile else {})
        reachable = validation.is_email(person.email) and not bans.stands(person, now=now())
        if chosen.budget_thresholds and reachable:
            wanting.append(person)
    return wanting


def _event(caller: Principal, notice: ThresholdNotice, *, mails: int) -> AuditEvent:
    return AuditEvent(
        workspace_id=caller.workspace_id,
        id=notice.id,
        action="tell_threshold",
        succeeded=True,
        actor_id=caller.user_id or None,
        subject_id=str(notice.campaign_id),
        details={"mails": mails},
    )


def _mail(settings: GatewaySettings, notice: ThresholdNotice, person: UserRecord) -> ThresholdReached:
    page = settings.campaign_url or f"{settings.origin}/api/campaigns/{PLACE}/report.html"
    return ThresholdReached(
        to=person.email,
        name=person.name,
        campaign_name=notice.campaign_name,
        percent=notice.value if notice.kind == "percent" else None,
        limit_minor=notice.limit_minor,
        spent_minor=notice.spent_minor,
        budget_minor=notice.budget_minor,
        currency=notice.currency,
        reached_at=notice.reached_at,
        url=page.replace(PLACE, str(notice.campaign_id)),
    )
