"""Every table of a workspace and what becomes of it when a campaign moves; a test holds this against the database.

The conditions are SQL on a row `t` of the table, with `:workspace_id` and `:campaign_id`; they also count what moved.
"""

from collections.abc import Mapping

from shared.models.base import SCHEMA

OFFERS = f"""
    SELECT e.id FROM {SCHEMA}.experts e WHERE e.workspace_id = :workspace_id AND e.campaign_id = :campaign_id
"""
INTAKES = f"""
    SELECT i.id FROM {SCHEMA}.intakes i WHERE i.workspace_id = :workspace_id AND i.campaign_id = :campaign_id
"""
CALLS = f"""
    SELECT i.id FROM {SCHEMA}.interviews i WHERE i.workspace_id = :workspace_id AND i.campaign_id = :campaign_id
"""
TRACKERS = f"""
    SELECT r.id FROM {SCHEMA}.tracker_reads r WHERE r.workspace_id = :workspace_id AND r.campaign_id = :campaign_id
"""
VENDORS = f"""
    SELECT e.vendor_platform_id FROM {SCHEMA}.experts e
    WHERE e.workspace_id = :workspace_id AND e.campaign_id = :campaign_id
    UNION SELECT v.vendor_platform_id FROM {SCHEMA}.campaign_vendor_enrollments v
    WHERE v.workspace_id = :workspace_id AND v.campaign_id = :campaign_id
    UNION SELECT c.vendor_platform_id FROM {SCHEMA}.charges c
    WHERE c.workspace_id = :workspace_id AND c.campaign_id = :campaign_id
"""
MEMBERS = f"""
    SELECT a.team_member_id FROM {SCHEMA}.campaign_team_assignments a
    WHERE a.workspace_id = :workspace_id AND a.campaign_id = :campaign_id
    UNION SELECT i.lead_member_id FROM {SCHEMA}.interviews i
    WHERE i.workspace_id = :workspace_id AND i.campaign_id = :campaign_id
    UNION SELECT t.team_member_id FROM {SCHEMA}.interview_attendees t
    JOIN {SCHEMA}.interviews i ON i.workspace_id = t.workspace_id AND i.id = t.interview_id
    WHERE i.workspace_id = :workspace_id AND i.campaign_id = :campaign_id
"""
FILES = f"""
    SELECT unnest(i.file_ids) FROM {SCHEMA}.intakes i
    WHERE i.workspace_id = :workspace_id AND i.campaign_id = :campaign_id
"""
PEOPLE = f"""
    WITH RECURSIVE offered (id) AS (
        SELECT e.person_id FROM {SCHEMA}.experts e
        WHERE e.workspace_id = :workspace_id AND e.campaign_id = :campaign_id
        UNION
        SELECT p.id FROM offered o
        JOIN {SCHEMA}.people p ON p.workspace_id = :workspace_id AND p.merged_into_id = o.id
        JOIN {SCHEMA}.match_reviews r ON r.workspace_id = p.workspace_id AND p.id IN (r.person_id, r.other_person_id)
            AND r.status = 'accepted' AND r.moved ->> 'loser' = p.id::text
        WHERE EXISTS (SELECT FROM ({OFFERS}) e WHERE r.moved -> 'experts' ? e.id::text)
    )
    SELECT id FROM offered
"""
"""Whom the campaign's offers are of, and who was merged into them bringing one of these offers along."""

REQUESTS = f"""
    SELECT q.id FROM {SCHEMA}.approval_requests q
    WHERE q.workspace_id = :workspace_id AND q.campaign_id = :campaign_id
"""

BY_CAMPAIGN = "t.campaign_id = :campaign_id"
BY_CALL = f"t.interview_id IN ({CALLS})"
BY_OFFER = f"t.expert_id IN ({OFFERS})"
BY_INTAKE = f"t.intake_id IN ({INTAKES})"

