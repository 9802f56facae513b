"""A simulated world once played, and what each report of the product has to say of it: the simulator's truth."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from services.cli.simulation.setting import Ids
from services.core.research.experts import states
from services.core.simulator import figures, invoices, scorecards
from services.core.simulator.records import Campaign
from services.core.simulator.world import World

Json = dict[str, Any]
EN_SCORE = ("done", "no_show", "cancelled", "open")


@dataclass
class Played:
    """A world, and the workspace it was played into."""

    world: World
    ids: Ids
    client: httpx2.AsyncClient

    async def get(self, path: str, **filters: Any) -> Json:
        """What the API answers."""
        answer = await self.client.get(path, params=filters)
        assert answer.status_code == 200, answer.text
        document: Json = answer.json()
        return document

    async def report(self, campaign: Campaign, name: str, **filters: Any) -> Json:
        """A report of a campaign."""
        return await self.get(f"/api/campaigns/{self.ids.campaigns[campaign.key]}/{name}", **filters)

    async def all(self, path: str, **filters: Any) -> list[Json]:
        """Every item of a list."""
        items: list[Json] = []
        after = None
        while True:
            page = await self.get(path, limit=200, **filters, **({"after": after} if after else {}))
            items += page["items"]
            after = page["next"]
            if after is None:
                return items


async def every_offer_stands_where_the_truth_has_it(played: Played) -> None:
    found = {offer["id"]: offer for offer in await played.all("/api/experts")}
    assert len(found) == len(played.world.offers)
    wrong = {
        offer.key: (was, now)
        for offer in played.world.offers
        if (was := _stated(offer, played)) != (now := _read(found[played.ids.offers[offer.key]]))
    }
    assert not wrong, next(iter(wrong.items()))


def _stated(offer: Any, played: Played) -> Json:
    terms = offer.vendor.terms
    return {
        "status": offer.status,
        "proposed_at": offer.proposed_at.isoformat(),
        "status_at": offer.history[-1][1].isoformat(),
        "expert_type": offer.relation,
        "region": offer.person.place.region,
        "vendor_ref": offer.ref,
        "conflict_status": offer.conflict,
        "price": (offer.amount_minor, terms.unit, terms.currency, terms.credit_minor),
    }


def _read(offer: Json) -> Json:
    price = offer["price"]
    return {name: offer[name] for name in ("status", "proposed_at", "status_at", "expert_type", "region")} | {
        "vendor_ref": offer["vendor_ref"],
        "conflict_status": offer["conflict_status"],
        "price": (price["amount_minor"], price["unit"], price["currency"], price["credit_value_minor"]),
    }


async def doubles_are_one_person_and_look_alikes_are_not(played: Played) -> None:
    offers = {offer["id"]: offer["person_id"] for offer in await played.all("/api/experts")}
    by_person: dict[str, set[str]] = defaultdict(set)
    for offer in played.world.offers:
        by_person[offer.person.key].add(offers[played.ids.offers[offer.key]])
    assert {key: ids for key, ids in by_person.items() if len(ids) > 1} == {}
    assert len(set(offers.values())) == len(by_person)


async def coverage_counts_people_by_region_and_type(played: Played) -> None:
    for campaign in played.world.campaigns:
        told = await played.report(campaign, "coverage")
        counted = ("region", "expert_type", "people", "approved", "booked", "done")
        cells = [{name: cell[name] for name in counted} for cell in told["cells"] if cell["people"]]
        assert _sorted(cells) == _sorted(figures.coverage(campaign))


async def the_funnel_counts_how_far_offers_came(played: Played) -> None:
    for campaign in played.world.campaigns:
        told, truth = await played.report(campaign, "funnel"), figures.funnel(campaign)
        assert {stage["stage"]: stage["reached"] for stage in told["stages"]} == truth["reached"]
        dropped = {state: sum(s["dropped"][state] for s in told["stages"]) for state in states.OUT}
        assert dropped == truth["dropped"]
        vendors = {each["vendor"]: {name: each[name] for name in ("reached", "dropped")} for each in told["vendors"]}
        assert vendors == truth["vendors"]


async def spend_is_what_is_owed(played: Played) -> None:
    for campaign in played.world.campaigns:
        told, truth = await played.report(campaign, "spend"), figures.spend(campaign)
        assert _money(told["totals"]) == {name: truth[name] for name in ("committed_minor", "actual_minor")}
        assert told["totals"]["without_price"] == 0
        for part, name in (("vendors", "vendor"), ("fee_types", "fee_type"), ("weeks", "week")):
            owed = [each for each in told[part] if any(_money(each).values()) or not each["forecast_minor"]]
            assert {each[name]: _money(each) for each in owed} == truth[f"by_{name}"], part


async def thresholds_fired_when_spending_reached_them(played: Played) -> None:
    for campaign in played.world.campaigns:
        budget = await played.report(campaign, "budget")
        fired = {each["value"]: each["fired_at"] for each in budget["thresholds"] if each["fired_at"]}
        assert fired == {share: at.isoformat() for share, at in campaign.fired}


async def scorecards_rest_on_what_vendors_did(played: Played) -> None:
    world = played.world
    for path, campaigns in [("/api/vendors/scorecards", world.campaigns)] + [
        (f"/api/campaigns/{played.ids.campaigns[campaign.key]}/scorecards", [campaign]) for campaign in world.campaigns
    ]:
        window = {"from": world.begins_at.isoformat(), "to": world.ends_at.isoformat()}
        cards = {card["vendor"]: card for card in (await played.get(path, **window))["vendors"]}
        truth = scorecards.scorecards(world, campaigns)
        assert cards.keys() == {card["vendor"] for card in truth}
        for card in truth:
            assert _card(cards[card["vendor"]]) == _expected(card), (path, card["vendor"])


def _card(card: Json) -> Json:
    return {
        "calls": {name: card["calls"][name] for name in EN_SCORE},
        "en_score": (card["en_score"]["hits"], card["en_score"]["n"]),
        "invitations": (card["invitations"]["hits"], card["invitations"]["n"]),
        "acceptance": (card["acceptance"]["hits"], card["acceptance"]["n"]),
        "duplicates": (card["duplicates"]["hits"], card["duplicates"]["n"]),
        "no_shows": (card["no_shows"]["hits"], card["no_shows"]["n"]),
        "price_to_list": (card["price_to_list"]["n"], card["price_to_list"]["value"]),
        "first_proposal": card["first_proposal"]["median_hours"]["value"],
    }


def _expected(truth: Json) -> Json:
    calls, ratios = truth["calls"], truth["quotes_to_list"]
    asked = calls["done"] + calls["no_show"] + calls["cancelled"]
    missed = truth["no_shows_not_the_clients"]
    median = _median_wait(truth["hours_to_first_proposal"])
    return {
        "calls": calls,
        "en_score": (calls["done"], asked),
        "invitations": (truth["invitations"]["joined"], truth["invitations"]["answered"]),
        "acceptance": (truth["shortlisted"], truth["shortlisted"] + truth["rejected_unlisted"]),
        "duplicates": (truth["known_from_others"], truth["proposals"]),
        "no_shows": (missed, missed + calls["done"]),
        "price_to_list": (len(ratios), pytest.approx(sum(ratios) / len(ratios), abs=1e-4) if ratios else None),
        "first_proposal": None if median is None else pytest.approx(median, abs=1e-3),
    }


def _median_wait(waits: Iterable[Json]) -> float | None:
    """Kaplan and Meier's median: the first time at which at most half still wait."""
    left, waiting = 1.0, sorted(waits, key=lambda wait: (wait["hours"], not wait["over"]))
    for place, wait in enumerate(waiting):
        left *= 1 - wait["over"] / (len(waiting) - place)
        if wait["over"] and left <= 0.5:
            return float(wait["hours"])
    return None


