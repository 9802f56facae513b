"""The 18 vendors of the shared catalogue: rows of the nil workspace that everybody reads and nobody writes.

Prices and scores are reference figures of the product, in whole US dollars a call; they are not market data.
"""

import json
from pathlib import Path

import sqlalchemy as sa
from alembic import op

from shared.db import rls

revision = "0009_vendor_catalogue"
down_revision = "0008_intake_change_triggers"
branch_labels = None
depends_on = None

SEED = Path(__file__).parent.parent / "seed" / "vendor_platforms.json"
INSERT = f"""
    INSERT INTO expert_network.vendor_platforms (workspace_id, id, name, location, overall_score,
        avg_cost_per_call_min, avg_cost_per_call_max, tags, aliases, is_active)
    SELECT {rls.CATALOGUE}, id, name, location, overall_score,
        avg_cost_per_call_min, avg_cost_per_call_max, tags, aliases, is_active
    FROM jsonb_to_recordset(CAST(:seed AS jsonb)) AS seed (id uuid, name text, location text, overall_score numeric,
        avg_cost_per_call_min int, avg_cost_per_call_max int, tags text[], aliases text[], is_active boolean)
"""
WRITE_AS_OWNER = "ALTER TABLE expert_network.vendor_platforms {} FORCE ROW LEVEL SECURITY"


def upgrade() -> None:
    for statement in rls.show_catalogue("vendor_platforms"):
        op.execute(statement)
    op.execute(WRITE_AS_OWNER.format("NO"))
    op.execute(sa.text(INSERT).bindparams(seed=json.dumps(json.loads(SEED.read_text()))))
    op.execute(WRITE_AS_OWNER.format(""))


def downgrade() -> None:
    op.execute(WRITE_AS_OWNER.format("NO"))
    op.execute(f"DELETE FROM expert_network.vendor_platforms WHERE workspace_id = {rls.CATALOGUE}")
    op.execute(WRITE_AS_OWNER.format(""))
    op.execute("DROP POLICY catalogue ON expert_network.vendor_platforms")
