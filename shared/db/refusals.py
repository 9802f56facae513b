"""What the database refuses, put in the terms of `Problem`: constraints and checks by name, and its own troubles."""

from typing import Any

import asyncpg
import orjson
from sqlalchemy.exc import TimeoutError as PoolTimeout

from shared.errors import Kind, Problem

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "idx_projects_user_code_unique": ("project_code_taken", "This project code is taken.", "#/project_code"),
    "vendor_platforms_name_key": ("vendor_name_taken", "A vendor of this name exists.", "#/name"),
    "experts_one_open_offer": (
        "offer_exists",
        "This vendor already has an open offer of this person in this campaign.",
        "#/name",
    ),
    "responses_question_unique": ("answer_exists", "This question is answered already.", "#/question_text"),
}


CHECKS: dict[str, tuple[Kind, str, str]] = {
    "campaign_currency_is_reckoned_in": (
        "conflict",
        "currency_in_use",
        "This campaign's budget or charges are in its currency: it cannot be changed any more.",
    ),
    "legal_move": ("conflict", "move_not_allowed", "This cannot be set to that from its present state."),
    "calls_held": ("conflict", "calls_held", "Calls that were held or charged stay on record."),
    "campaign_timezone_is_reckoned_in": (
        "conflict",
        "calls_booked",
        "Calls of this campaign are booked or were held on days of its time zone.",
    ),
    "decider_is_booker": ("forbidden", "decider_is_booker", "Nobody decides about a call they booked."),
    "expert_not_shortlisted": ("conflict", "expert_not_shortlisted", "Only an expert who is shortlisted is called."),
    "proposals_taken": ("conflict", "proposals_not_taken", "This vendor's enrolment takes no new proposals."),
    "move_to_come": ("invalid", "still_to_come", "This cannot have happened yet."),
}
"""Checks of the database that say more than that a value is wrong."""
GATE = "compliance_gate"
"""The check of the compliance gate; its detail holds what stands against the call, as JSON."""


def problem_of(cause: BaseException | None) -> Problem:
    """What the driver raised: constraints are the caller's to mend, the rest is ours."""
    if isinstance(cause, asyncpg.UniqueViolationError):
        name = cause.constraint_name or ""
        code, message, pointer = CONSTRAINTS.get(name, ("duplicate", "There is one like this already.", "#/"))
        return Problem("conflict", code, message, errors=[{"pointer": pointer, "reason": message}])
    if isinstance(cause, asyncpg.ForeignKeyViolationError):
        return Problem("conflict", "reference_missing", "Something this refers to is missing or still in use.")
    if isinstance(cause, asyncpg.CheckViolationError):
        unnamed: tuple[Kind, str, str] = (
            "invalid",
            "value_refused",
            f"The values break the rule {cause.constraint_name}.",
        )
        if cause.constraint_name == GATE:
            return Problem("conflict", "gate_refused", cause.args[0], details={"findings": orjson.loads(cause.detail)})
        return Problem(*CHECKS.get(cause.constraint_name or "", unnamed), details=_details(cause))
    if isinstance(cause, asyncpg.ExclusionViolationError):
        return Problem("conflict", "double_booking", "Somebody who has to be in a call is in another one at that time.")
    if isinstance(cause, asyncpg.QueryCanceledError):
        return Problem(
            "timeout", "database_timeout", "The database took too long and was stopped; nothing was written."
        )
    if isinstance(cause, TimeoutError):
        return Problem("timeout", "database_timeout", "The database took too long; the outcome of a write is unknown.")
    if isinstance(cause, asyncpg.LockNotAvailableError | asyncpg.DeadlockDetectedError | asyncpg.SerializationError):
        message = "Others are changing the same just now; nothing was written. Try again."
        return Problem("unavailable", "database_busy", message)
    if isinstance(cause, asyncpg.DiskFullError):
        return Problem("unavailable", "disk_full", "The database has no room left.")
    unreachable = asyncpg.PostgresConnectionError | asyncpg.CannotConnectNowError | asyncpg.TooManyConnectionsError
    if isinstance(cause, unreachable | asyncpg.AdminShutdownError | OSError | PoolTimeout | asyncpg.InterfaceError):
        return Problem("unavailable", "database_unavailable", "The database cannot be reached just now.")
    return Problem("broken", "database_fault", "The database refused what was asked of it.")


def _details(cause: asyncpg.PostgresError) -> dict[str, Any]:
    """What the house's own checks say beside, as a JSON object; PostgreSQL's say it in prose, with the row's values."""
    said: dict[str, Any] = orjson.loads(cause.detail) if cause.constraint_name in CHECKS and cause.detail else {}
    return said
