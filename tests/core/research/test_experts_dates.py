"""When an expert left, and when one has time: kept as the gate and the calendar read it, or refused by its place."""

import pytest

from tests.core.research import expected
from tests.core.research.offers import COLEMAN, add
from tests.support.core import Core


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2026-06", "2026-06"),
        ("Jun 2026", "2026-06"),
        ("06/2026", "2026-06"),
        ("30.06.2026", "2026-06"),
        ("2026-06-30", "2026-06-30"),
        ("present", "present"),
        ("", None),
    ],
)
async def test_an_end_is_kept_as_the_gate_reads_it(core: Core, said: str, kept: str | None) -> None:
    async with core.as_("ada") as client:
        campaign = await expected.campaign(client)
        made = await add(
            client, campaign, name="Ada", past_employers=[{"name": "Target", "start": "Mar 2020", "end": said}]
        )
        assert made["past_employers"] == [
            {"name": "Target", "start": "2020-03"} | ({"end": kept} if kept is not None else {})
        ]


@pytest.mark.parametrize("said", ["2026-13", "till today", "June", "06/07/2026", "2019 to 2026"])
async def test_an_end_that_cannot_be_read_is_refused_by_its_place(core: Core, said: str) -> None:
    async with core.as_("ada") as client:
        campaign = await expected.campaign(client)
        jobs = [{"name": "Initech"}, {"name": "Target", "end": said}]
        body = {"campaign_id": campaign, "vendor_platform_id": COLEMAN, "name": "Ada", "past_employers": jobs}
        refused = await client.post("/api/experts", json=body)
        told = expected.refusal_of(refused, 422, "input_invalid", "#/past_employers/1/end")
        assert "2019-03" in told["errors"][0]["reason"]
        made = await add(client, campaign, name="Ada")
        changed = await client.patch(f"/api/experts/{made['id']}", json={"past_employers": jobs})
        expected.refusal_of(changed, 422, "input_invalid", "#/past_employers/1/end")


@pytest.mark.parametrize("end", ["2026-11-23T10:00:00+01:00", "2026-11-23T09:59:00+01:00"])
async def test_a_time_that_ends_before_it_begins_is_refused_by_its_place(core: Core, end: str) -> None:
    async with core.as_("ada") as client:
        campaign = await expected.campaign(client)
        times = [{"text": "mornings"}, {"text": "Monday", "start": "2026-11-23T10:00:00+01:00", "end": end}]
        body = {"campaign_id": campaign, "vendor_platform_id": COLEMAN, "name": "Ada", "availability": times}
        refused = await client.post("/api/experts", json=body)
        expected.refusal_of(refused, 422, "input_invalid", "#/availability/1")
