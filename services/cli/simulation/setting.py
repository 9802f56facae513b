"""Sets the scene of a world: the workspace, its rates and rate cards, the team, the campaigns with all they ask."""

import asyncio
from dataclasses import asdict, dataclass, field
from datetime import date

from services.cli.simulation.api import Api, Json
from services.core.simulator import briefs, quotes, themes
from services.core.simulator.records import Campaign
from services.core.simulator.vendors import Vendor, named
from services.core.simulator.world import World


@dataclass(slots=True)
class Ids:
    """The server's ids by the world's keys."""

    vendors: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    campaigns: dict[str, str] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)
    calls: dict[str, str] = field(default_factory=dict)
    invoices: dict[str, str] = field(default_factory=dict)


async def found(api: Api, *, name: str, slug: str) -> None:
    """Found an organization and work in it."""
    await api.call("POST", "/api/auth/organization/create", json={"name": name, "slug": slug})


async def prepare(api: Api, world: World) -> Ids:
    """Everything that is there before the first vendor is asked."""
    ids = Ids()
    for currency, rates in world.rates.items():
        for since, rate in rates:
            body = {"usd_per_unit": str(rate), "as_of": since.isoformat()}
            await api.call("PUT", f"/api/exchange-rates/{currency}", json=body)
    for vendor in (await api.call("GET", "/api/vendors", params={"limit": 200}))["items"]:
        ids.vendors[vendor["name"]] = vendor["id"]
    for name in sorted({step.about for step in world.steps_of("invite")}):
        await _card(api, ids.vendors[name], named(name), world.start)
    for member in briefs.TEAM:
        body = {name: getattr(member, name) for name in ("name", "designation", "email", "timezone")}
        ids.members[member.key] = (await api.call("POST", "/api/team-members", json=body))["id"]
    async with asyncio.TaskGroup() as group:
        for campaign in world.campaigns:
            group.create_task(_campaign(api, campaign, ids, ends_on=world.ends_at.date()))
    return ids


async def _card(api: Api, vendor_id: str, vendor: Vendor, since: date) -> None:
    terms = vendor.terms
    card: Json = {
        "valid_from": date(since.year, 1, 1).isoformat(),
        "currency": terms.currency,
        "unit": terms.unit,
        "amount_minor": quotes.amount(vendor, (vendor.low + vendor.high) // 2),
        "free_minutes": terms.free or None,
        "credit_value_minor": terms.credit_minor,
        "cancellation": [{"notice_hours": hours, "percent": percent} for hours, percent in terms.notice],
        "no_show_client_percent": terms.no_show,
        "no_show_expert_percent": 0,
    }
    if terms.unit != "call":
        card |= {"minimum_minutes": terms.minimum, "increment_minutes": terms.step}
    await api.call("POST", f"/api/vendors/{vendor_id}/rate-cards", json=card)


async def _campaign(api: Api, campaign: Campaign, ids: Ids, *, ends_on: date) -> None:
    theme = campaign.theme
    project = await api.call(
        "POST",
        "/api/projects",
        json={"project_code": campaign.code, "project_name": campaign.name, "client_name": theme.client},
    )
    made = await api.call(
        "POST",
        "/api/campaigns",
        json={
            "project_id": project["id"],
            "campaign_name": campaign.name,
            "industry_vertical": theme.industry,
            "brief_description": briefs.brief(theme),
            "start_date": campaign.starts_at.date().isoformat(),
            "target_completion_date": ends_on.isoformat(),
            "target_regions": list(theme.regions),
            "min_calls": campaign.minimum,
            "max_calls": campaign.maximum,
            "timezone": campaign.timezone,
            "currency": campaign.currency,
        },
    )
    where = f"/api/campaigns/{made['id']}"
    for role, names in themes.companies(theme).items():
        for name in names:
            await api.call("POST", f"{where}/companies", json={"name": name, "role": role})
    await _questions(api, where, campaign)
    targets = [asdict(cell) for cell in briefs.targets(theme)]
    await api.call("PUT", f"{where}/coverage-targets", json={"items": targets})
    thresholds = [{"kind": "percent", "value": share} for share in briefs.THRESHOLDS]
    await api.call("PUT", f"{where}/budget", json={"amount_minor": campaign.budget_minor, "thresholds": thresholds})
    for key in campaign.members:
        path = f"/api/team-members/campaigns/{made['id']}/assign/{ids.members[key]}"
        await api.call("POST", path)
        await api.call("PATCH", path, json={"is_required": True})
    ids.campaigns[campaign.key] = made["id"]


async def _questions(api: Api, where: str, campaign: Campaign) -> None:
    made: dict[str | None, str | None] = {None: None}
    for order, question in enumerate(campaign.questions):
        body: Json = {
            "question_text": question.text,
            "question_type": question.kind,
            "parent_question_id": made[question.parent],
            "display_order": order,
        }
        if question.options:
            body["options"] = list(question.options)
        made[question.key] = (await api.call("POST", f"{where}/screening-questions", json=body))["id"]