async def the_shortlist_names_the_cheapest_offer_of_each_person(played: Played) -> None:
    keys = {server: key for key, server in played.ids.offers.items()}
    for campaign in played.world.campaigns:
        told = await played.report(campaign, "shortlist", limit=200)
        found = [
            {
                "offers": sorted(keys[offer["expert_id"]] for offer in entry["offers"]),
                "best": keys.get(entry["best_offer_id"]),
                "cost_minor": next(
                    (o["cost_minor"] for o in entry["offers"] if o["expert_id"] == entry["best_offer_id"]), None
                ),
                "call_state": entry["call_state"],
            }
            for entry in told["items"]
        ]
        truth = [
            {name: best[name] for name in ("offers", "best", "cost_minor", "call_state")}
            for best in figures.best_offers(played.world, campaign)
        ]
        assert _sorted(found) == _sorted(truth)


async def calls_stand_where_the_truth_has_them(played: Played) -> None:
    found = {call["id"]: call for call in await played.all("/api/interviews")}
    assert len(found) == len(played.world.calls)
    for call in played.world.calls:
        told = found[played.ids.calls[call.key]]
        assert (told["status"], told["actual_minutes"], told["fault"]) == (call.status, call.minutes, call.fault)
        assert told["status_at"] == call.history[-1][1].isoformat()
        assert {name: told[name] for name in call.ratings} == call.ratings


