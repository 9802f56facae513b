"""Offers entered, changed and listed over HTTP, each answer held to the shape it is published with."""

from typing import Any

import httpx2

from services.core.research.experts.schemas import ExpertOut
from shared.contracts.page import Page
from tests.core.research import expected

Json = dict[str, Any]
GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
COLEMAN = "f6a7b8c9-d0e1-4345-f789-012345fabcde"


async def add(client: httpx2.AsyncClient, campaign_id: str, *, vendor: str = GLG, **fields: Any) -> Json:
    """A new offer of a vendor."""
    body = {"campaign_id": campaign_id, "vendor_platform_id": vendor} | fields
    made: Json = expected.body_of(await client.post("/api/experts", json=body), ExpertOut, 201)
    return made


async def patched(client: httpx2.AsyncClient, offer: Json, **fields: Any) -> Json:
    """The offer with these fields changed."""
    changed: Json = expected.body_of(await client.patch(f"/api/experts/{offer['id']}", json=fields), ExpertOut)
    return changed


async def listed(client: httpx2.AsyncClient, **query: str) -> list[str]:
    """The names of the offers a list answers with."""
    page = expected.body_of(await client.get("/api/experts", params=query), Page[ExpertOut])
    return [offer["name"] for offer in page["items"]]
