"""No endpoint of auth and no code it refuses with is without a test that has seen it; CASES.md says which."""

import ast
from collections.abc import Iterator

from services.gateway.auth_routes import ROUTES
from tests.gateway.auth import cases
from tests.gateway.auth.cases import ROOT
from tests.gateway.auth.seen import Case

NEVER_REFUSE = {("GET", "/ok"): "says no more than that auth is there"}
NEVER_SUCCEED = {
    ("POST", "/get-session"): "is for servers that put off prolonging sessions, which this is not",
    ("POST", "/update-session"): "is there for fields that a session does not have here",
}
SOURCES = sorted((ROOT / "services" / "gateway").glob("*/**/*.py"))
KNOWN = [case for found in cases.written().values() for case in found]


def codes() -> Iterator[str]:
    """Every code auth refuses with: the tables of texts, and those that come with texts of their own."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text())):
            match node:
                case ast.Assign(targets=[ast.Name("MESSAGES")], value=ast.Dict(keys=keys)):
                    yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))
                case ast.Call(func=ast.Name("Refusal"), args=[_, ast.Constant(value=str(code)), _]):
                    yield code


def shown(endpoint: tuple[str, str], *, refused: bool) -> list[Case]:
    return [case for case in KNOWN if (case.method, case.path) == endpoint and case.refused is refused]


def test_every_endpoint_is_seen_to_succeed_and_to_refuse() -> None:
    assert [each for each in ROUTES if each not in NEVER_SUCCEED and not shown(each, refused=False)] == []
    assert [each for each in ROUTES if each not in NEVER_REFUSE and not shown(each, refused=True)] == []


def test_every_code_is_seen() -> None:
    assert set(codes()) - {case.code for case in KNOWN} == set()


def test_the_exceptions_are_ones() -> None:
    assert not any(shown(endpoint, refused=True) for endpoint in NEVER_REFUSE)
    assert not any(shown(endpoint, refused=False) for endpoint in NEVER_SUCCEED)


def test_the_table_names_endpoints_and_tests_that_are_there() -> None:
    assert {(case.method, case.path) for case in KNOWN} <= set(ROUTES)
    assert all(map(cases.source_of, cases.written()))


def test_the_table_has_nothing_but_its_lines() -> None:
    lines = cases.TABLE.read_text().removeprefix(cases.HEAD).splitlines()
    assert all(cases.LINE.fullmatch(line) for line in lines)
    assert len(lines) == len(set(lines)) == len(set(KNOWN))
