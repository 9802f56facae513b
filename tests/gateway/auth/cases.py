"""The table of auth's cases: which test shows that an endpoint answers so.

`python -m tests.gateway.auth.cases` writes it anew.
Every line comes from an answer seen while the test ran; a test that no longer sees what its line says fails.
"""

import ast
import functools
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from services.gateway.auth_routes import ROUTES
from tests.gateway.auth.seen import Case

ROOT = Path(__file__).resolve().parents[3]
TABLE = Path(__file__).with_name("CASES.md")
TESTS = "tests/gateway/"
PROPERTY = "auth case"
WORD = re.compile(r"[a-z]+")
LINE = re.compile(r"\| (GET|POST) (\S+) \| (\d{3}) \| (.*?) ?\| (\S.*) \|")
RACING = "gather("
"""What a test does that may see something else the next time."""
ARGUMENTS = (
    str(ROOT / TESTS),
    f"--rootdir={ROOT}",
    f"--ignore={ROOT / TESTS}/auth/test_cases.py",
    f"--ignore={ROOT / TESTS}/test_auth_routes.py",
    "--numprocesses=2",
    "-Wignore::pytest.PytestAssertRewriteWarning",
)
"""Without the tests that only tell a fault of the client's from one of ours."""
HEAD = """# What auth answers, and the test that shows it

Written by `python -m tests.gateway.auth.cases`; not by hand. Every test is held to its lines when it runs.

| Endpoint | Status | Code | Test |
|---|---|---|---|
"""


class Run:
    """A pytest plugin: the cases seen by tests that passed."""

    def __init__(self) -> None:
        self.seen: dict[Case, set[str]] = defaultdict(set)
        self._passed: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a test saw, once it is over."""
        if report.when == "call" and report.passed and RACING not in source_of(report.nodeid):
            self._passed.add(report.nodeid)
        if report.when == "teardown" and report.nodeid in self._passed:
            for name, value in report.user_properties:
                if name == PROPERTY:
                    self.seen[Case(*value)].add(report.nodeid)  # type: ignore[misc]


@functools.cache
def written() -> Mapping[str, frozenset[Case]]:
    """The table as it stands: the cases of each test."""
    found: dict[str, set[Case]] = defaultdict(set)
    lines = TABLE.read_text().splitlines() if TABLE.exists() else []
    for match in filter(None, map(LINE.fullmatch, lines)):
        method, path, status, code, test = match.groups()
        found[TESTS + test].add(Case(method, path, int(status), code))
    return {test: frozenset(cases) for test, cases in found.items()}


def promised(test: str) -> frozenset[Case]:
    """What the table says a test shows."""
    return written().get(test, frozenset())


def text_of(seen: Mapping[Case, Iterable[str]]) -> str:
    """The table: endpoints in the order of the routes, one test a case."""
    order = {key: place for place, key in enumerate(ROUTES)}
    breadth: dict[str, int] = defaultdict(int)
    for tests in seen.values():
        for test in tests:
            breadth[test] += 1
    lines = []
    for case in sorted(seen, key=lambda case: (order[case.method, case.path], case)):
        test = min(seen[case], key=lambda test: (*_strangeness(case, test), breadth[test], test))
        code = f"{case.code} " if case.code else ""
        lines.append(f"| {case.method} {case.path} | {case.status} | {code}| {test.removeprefix(TESTS)} |\n")
    return HEAD + "".join(lines)


def _strangeness(case: Case, test: str) -> tuple[int, bool]:
    """How many words of the endpoint a test does not have in its name, and whether it is one of several."""
    return sum(word not in test for word in WORD.findall(case.path)), "[" in test


@functools.cache
def _functions(file: Path) -> dict[str, str]:
    """The source of each test in a file."""
    text = file.read_text()
    nodes = (node for node in ast.parse(text).body if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef))
    return {node.name: ast.get_source_segment(text, node) or "" for node in nodes}


def source_of(test: str) -> str:
    """The source of a test. Raises KeyError if there is none."""
    file, _, function = test.partition("::")
    return _functions(ROOT / file)[function.partition("[")[0]]


def main() -> int:
    """Run the gateway's tests and write the table anew; 1 if one of them fails."""
    run, before = Run(), TABLE.read_text() if TABLE.exists() else None
    TABLE.unlink(missing_ok=True)
    failed = pytest.main([*ARGUMENTS], plugins=[run])
    if failed and before is not None:
        TABLE.write_text(before)
        return 1
    TABLE.write_text(text_of(run.seen))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
