"""The import contracts of pyproject.toml hold, and each of them breaks when the import it forbids is planted."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
PLANTED = {
    "services/gateway/proxy/routes.py": "import services.core.settings",
    "services/core/deps.py": "import services.gateway.settings",
    "services/gateway/workspaces/members.py": "import services.gateway.workspaces.flows.members",
    "services/core/resources.py": "import services.cli.stack.errors",
    "shared/errors.py": "import services.core.settings",
    "services/core/research/projects/service.py": "import services.core.intake.service",
    "services/core/surprise/__init__.py": '"""A folder nobody placed."""',
    "services/core/research/vendors/repository.py": "import services.core.research.projects.repository",
    "services/core/research/projects/repository.py": "import services.core.research.projects.service",
    "services/core/spend/rate_cards/repository.py": "import services.core.spend.invoices.repository",
    "services/core/interviews/blackouts/repository.py": "import services.core.interviews.booking.repository",
    "services/core/research/team/repository.py": "import typing\nif typing.TYPE_CHECKING:\n    import fastapi",
    "services/core/research/team/service.py": "import services.core.platform.commands",
    "services/core/matching/names.py": "import shared.db.read",
    "services/core/intake/readers/limits.py": "import sqlalchemy",
    "shared/contracts/page.py": "import shared.db.keyset",
}
"""What is added to which file; every line breaks a contract."""


def lint(directory: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the tree in `directory`."""
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo"],
        cwd=directory,
        env={**os.environ, "COLUMNS": "500", "PYTHONPATH": str(directory)},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the linter says of a copy of the sources with all of that planted."""
    copy = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in ("services", "shared"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, line in PLANTED.items():
        (copy / name).parent.mkdir(exist_ok=True)
        with (copy / name).open("a") as file:
            file.write(f"\n{line}\n")
    result = lint(copy)
    assert result.returncode == 1, result.stderr
    return result.stdout


def test_every_contract_holds() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "violation",
    [
        "services.gateway.proxy.routes -> services.core.settings",
        "services.core.deps -> services.gateway.settings",
        "services.gateway.workspaces.members -> services.gateway.workspaces.flows.members",
        "services.core.resources -> services.cli.stack.errors",
        "shared.errors -> services.core.settings",
        "services.core.research.projects.service -> services.core.intake.service",
        "surprise",
        "services.core.research.vendors.repository -> services.core.research.projects.repository",
        "services.core.research.projects.repository -> services.core.research.projects.service",
        "services.core.spend.rate_cards.repository -> services.core.spend.invoices.repository",
        "services.core.interviews.blackouts.repository -> services.core.interviews.booking.repository",
        "services.core.research.team.repository -> fastapi",
        "services.core.research.team.service -> services.core.platform.commands",
        "services.core.matching.names -> shared.db.read",
        "services.core.intake.readers.limits -> sqlalchemy",
    ],
)
def test_a_planted_import_is_found(planted: str, violation: str) -> None:
    assert violation in planted


def test_every_contract_breaks_on_what_is_planted(planted: str) -> None:
    held = [line for line in planted.splitlines() if line.endswith(" KEPT")]
    assert held == []
