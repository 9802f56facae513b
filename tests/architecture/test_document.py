"""The API's document tells who never saw the code what each operation does, and what each parameter means."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from services import core
from services.core.compliance.rules import parameters
from services.core.main import create_app
from services.gateway import main as gateway
from services.gateway import openapi
from tests.support import contract, settings

CORE = Path(core.__file__).parent
CODE_AT = {"Problem": 1, "Kept": 1, "invalid": 0}
TOLD_OTHERWISE = {
    "platform/deadlines",
    "reporting/tracker/additions",
    "reporting/tracker/applying",
    "reporting/tracker/call_rows",
    "reporting/tracker/quotes",
}
"""What only the gateway is told, and why a cell of a tracker was refused: in the report, with its reason."""
NOWHERE = "postgresql://nowhere/nothing"
FEWEST_WORDS = 6
"""A description of fewer only says the path again."""


@dataclass(frozen=True, slots=True)
class Described:
    """What the document says of one operation."""

    name: str
    summary: str
    description: str
    query: tuple[dict[str, Any], ...]

    @property
    def tells(self) -> bool:
        """Whether the description is a sentence of its own."""
        text = self.description.strip()
        same = text.rstrip(".").casefold() == self.summary.casefold()
        return text.endswith(".") and len(text.split()) >= FEWEST_WORDS and not same


def refusals() -> Iterator[tuple[str, str]]:
    """Every code of a refusal that core's rooms write down, with the module."""
    for path in sorted(CORE.rglob("*.py")):
        module = path.relative_to(CORE).with_suffix("").as_posix()
        if module in TOLD_OTHERWISE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CODE_AT:
                place = CODE_AT[node.func.id]
                code = node.args[place] if len(node.args) > place else None
                if isinstance(code, ast.Constant):
                    yield str(code.value), module


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """Core's document and the gateway's own paths; neither is started."""
    of_core = contract.document_of(create_app(settings.of_core(NOWHERE)))
    own = contract.document_of(gateway.create_app(settings.of_gateway(NOWHERE)))
    return openapi.merge(of_core, own)


def operations(document: dict[str, Any]) -> Iterator[Described]:
    """Every operation with its words."""
    for path, item in document["paths"].items():
        for method, told in item.items():
            yield Described(
                name=f"{method.upper()} {path}",
                summary=told.get("summary", ""),
                description=told.get("description", ""),
                query=tuple(each for each in told.get("parameters", ()) if each["in"] == "query"),
            )


def test_every_operation_has_a_summary_of_its_own(document: dict[str, Any]) -> None:
    summaries = Counter(each.summary.casefold() for each in operations(document))
    assert len(summaries) > 150
    assert [summary for summary, times in summaries.items() if times > 1 or len(summary.split()) < 2] == []


def test_every_operation_says_in_a_sentence_what_it_does(document: dict[str, Any]) -> None:
    assert [each.name for each in operations(document) if not each.tells] == []


def test_every_query_parameter_says_what_it_means(document: dict[str, Any]) -> None:
    silent = [
        f"{each.name} {asked['name']}"
        for each in operations(document)
        for asked in each.query
        if not asked.get("description")
    ]
    assert silent == []


def test_every_refusal_by_name_is_told(document: dict[str, Any]) -> None:
    told = openapi.CONVENTIONS + "".join(each.description for each in operations(document))
    named = set(refusals())
    assert len(named) > 80
    assert sorted(f"{code} of {module}" for code, module in named if f"`{code}`" not in told) == []


def test_no_two_shapes_share_a_name(document: dict[str, Any]) -> None:
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


def test_what_each_compliance_rule_can_be_told_is_typed(document: dict[str, Any]) -> None:
    told = document["components"]["schemas"]["RuleIn"]["properties"]["parameters"]["anyOf"]
    taken = {each["title"]: each["properties"] for each in told}
    assert {rule: set(fields) for rule, fields in taken.items()} == {
        rule: set(model.model_fields) for rule, model in parameters.BY_RULE.items()
    }
    assert [name for fields in taken.values() for name, each in fields.items() if not each.get("description")] == []
