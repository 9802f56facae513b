"""Who may do what, on one screen: the named actions of core and the roles that may take them.

Every command declares one with `needs`; a caller of another role is refused before anything is looked up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.contracts.principal import Principal, Role
from shared.contracts.problem import MEDIA_TYPE, ProblemBody
from shared.errors import Problem

DECLARED = "policy"
"""The attribute of a command's handler that holds its policy."""

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Policy:
    """An action in words that follow "may", and the roles that may take it."""

    action: str
    roles: tuple[Role, ...]

    @property
    def rule(self) -> str:
        """The policy as a sentence."""
        *others, last = [CALLED.get(role, role) for role in self.roles]
        who = f"{', '.join(others)} or {last}" if others else last
        article = "an" if who[0] in "aeiou" else "a"
        return f"Only {article} {who} of this workspace may {self.action}."


CALLED: Mapping[Role, str] = {"compliance": "compliance officer"}
"""Who holds a role, where the role's word does not say."""
MANAGERS: tuple[Role, ...] = ("owner", "admin")
WORKERS: tuple[Role, ...] = (*MANAGERS, "compliance", "member")
EVERYBODY: tuple[Role, ...] = (*WORKERS, "viewer")

WORK = Policy("change what is in it", WORKERS)
MOVE_HERE = Policy("bring a campaign into it", WORKERS)
REMOVE_PROJECT = Policy("delete a project", MANAGERS)
CHANGE_SETTINGS = Policy("change its settings, such as exchange rates", MANAGERS)
CHANGE_RULES = Policy("change its compliance rules and lists", (*MANAGERS, "compliance"))
COMPLIANCE = Policy("decide what the compliance gate asks", ("compliance",))
"""Separation of duties: neither owner nor admin decides, unless they hold the role as well."""
EXPORT_LOG = Policy("write out its log", (*MANAGERS, "compliance"))
SET_OWN_PREFERENCES = Policy("change their own screen preferences", EVERYBODY)
KEEP_FEEDS = Policy("keep calendar feeds of their own", EVERYBODY)


def needs(policy: Policy) -> Callable[[Handler], Handler]:
    """Declare what a command's handler needs; stands directly above it."""

    def declare(handler: Handler) -> Handler:
        setattr(handler, DECLARED, policy)
        return handler

    return declare


def of(handler: Callable[..., Any]) -> Policy:
    """What a command's handler needs. Raises TypeError when it does not say."""
    policy = getattr(handler, DECLARED, None)
    if not isinstance(policy, Policy):
        raise TypeError(f"{handler.__module__}.{handler.__qualname__} is a command that declares no policy")
    return policy


def require(policy: Policy, caller: Principal) -> None:
    """Raises Problem (forbidden) for a caller whose role may not."""
    if caller.roles.isdisjoint(policy.roles):
        message = f"{policy.rule} Your role in it is {caller.role}."
        raise Problem("forbidden", "role_forbids", message, details={"role": caller.role, "needed": policy.roles})


def documented(policy: Policy) -> dict[int | str, dict[str, Any]]:
    """The refusal as OpenAPI tells it; nothing where no role is refused."""
    if policy.roles == EVERYBODY:
        return {}
    text = f"`role_forbids`: {policy.rule}"
    return {403: {"model": ProblemBody, "content": {MEDIA_TYPE: {}}, "description": text}}
