"""What a migration reads otherwise than before is scored anew: the offers it is about, and no other."""

import json
from uuid import UUID, uuid4

import asyncpg

from tests.support import databases

BEFORE, AFTER = "0030_lists_met_by_keys", "0031_one_reading_of_the_past"
OFFERS = {
    ("Ex Libris", "CIO"): True,
    ("Acme", "Ex Libris product manager"): True,
    ("Formerra", None): True,
    ("Acme, past", "CIO"): True,
    ("Formerly Acme", "CIO"): False,
    ("ex-Acme", None): False,
    ("Acme", "CIO"): False,
    (None, "CIO"): False,
}
"""Company and title of an offer, and whether it was read otherwise."""
SET = "SET session_replication_role = replica"
OFFER = """
    INSERT INTO expert_network.experts (workspace_id, id, campaign_id, vendor_platform_id, person_id, name, company,
        title)
    VALUES ($1, $2, $3, $2, $2, 'Anna Weber', $4, $5)
"""
SCORE = """
    INSERT INTO expert_network.screening_scores (workspace_id, id, campaign_id, expert_id, judge, score, band, parts,
        reasons, answered, asked, knocked_out, rules_version)
    VALUES ($1, $2, $3, $2, 'rules', 50, 'mixed', '{}', '[]', 0, 0, false, '2-0')
"""
JOBS = "SELECT convert_from(payload, 'UTF8') FROM expert_network.pgqueuer WHERE entrypoint = 'rescore_campaign'"


async def test_offers_whose_job_is_read_otherwise_are_scored_anew(empty_database: str) -> None:
    await databases.migrate(empty_database, BEFORE)
    workspace, listing, silent = uuid4(), uuid4(), uuid4()
    offers: dict[UUID, bool] = {}
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(SET)
        target = "INSERT INTO expert_network.campaign_companies (workspace_id, id, campaign_id, name, role)"
        await connection.execute(f"{target} VALUES ($1, $2, $2, 'Ex Libris', 'target')", workspace, listing)
        for campaign in (listing, silent):
            for (company, title), otherwise in OFFERS.items():
                id_ = uuid4()
                offers[id_] = otherwise and campaign == listing
                await connection.execute(OFFER, workspace, id_, campaign, company, title)
                await connection.execute(SCORE, workspace, id_, campaign)
        await connection.execute("RESET session_replication_role")
        await databases.migrate(empty_database, AFTER)
        scores = await connection.fetch("SELECT expert_id, stale FROM expert_network.screening_scores")
        assert {row["expert_id"]: row["stale"] for row in scores} == offers
        (job,) = [json.loads(row[0]) for row in await connection.fetch(JOBS)]
    finally:
        await connection.close()
    assert (job["workspace_id"], job["subject"]) == (str(workspace), {"campaign_id": str(listing)})
