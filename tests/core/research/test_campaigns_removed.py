"""A campaign goes for good, unless something of it is on record."""

import httpx2

from tests.core.research import expected
from tests.core.research.offers import add


async def test_a_campaign_with_a_fee_on_record_stays_until_the_fee_is_taken_back(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    offer = await add(ada, campaign_id, name="Sarah Chen")
    fee = {
        "campaign_id": campaign_id,
        "vendor_platform_id": offer["vendor_platform_id"],
        "fee_type": "subscription",
        "amount_minor": 500_000,
        "currency": "EUR",
        "reason": "As agreed",
    }
    made = await ada.post("/api/charges", json=fee)
    assert made.status_code == 201, made.text
    told = expected.refusal_of(await ada.delete(f"/api/campaigns/{campaign_id}"), 409, "calls_held")
    assert (told["calls"], told["charges"]) == (0, 1)
    assert (await ada.get(f"/api/charges/{made.json()['id']}")).json()["stage"] == "actual"
    await ada.post(f"/api/charges/{made.json()['id']}/void", json={"reason": "Waived"})
    assert (await ada.delete(f"/api/campaigns/{campaign_id}")).status_code == 204
