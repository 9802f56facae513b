"""How the demo prints what the API answered."""

from typing import Any

from rich.markup import escape
from rich.table import Table

Json = dict[str, Any]
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
OUTCOMES = ("added", "merged", "updated", "unchanged", "needs_review", "rejected")


def money(minor: int | None, currency: str) -> str:
    """Minor units as a person writes them, without cents."""
    if minor is None:
        return "–"
    return f"{SIGNS.get(currency, currency + ' ')}{minor / 100:,.0f}"


def report_line(name: str, report: Json) -> str:
    """What one file brought."""
    counts = report["counts"]
    found = ", ".join(f"{counts[outcome]} {outcome.replace('_', ' ')}" for outcome in OUTCOMES if counts[outcome])
    again = " (the same content as before)" if report["duplicate_of"] else ""
    return f"  {escape(name):<32} {found or 'nothing'}{again}"


def refusal_line(row: Json) -> str:
    """A row that could not be placed, with its place and reason."""
    place = row["source"]["locator"]
    reason = (row["reason"] or "").removeprefix(f"{place}: ")
    return f"      [yellow]rejected[/] {escape(place)}: {escape(reason)}"


def shortlist_table(shortlist: Json, *, people: int | None = None) -> Table:
    """People once (the first `people` of them), offers side by side, cheapest first."""
    currency = shortlist["currency"]
    table = Table(title=f"{shortlist['campaign']['campaign_name']}: shortlist", title_justify="left")
    table.add_column("#", justify="right")
    table.add_column("Person", max_width=44)
    table.add_column(f"Offers, {currency} per {shortlist['minutes']} min (* = vendor's reference, ! = conflict)")
    table.add_column("Saving", justify="right")
    for rank, entry in enumerate(shortlist["items"][:people], start=1):
        person = entry["person"]
        role = ", ".join(part for part in (person["title"], person["company"]) if part)
        who = f"[bold]{escape(person['name'])}[/]\n[dim]{escape(role)}[/]"
        offers = " · ".join(_offer(offer, best=index == 0) for index, offer in enumerate(entry["offers"]))
        saving = money(entry["saving_minor"], currency) if entry["saving_minor"] else ""
        table.add_row(str(rank), who, offers, saving)
    return table


def _offer(offer: Json, *, best: bool) -> str:
    price = money(offer["cost_minor"], offer["currency"])
    mark = {"reference": "*", "quoted": "", "unknown": "?"}[offer["basis"]]
    conflict = {"flagged": " !", "pending": " (pending)"}.get(offer["conflict_status"], "")
    text = f"{escape(offer['vendor'])} {price}{mark}{conflict}"
    return f"[green]{text}[/]" if best else text


def summary_lines(shortlist: Json, reviews: list[Json]) -> list[str]:
    """The figures under the table."""
    figures, coverage, currency = shortlist["summary"], shortlist["coverage"], shortlist["currency"]
    regions = ", ".join(f"{region['region']} {region['people']}" for region in coverage["regions"])
    lines = [
        f"{figures['people']} people in {figures['offers']} offers by {figures['vendors']} vendors; "
        f"{figures['offered_more_than_once']} offered more than once, "
        f"{money(figures['saving_minor'], currency)} saved by taking the cheapest quote.",
        f"Targets: {coverage['min_calls']} to {coverage['max_calls']} calls; "
        f"{coverage['people_without_conflict']} people without a conflict. {regions}.",
    ]
    if reviews:
        lines.append(f"Waiting for a human ({len(reviews)}): are they one person?")
    lines += [
        f"  {escape(review['person']['name'])} / {escape(review['other_person']['name'])}: {review['score']:.0%}"
        for review in reviews
    ]
    return lines
