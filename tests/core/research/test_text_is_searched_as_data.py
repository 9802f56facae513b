"""What is typed into `q` is looked for as it stands: the wildcards of LIKE mean themselves."""

import pytest

from tests.support.core import Core


@pytest.mark.parametrize(("typed", "found"), [("100%", ["Grow 100%"]), ("a_c", ["a_c"]), ("GROW", ["Grow 100%"])])
async def test_a_project_is_found_by_the_text_itself(core: Core, typed: str, found: list[str]) -> None:
    async with core.as_() as ada:
        for name in ("Grow 100%", "Grew 1000 times", "a_c", "abc"):
            await ada.post("/api/projects", json={"project_name": name})
        listed = (await ada.get("/api/projects", params={"q": typed})).json()["items"]
    assert [project["project_name"] for project in listed] == found


async def test_a_campaign_is_found_by_its_name_or_brief_and_an_empty_brief_finds_nothing(core: Core) -> None:
    dates = {"start_date": "2026-11-01", "target_completion_date": "2026-12-01", "industry_vertical": "Any"}
    async with core.as_() as ada:
        await ada.post("/api/campaigns", json=dates | {"campaign_name": "Margins", "brief_description": "Above 40%?"})
        await ada.post("/api/campaigns", json=dates | {"campaign_name": "Above 400"})
        for typed, found in (("40%", ["Margins"]), ("above", ["Margins", "Above 400"]), ("\\", [])):
            listed = (await ada.get("/api/campaigns", params={"q": typed})).json()["items"]
            assert [campaign["campaign_name"] for campaign in listed] == found
