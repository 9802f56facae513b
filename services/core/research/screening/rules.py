"""What makes an answer good, as it is typed in, and whether that goes with the question's type and options."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field, PlainSerializer, StringConstraints

from services.core.research.screening import choices
from shared.contracts.input import Input
from shared.errors import Problem, invalid
from shared.types import NO_NUL, Name

Phrase = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)
]  # fmt: skip
Phrases = Annotated[list[Phrase], Field(min_length=1, max_length=50)]
Chosen = Annotated[list[Name], Field(min_length=1, max_length=50)]
Rating = Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)]

FITTING: Mapping[str, tuple[str, ...]] = {
    "text": ("expects", "avoid", "min_words"),
    "multiple_choice": ("good", "knock_out"),
    "rating": ("at_least", "knock_out_below"),
}


class RulesIn(Input):
    """Of a text: phrases expected and to be avoided, words at least. Of a choice: options that are good or knock out.
    Of a rating: what is wanted at least, and below what it knocks out.
    """

    expects: Phrases | None = Field(default=None, description="Of a text: phrases a good answer holds")
    avoid: Phrases | None = Field(default=None, description="Of a text: phrases a good answer does not hold")
    min_words: Annotated[int, Field(ge=1, le=1000)] | None = Field(
        default=None, description="Of a text: fewer words tell too little"
    )
    good: Chosen | None = Field(default=None, description="Of a choice: options that are good answers")
    knock_out: Chosen | None = Field(default=None, description="Of a choice: options that rule the expert out")
    at_least: Rating | None = Field(
        default=None, description="Of a rating: what is wanted, on the question's own scale"
    )
    knock_out_below: Rating | None = Field(default=None, description="Of a rating: below this the expert is ruled out")


def _said(rules: RulesIn) -> dict[str, Any]:
    return rules.model_dump(exclude_none=True)


Rules = Annotated[RulesIn, PlainSerializer(_said)]


def check(rules: Mapping[str, Any], *, kind: str, options: Sequence[str] | None) -> None:
    """Raises Problem (invalid) for a rule of another type, an option there is not, or a rating off the scale."""
    for name in rules:
        if name not in FITTING[kind]:
            raise _unfit(f"'{name}' does not go with a question of the type {kind}.", name)
    for name in ("good", "knock_out"):
        for option in rules.get(name, ()):
            if option not in (options or ()):
                raise _unfit(f"'{option}' is none of the question's options.", name)
    if both := set(rules.get("good", ())) & set(rules.get("knock_out", ())):
        raise _unfit(f"'{min(both)}' cannot be good and knock out.", "knock_out")
    low, high = choices.scale_of(options or ())
    for name in ("at_least", "knock_out_below"):
        if name in rules and not low < rules[name] <= high:
            raise _unfit(f"{rules[name]:g} is not above {low:g} and at most {high:g}, the question's scale.", name)


def check_answer(text: str, *, kind: str, options: Sequence[str] | None) -> None:
    """Raises Problem (invalid: answer_unfit) with what is allowed for an answer that names no option, or no rating on
    the question's scale. Words answer a question in words.
    """
    if kind == "multiple_choice" and choices.chosen(text, options or ()) is None:
        raise _misfit(f"Answer with one of the question's options: {', '.join(options or ())}.", list(options or ()))
    if kind == "rating" and choices.rating(text, options or ()) is None:
        low, high = choices.scale_of(options or ())
        raise _misfit(f"Answer with a rating from {low:g} to {high:g}.", list(options or ()) or [low, high])


def _misfit(message: str, allowed: list[Any]) -> Problem:
    errors = [{"pointer": "#/response_text", "reason": message}]
    return Problem("invalid", "answer_unfit", message, errors=errors, details={"allowed": allowed})


def _unfit(message: str, name: str) -> Problem:
    return invalid("rules_unfit", message, pointer=f"#/rules/{name}")
