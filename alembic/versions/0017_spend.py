"""Spend: rate cards, the ledger of charges, budgets with their thresholds, invoices.

No two cards of a vendor hold on one day, and a charge once written is only ever released: the database sees to both.
"""

from alembic import op

from shared.db import rls

revision = "0017_spend"
down_revision = "0016_calendar_feeds"
branch_labels = None
depends_on = None

TABLES = ("rate_cards", "charges", "budgets", "budget_thresholds", "invoices", "invoice_lines")
TOUCHED = ("rate_cards", "budgets", "invoices")
ENUMS = {
    "subscription_period": ("month", "quarter", "year"),
    "fee_type": ("per_call", "cancellation", "no_show", "recruiting", "subscription"),
    "charge_stage": ("committed", "actual", "released"),
    "threshold_kind": ("absolute", "percent"),
    "invoice_status": ("placed", "undone"),
    "invoice_outcome": (
        "matched",
        "amount_differs",
        "duration_differs",
        "wrong_currency",
        "billed_twice",
        "not_done",
        "not_ours",
        "rejected",
    ),
    "invoice_decision": ("open", "accepted", "disputed"),
}
RATE_CARDS = (
    """
        CREATE TABLE expert_network.rate_cards (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            vendor_platform_id UUID NOT NULL,
            version INTEGER NOT NULL,
            valid_from DATE NOT NULL,
            valid_to DATE,
            currency TEXT NOT NULL,
            unit expert_network.price_unit NOT NULL,
            amount_minor INTEGER NOT NULL,
            minimum_minutes INTEGER,
            increment_minutes INTEGER,
            free_minutes INTEGER,
            credit_value_minor INTEGER,
            cancellation JSONB DEFAULT '[]'::jsonb NOT NULL,
            no_show_expert_percent INTEGER DEFAULT 0 NOT NULL,
            no_show_client_percent INTEGER DEFAULT 100 NOT NULL,
            recruiting_fee_minor INTEGER,
            subscription_minor INTEGER,
            subscription_period expert_network.subscription_period,
            notes TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT rate_cards_version_unique UNIQUE (workspace_id, vendor_platform_id, version),
            CONSTRAINT fk_rate_cards_vendor FOREIGN KEY (workspace_id, vendor_platform_id)
                REFERENCES expert_network.vendor_platforms (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT rate_cards_do_not_overlap EXCLUDE USING gist (
                expert_network.uuid_range(workspace_id, workspace_id, '[]') WITH &&,
                expert_network.uuid_range(vendor_platform_id, vendor_platform_id, '[]') WITH &&,
                daterange(valid_from, valid_to, '[]') WITH &&
            ),
            CONSTRAINT rate_cards_dates_check CHECK (valid_to >= valid_from),
            CONSTRAINT rate_cards_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
            CONSTRAINT rate_cards_amounts_check CHECK (
                amount_minor >= 0 AND minimum_minutes >= 0 AND increment_minutes > 0 AND free_minutes >= 0
                AND credit_value_minor >= 0 AND recruiting_fee_minor >= 0 AND subscription_minor >= 0
            ),
            CONSTRAINT rate_cards_credit_check CHECK ((unit = 'credit') = (credit_value_minor IS NOT NULL)),
            CONSTRAINT rate_cards_subscription_check
                CHECK ((subscription_minor IS NULL) = (subscription_period IS NULL)),
            CONSTRAINT rate_cards_percents_check CHECK (
                no_show_expert_percent BETWEEN 0 AND 100 AND no_show_client_percent BETWEEN 0 AND 100
            )
        )
    """,
)
CHARGES = (
    """
        CREATE TABLE expert_network.charges (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            vendor_platform_id UUID NOT NULL,
            interview_id UUID,
            expert_id UUID,
            rate_card_id UUID,
            fee_type expert_network.fee_type NOT NULL,
            stage expert_network.charge_stage NOT NULL,
            amount_minor INTEGER,
            currency TEXT,
            campaign_amount_minor INTEGER,
            rate_date DATE NOT NULL,
            basis JSONB DEFAULT '{}'::jsonb NOT NULL,
            reason TEXT,
            occurred_at timestamptz NOT NULL,
            released_at timestamptz,
            release_reason TEXT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_charges_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_charges_vendor FOREIGN KEY (workspace_id, vendor_platform_id)
                REFERENCES expert_network.vendor_platforms (workspace_id, id),
            CONSTRAINT fk_charges_interview FOREIGN KEY (workspace_id, interview_id)
                REFERENCES expert_network.interviews (workspace_id, id),
            CONSTRAINT fk_charges_expert FOREIGN KEY (workspace_id, expert_id)
                REFERENCES expert_network.experts (workspace_id, id),
            CONSTRAINT charges_currency_check CHECK (currency ~ '^[A-Z]{3}$'),
            CONSTRAINT charges_amounts_check CHECK (amount_minor >= 0 AND campaign_amount_minor >= 0),
            CONSTRAINT charges_whole_check CHECK (amount_minor IS NULL OR currency IS NOT NULL),
            CONSTRAINT charges_released_check CHECK ((stage = 'released') = (released_at IS NOT NULL))
        )
    """,
    """
        CREATE UNIQUE INDEX charges_one_price_of_a_call ON expert_network.charges (workspace_id, interview_id)
        WHERE fee_type = 'per_call' AND stage <> 'released'
    """,
    "CREATE INDEX idx_charges_campaign ON expert_network.charges (workspace_id, campaign_id, stage)",
    "CREATE INDEX idx_charges_occurred ON expert_network.charges (workspace_id, occurred_at, id)",
    "CREATE INDEX idx_charges_created ON expert_network.charges (workspace_id, created_at, id)",
    "CREATE INDEX idx_charges_vendor ON expert_network.charges (workspace_id, vendor_platform_id, occurred_at)",
    "CREATE INDEX idx_charges_interview ON expert_network.charges (workspace_id, interview_id)",
    "CREATE INDEX idx_charges_expert ON expert_network.charges (workspace_id, expert_id)",
    "CREATE INDEX idx_charges_card ON expert_network.charges (workspace_id, rate_card_id)",
    """
        CREATE FUNCTION expert_network.keep_charge() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.stage = 'released' OR NEW.stage <> 'released'
                OR to_jsonb(OLD) - '{stage,released_at,release_reason}'::text[]
                    <> to_jsonb(NEW) - '{stage,released_at,release_reason}'::text[] THEN
                RAISE EXCEPTION 'a charge is only ever released'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'charges_are_only_released';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TRIGGER keep_charge BEFORE UPDATE ON expert_network.charges
        FOR EACH ROW EXECUTE FUNCTION expert_network.keep_charge()
    """,
)
BUDGETS = (
    """
        CREATE FUNCTION expert_network.keep_campaign_currency() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM expert_network.charges c
                       WHERE c.workspace_id = NEW.workspace_id AND c.campaign_id = NEW.id)
                OR EXISTS (SELECT FROM expert_network.budgets b
                           WHERE b.workspace_id = NEW.workspace_id AND b.campaign_id = NEW.id) THEN
                RAISE EXCEPTION 'money is reckoned in this currency'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_currency_is_reckoned_in';
            END IF;
            RETURN NEW;
        END $$
    """,
    """
        CREATE TABLE expert_network.budgets (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            amount_minor INTEGER NOT NULL,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT budgets_campaign_unique UNIQUE (workspace_id, campaign_id),
            CONSTRAINT fk_budgets_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT budgets_amount_check CHECK (amount_minor >= 0)
        )
    """,
    """
        CREATE TABLE expert_network.budget_thresholds (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            campaign_id UUID NOT NULL,
            kind expert_network.threshold_kind NOT NULL,
            value INTEGER NOT NULL,
            set_by TEXT NOT NULL,
            fired_at timestamptz,
            fired_spend_minor BIGINT,
            created_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT budget_thresholds_unique UNIQUE (workspace_id, campaign_id, kind, value),
            CONSTRAINT fk_thresholds_campaign FOREIGN KEY (workspace_id, campaign_id)
                REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT budget_thresholds_value_check CHECK (value > 0)
        )
    """,
    """
        CREATE TRIGGER keep_campaign_currency BEFORE UPDATE OF currency ON expert_network.campaigns
        FOR EACH ROW WHEN (OLD.currency IS DISTINCT FROM NEW.currency)
        EXECUTE FUNCTION expert_network.keep_campaign_currency()
    """,
)
INVOICES = (
    """
        CREATE TABLE expert_network.invoices (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            vendor_platform_id UUID NOT NULL,
            file_id UUID NOT NULL,
            user_id TEXT NOT NULL,
            number TEXT,
            period_from DATE NOT NULL,
            period_to DATE NOT NULL,
            content_hash TEXT NOT NULL,
            status expert_network.invoice_status DEFAULT 'placed' NOT NULL,
            notes JSONB DEFAULT '[]'::jsonb NOT NULL,
            undone_at timestamptz,
            created_at timestamptz DEFAULT now() NOT NULL,
            updated_at timestamptz DEFAULT now() NOT NULL,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT fk_invoices_vendor FOREIGN KEY (workspace_id, vendor_platform_id)
                REFERENCES expert_network.vendor_platforms (workspace_id, id),
            CONSTRAINT fk_invoices_file FOREIGN KEY (workspace_id, file_id)
                REFERENCES expert_network.source_files (workspace_id, id),
            CONSTRAINT invoices_period_check CHECK (period_to >= period_from),
            CONSTRAINT invoices_undone_check CHECK ((status = 'undone') = (undone_at IS NOT NULL))
        )
    """,
    "CREATE INDEX idx_invoices_created ON expert_network.invoices (workspace_id, created_at, id)",
    "CREATE INDEX idx_invoices_period ON expert_network.invoices (workspace_id, period_from, id)",
    "CREATE INDEX idx_invoices_vendor ON expert_network.invoices (workspace_id, vendor_platform_id, period_from)",
    "CREATE INDEX idx_invoices_file ON expert_network.invoices (workspace_id, file_id)",
    """
        CREATE UNIQUE INDEX invoices_same_content
        ON expert_network.invoices (workspace_id, vendor_platform_id, content_hash) WHERE status = 'placed'
    """,
    """
        CREATE TABLE expert_network.invoice_lines (
            workspace_id UUID NOT NULL,
            id UUID NOT NULL,
            invoice_id UUID NOT NULL,
            position INTEGER NOT NULL,
            place TEXT NOT NULL,
            outcome expert_network.invoice_outcome NOT NULL,
            charge_id UUID,
            call_date DATE,
            expert_name TEXT,
            client_contact TEXT,
            reference TEXT,
            minutes INTEGER,
            units NUMERIC(12, 4),
            rate_minor INTEGER,
            amount_minor INTEGER,
            currency TEXT,
            difference_minor INTEGER,
            differences JSONB DEFAULT '[]'::jsonb NOT NULL,
            cells JSONB DEFAULT '{}'::jsonb NOT NULL,
            decision expert_network.invoice_decision DEFAULT 'open' NOT NULL,
            decision_note TEXT,
            decided_by TEXT,
            decided_at timestamptz,
            PRIMARY KEY (workspace_id, id),
            CONSTRAINT invoice_lines_position_unique UNIQUE (workspace_id, invoice_id, position),
            CONSTRAINT fk_invoice_lines_invoice FOREIGN KEY (workspace_id, invoice_id)
                REFERENCES expert_network.invoices (workspace_id, id) ON DELETE CASCADE,
            CONSTRAINT fk_invoice_lines_charge FOREIGN KEY (workspace_id, charge_id)
                REFERENCES expert_network.charges (workspace_id, id) ON DELETE SET NULL (charge_id)
        )
    """,
    """
        CREATE INDEX idx_invoice_lines_outcome
        ON expert_network.invoice_lines (workspace_id, invoice_id, outcome, position)
    """,
    "CREATE INDEX idx_invoice_lines_charge ON expert_network.invoice_lines (workspace_id, charge_id)",
)


def upgrade() -> None:
    for name, values in ENUMS.items():
        labels = ", ".join(f"'{value}'" for value in values)
        op.execute(f"CREATE TYPE expert_network.{name} AS ENUM ({labels})")
    for statement in (*RATE_CARDS, *CHARGES, *BUDGETS, *INVOICES):
        op.execute(statement)
    for table in TABLES:
        for statement in rls.protect(table):
            op.execute(statement)
    for table in TOUCHED:
        for statement in rls.touch(table):
            op.execute(statement)
    op.execute("REVOKE DELETE ON expert_network.charges FROM core_rw")


def downgrade() -> None:
    op.execute("DROP TRIGGER keep_campaign_currency ON expert_network.campaigns")
    op.execute("DROP FUNCTION expert_network.keep_campaign_currency()")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE expert_network.{table}")
    op.execute("DROP FUNCTION expert_network.keep_charge()")
    for name in ENUMS:
        op.execute(f"DROP TYPE expert_network.{name}")
