"""Makes the page: one self-contained document without script, and the policy that lets nothing else into it."""

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from services.core.reporting.figures import EstimateOut
from services.core.reporting.page import charts, wording
from services.core.reporting.page.charts import Whisker

SCALE = 112.0
"""Units of a whisker's scale."""


@cache
def environment() -> Environment:
    """The templates, compiled once; every value is escaped."""
    made = Environment(
        loader=PackageLoader("services.core.reporting.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(wording.FILTERS)
    made.filters.update(coordinate=_coordinate, whisker=_whisker)
    return made


@cache
def stylesheet() -> str:
    """The page's own, as it stands in it."""
    return resources.files(__package__).joinpath("templates", "report.css").read_text(encoding="utf-8")


@cache
def policy() -> str:
    """A Content-Security-Policy by which the page loads nothing, runs nothing, and has this one stylesheet."""
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def page(**values: Any) -> bytes:
    """The whole document, UTF-8."""
    return environment().get_template("report.html").render(css=stylesheet(), **values).encode()


def _coordinate(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _whisker(found: EstimateOut, low: float, high: float) -> Whisker | None:
    return charts.whisker(found, low=low, high=high, width=SCALE)