async def the_forecast_rests_on_the_campaigns_own_calls(played: Played) -> None:
    for campaign in played.world.campaigns:
        told, truth = await played.report(campaign, "forecast"), figures.forecast(campaign)
        assert told["calls_needed"] == truth["calls_needed"]
        assert (told["basis"], told["price_n"]) == ("own_calls", truth["price_n"])
        assert told["price_minor"]["expected"] == truth["price_minor"]


async def every_planted_error_of_an_invoice_is_found(played: Played) -> None:
    found: set[str] = set()
    for invoice in invoices.write(played.world):
        where = f"/api/invoices/{played.ids.invoices[invoice.vendor]}"
        lines = await played.all(f"{where}/lines")
        assert [line["outcome"] for line in lines] == [line.verdict for line in invoice.lines], invoice.vendor
        missing = await played.all(f"{where}/missing-calls")
        held = {call.key for call in played.world.calls if call.minutes is not None}
        assert {call["interview_id"] for call in missing} == {
            played.ids.calls[key] for key in invoice.missing if key in held
        }
        found |= {line.verdict for line in invoice.lines}
    assert len(found) > 2


async def scores_count_what_was_answered(played: Played) -> None:
    offers = {played.ids.offers[offer.key]: offer for offer in played.world.offers}
    for campaign in played.world.campaigns:
        path = f"/api/campaigns/{played.ids.campaigns[campaign.key]}/scores"
        scores = {score["expert_id"]: score for score in await played.all(path)}
        assert scores.keys() == {played.ids.offers[offer.key] for offer in campaign.offers}
        answered = {expert_id: score["answered"] for expert_id, score in scores.items()}
        assert answered == {expert_id: len(offers[expert_id].answers) for expert_id in scores}
        below = {question.parent for question in campaign.questions}
        asked = {expert_id: score["asked"] for expert_id, score in scores.items()}
        assert asked == {  # a question that others stand below is asked for itself only by who answers it
            expert_id: sum(
                each.key in offers[expert_id].answers or each.key not in below for each in campaign.questions
            )
            for expert_id in scores
        }


async def the_page_shows_the_figures(played: Played) -> None:
    for campaign in played.world.campaigns:
        path = f"/api/campaigns/{played.ids.campaigns[campaign.key]}/report.html"
        page = await played.client.get(path)
        assert page.status_code == 200, page.text
        done = figures.funnel(campaign)["reached"]["completed"]
        assert campaign.name in page.text
        assert f">{done}<" in page.text
        assert all(offer.vendor.name in page.text for offer in campaign.offers)


async def the_log_tells_every_refusal_of_the_gate(played: Played) -> None:
    refused = [step for step in played.world.steps_of("schedule") if "refused" in step.given]
    entries = await played.all("/api/audit-entries", action="gate.refused")
    assert sorted(entry["subject_id"] for entry in entries) == sorted(played.ids.calls[s.about] for s in refused)


def _sorted(items: Iterable[Json]) -> list[Json]:
    return sorted(items, key=lambda item: [str(value) for value in item.values()])


def _money(sums: Json) -> Json:
    return {name: sums[name] for name in ("committed_minor", "actual_minor")}


CHECKS: tuple[Callable[[Played], Awaitable[None]], ...] = (
    every_offer_stands_where_the_truth_has_it,
    doubles_are_one_person_and_look_alikes_are_not,
    coverage_counts_people_by_region_and_type,
    the_funnel_counts_how_far_offers_came,
    spend_is_what_is_owed,
    thresholds_fired_when_spending_reached_them,
    scorecards_rest_on_what_vendors_did,
    the_shortlist_names_the_cheapest_offer_of_each_person,
    calls_stand_where_the_truth_has_them,
    the_forecast_rests_on_the_campaigns_own_calls,
    every_planted_error_of_an_invoice_is_found,
    scores_count_what_was_answered,
    the_page_shows_the_figures,
    the_log_tells_every_refusal_of_the_gate,
)
