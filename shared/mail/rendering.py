"""A mail as people read it: subject, text and HTML, all three from the blocks of one template, so that they agree.

HTML escapes every value; the only link in either part is the mail's own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from shared.mail.kinds import Mail
from shared.money import minor_units

PRODUCT = "Canvass"
LAYOUTS = {"text": "layout.txt", "html": "layout.html"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a mail says: one line of subject, and the same in text and in HTML."""

    subject: str
    text: str
    html: str


class Renderer:
    """Holds the compiled templates."""

    def __init__(self) -> None:
        self._environments = {part: _environment(autoescape=part == "html") for part in LAYOUTS}

    def render(self, mail: Mail) -> Rendered:
        """The mail in words."""
        return Rendered(
            subject=self._block(mail, "subject"),
            text=self._part(mail, "text"),
            html=self._part(mail, "html"),
        )

    def _part(self, mail: Mail, part: str) -> str:
        return self._template(mail, part).render(_values(mail), layout=LAYOUTS[part])

    def _block(self, mail: Mail, name: str) -> str:
        template = self._template(mail, "text")
        return "".join(template.blocks[name](template.new_context(_values(mail))))

    def _template(self, mail: Mail, part: str) -> Template:
        return self._environments[part].get_template(f"{mail.kind}.jinja")


def _environment(*, autoescape: bool) -> Environment:
    made = Environment(
        loader=PackageLoader("shared.mail"),
        autoescape=autoescape,  # noqa: S701 -- off for the text part alone
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["moment"] = _moment
    made.filters["money"] = _money
    return made


def _values(mail: Mail) -> dict[str, object]:
    return {"product": PRODUCT, "name": "", "url": "", "expires_at": None, **mail.model_dump()}


def _moment(instant: datetime) -> str:
    """An instant in words that need no zone of the reader's: 21 November 2026 at 14:05 UTC."""
    at = instant.astimezone(UTC)
    return f"{at.day} {at:%B %Y at %H:%M} UTC"


def _money(amount_minor: int, currency: str) -> str:
    """An amount in whole units: USD 1,200.00, JPY 120,000."""
    units = minor_units(currency)
    return f"{currency} {Decimal(amount_minor) / units:,.{len(str(units)) - 1}f}"
