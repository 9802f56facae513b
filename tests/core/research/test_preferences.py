"""Screen preferences: one's own in each workspace, the product's defaults until something is set."""

import asyncio
from typing import Any

import pytest

from services.core.research.preferences.schemas import PreferencesOut
from tests.core.research import expected
from tests.support.core import Core

PATH = "/api/ui-preferences"
WIDTHS = {
    "dragHandle": 16, "campaignName": 400, "industry": 180, "timeline": 250, "targetRegions": 288, "divider": 1,
    "callsProgress": 200, "status": 96, "cost": 80, "team": 80, "delete": 32,
}  # fmt: skip
PANELS = {"chatWidth": 400, "answerWidth": 600, "topHeight": 300, "activitiesWidth": 300, "sourcesWidth": 300}
DEFAULTS: dict[str, Any] = {
    "column_widths": WIDTHS,
    "panel_sizing": PANELS,
    "theme": "light",
    "expanded_projects": [],
    "updated_at": None,
}


async def test_who_has_set_nothing_sees_the_defaults(core: Core) -> None:
    async with core.as_("ada") as ada:
        assert expected.body_of(await ada.get(PATH), PreferencesOut) == DEFAULTS


async def test_sizes_are_merged_key_by_key_and_null_forgets_one(core: Core) -> None:
    async with core.as_("ada") as ada:
        change: dict[str, Any] = {
            "column_widths": {"industry": 220, "cost": None, "notes": 120},
            "panel_sizing": {"chatWidth": 0},
            "theme": "dark",
            "expanded_projects": ["a", "b"],
        }
        patched = await ada.patch(PATH, json=change)
        body = expected.body_of(patched, PreferencesOut)
        widths = {key: size for key, size in WIDTHS.items() if key != "cost"} | {"industry": 220, "notes": 120}
        assert (body["column_widths"], body["panel_sizing"]) == (widths, PANELS | {"chatWidth": 0})
        assert (body["theme"], body["expanded_projects"]) == ("dark", ["a", "b"])
        read = await ada.get(PATH)
        assert (read.content, read.headers["etag"]) == (patched.content, patched.headers["etag"])
        again = expected.body_of(await ada.patch(PATH, json={"expanded_projects": []}), PreferencesOut)
        assert again == body | {"expanded_projects": [], "updated_at": again["updated_at"]}


async def test_preferences_are_ones_own_even_among_colleagues(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("eve", within="ada") as eve, core.as_("bob") as bob:
        await ada.patch(PATH, json={"theme": "dark"})
        for other in (eve, bob):
            assert (await other.get(PATH)).json() == DEFAULTS
        await eve.patch(PATH, json={"column_widths": {"cost": 1}})
        assert (await ada.get(PATH)).json()["column_widths"] == WIDTHS


async def test_changes_made_at_once_are_all_kept(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("ada") as again:
        for n in range(5):
            both = await asyncio.gather(
                ada.patch(PATH, json={"column_widths": {f"ada {n}": n}}),
                again.patch(PATH, json={"column_widths": {f"again {n}": n}}),
            )
            assert [response.status_code for response in both] == [200, 200]
        added = {f"{who} {n}": n for n in range(5) for who in ("ada", "again")}
        assert (await ada.get(PATH)).json()["column_widths"] == WIDTHS | added


async def test_no_more_than_a_hundred_sizes_are_kept(core: Core) -> None:
    async with core.as_("ada") as ada:
        full = {f"column {n}": n for n in range(100 - len(WIDTHS))}
        assert (await ada.patch(PATH, json={"column_widths": full})).status_code == 200
        refused = await ada.patch(PATH, json={"column_widths": {"one more": 1}})
        expected.refusal_of(refused, 422, "too_many_sizes", "#/column_widths")
        swapped = {"column_widths": {"one more": 1, "cost": None}}
        assert (await ada.patch(PATH, json=swapped)).status_code == 200


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"column_widths": {"cost": -1}}, "#/column_widths/cost"),
        ({"column_widths": {"cost": 10_001}}, "#/column_widths/cost"),
        ({"panel_sizing": {"chatWidth": "wide"}}, "#/panel_sizing/chatWidth"),
        ({"panel_sizing": {f"panel {n}": n for n in range(101)}}, "#/panel_sizing"),
        ({"column_widths": None}, "#/column_widths"),
        ({"theme": "blue"}, "#/theme"),
        ({"theme": None}, "#/theme"),
        ({"expanded_projects": ["x"] * 501}, "#/expanded_projects"),
        ({"expanded_projects": ["a\x00b"]}, "#/expanded_projects/0"),
        ({"user_id": "bob"}, "#/user_id"),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(core: Core, change: dict[str, Any], pointer: str) -> None:
    async with core.as_("ada") as ada:
        expected.refusal_of(await ada.patch(PATH, json=change), 422, "input_invalid", pointer)
        assert (await ada.get(PATH)).json() == DEFAULTS


async def test_a_change_made_against_an_older_state_is_refused(core: Core) -> None:
    async with core.as_("ada") as ada:
        seen = {"if-match": (await ada.get(PATH)).headers["etag"]}
        assert (await ada.patch(PATH, json={"theme": "dark"}, headers=seen)).status_code == 200
        expected.refusal_of(await ada.patch(PATH, json={"theme": "light"}, headers=seen), 412, "changed_since_read")
