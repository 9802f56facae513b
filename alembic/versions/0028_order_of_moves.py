"""What follows the calls is never dated before what it follows on; a closed enrolment takes no new proposals."""

from alembic import op

revision = "0028_order_of_moves"
down_revision = "0027_credits"
branch_labels = None
depends_on = None

SETTLE_BEFORE = """
        CREATE OR REPLACE FUNCTION expert_network.settle_expert(
            workspace uuid, expert uuid, is_new boolean, since timestamptz
        ) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE
            current expert_network.expert_status;
            wanted expert_network.expert_status;
        BEGIN
            SELECT e.status INTO current FROM expert_network.experts e
            WHERE e.workspace_id = workspace AND e.id = expert FOR UPDATE;
            IF NOT FOUND THEN
                RETURN;
            END IF;
            SELECT CASE
                WHEN count(*) FILTER (WHERE i.status IN ('scheduled', 'confirmed')) > 0 THEN 'scheduled'
                WHEN count(*) FILTER (WHERE i.status = 'requested') > 0 THEN 'scheduling'
                WHEN count(*) FILTER (WHERE i.status IN ('completed', 'stopped')) > 0 THEN 'completed'
                ELSE 'shortlisted'
            END INTO wanted FROM expert_network.interviews i WHERE i.workspace_id = workspace AND i.expert_id = expert;
            IF current NOT IN ('shortlisted', 'scheduling', 'scheduled', 'completed') THEN
                IF is_new THEN
                    RAISE EXCEPTION USING MESSAGE = 'an expert who is ' || current || ' has no calls',
                        ERRCODE = '23514', CONSTRAINT = 'expert_not_shortlisted';
                END IF;
            ELSIF current <> wanted THEN
                UPDATE expert_network.experts e SET status = wanted, status_reason = NULL, status_at = since
                WHERE e.workspace_id = workspace AND e.id = expert;
            END IF;
        END $$
    """
SETTLE = SETTLE_BEFORE.replace("status_at = since", "status_at = greatest(e.status_at, since)")
"""A call entered after the fact may have been asked for before its expert was, on paper, approved."""
STATEMENTS = (
    SETTLE,
    """
        CREATE FUNCTION expert_network.guard_proposal() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF EXISTS (
                SELECT FROM expert_network.campaign_vendor_enrollments v
                WHERE v.workspace_id = NEW.workspace_id AND v.campaign_id = NEW.campaign_id
                    AND v.vendor_platform_id = NEW.vendor_platform_id
                    AND v.status IN ('paused', 'withdrawn') AND v.status_at <= NEW.proposed_at
            ) THEN
                RAISE EXCEPTION 'this vendor''s enrolment takes no new proposals'
                    USING ERRCODE = '23514', CONSTRAINT = 'proposals_taken';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TRIGGER guard_proposal BEFORE INSERT ON expert_network.experts
        FOR EACH ROW EXECUTE FUNCTION expert_network.guard_proposal()
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER guard_proposal ON expert_network.experts")
    op.execute("DROP FUNCTION expert_network.guard_proposal()")
    op.execute(SETTLE_BEFORE)