REFERRED: Mapping[str, str] = {
    "vendor_platforms": f"t.id IN ({VENDORS})",
    "team_members": f"t.id IN ({MEMBERS})",
    "people": f"t.id IN ({PEOPLE})",
    "attestations": f"t.person_id IN ({PEOPLE})",
}
"""What the campaign refers to: taken along unless it is there; what others use too stays behind as well."""

HANGING: Mapping[str, str] = {
    "campaigns": "t.id = :campaign_id",
    "campaign_team_assignments": BY_CAMPAIGN,
    "campaign_vendor_enrollments": BY_CAMPAIGN,
    "screening_questions": BY_CAMPAIGN,
    "campaign_companies": BY_CAMPAIGN,
    "coverage_targets": BY_CAMPAIGN,
    "experts": BY_CAMPAIGN,
    "expert_screening_responses": BY_OFFER,
    "screening_scores": BY_OFFER,
    "approval_requests": BY_CAMPAIGN,
    "approval_decisions": f"t.request_id IN ({REQUESTS})",
    "interviews": BY_CAMPAIGN,
    "interview_attendees": BY_CALL,
    "blackouts": BY_CAMPAIGN,
    "charges": BY_CAMPAIGN,
    "budgets": BY_CAMPAIGN,
    "budget_thresholds": BY_CAMPAIGN,
    "intakes": BY_CAMPAIGN,
    "intake_items": BY_INTAKE,
    "intake_changes": BY_INTAKE,
    "suggestions": BY_OFFER,
    "tracker_exports": BY_CAMPAIGN,
    "tracker_reads": BY_CAMPAIGN,
    "tracker_cells": f"t.read_id IN ({TRACKERS})",
    "calendar_feeds": f"{BY_CAMPAIGN} AND (t.team_member_id IS NULL OR t.team_member_id IN ({MEMBERS}))",
}
"""What goes with the campaign when it is deleted, and so when it moves; what refers to another stands below it."""

BETWEEN: Mapping[str, str] = {"match_reviews": f"t.person_id IN ({PEOPLE}) AND t.other_person_id IN ({PEOPLE})"}
"""What lies between people: taken along where both of them come."""

ADDED_ONLY = frozenset({"approval_requests", "approval_decisions"})
"""What nobody may change, and so cannot lock; those it hangs on are locked."""

KEPT: Mapping[str, str] = {"source_files": f"t.id IN ({FILES})"}
"""What is too large to be carried as JSON."""

CARRIED: Mapping[str, str] = {**REFERRED, **HANGING, **BETWEEN}
"""In the order in which rows are put down: what is referred to stands above what refers to it."""
MOVED: Mapping[str, str] = {**CARRIED, **KEPT}

STAYING: Mapping[str, str] = {
    "company_facts": "what this workspace knows of employers",
    "compliance_rules": "a setting of the whole workspace",
    "exchange_rates": "a setting of the whole workspace",
    "idempotency_keys": "answers to requests made in this workspace",
    "not_the_same": "by fingerprints, not by rows: remembered anew where the campaign goes",
    "person_keys": "made anew from the offers, on both sides",
    "projects": "holds other campaigns; the campaign leaves it",
    "user_ui_preferences": "of a person and this workspace",
    "restricted_entries": "the lists of this workspace; those where the campaign goes hold there",
    "user_trainings": "of the people who work in this workspace",
    "rate_cards": "what vendors agreed with this workspace",
    "invoices": "a vendor's invoice is of calls of several campaigns",
    "invoice_lines": "stand in an invoice, which stays",
}
"""What does not move, and why."""

MADE_ANEW: Mapping[str, str] = {
    "audit_entries": "each workspace's log tells what happened in it, and is never rewritten",
    "audit_heads": "the head of that log",
    "calendar_holds": "kept by the database from the calls, on both sides",
    "expert_texts": "kept by the database from the offers, on both sides",
}
"""What the database itself writes on both sides."""
