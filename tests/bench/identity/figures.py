"""A figure that was measured, the bar it is held to, and the table for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured; `most` and `least` are its bars, None where there is none on that side."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether it keeps to its bars."""
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def bar(self) -> str:
        """The bars in words."""
        if self.most is not None and self.most == self.least:
            return f"exactly {self.most:g}"
        sides = [("at most", self.most), ("at least", self.least)]
        return ", ".join(f"{words} {bar:g}" for words, bar in sides if bar is not None)

    @property
    def verdict(self) -> str:
        """Of the bars; nothing where there is none."""
        if not self.bar:
            return ""
        return "holds" if self.holds else "[bold red]missed"


def exactly(name: str, value: int, wanted: int, remark: str = "") -> Figure:
    """A count that has to be just that."""
    return Figure(name, value, "", most=wanted, least=wanted, remark=remark)


def show(console: Console, title: str, figures: Sequence[Figure]) -> None:
    """One table."""
    table = Table(title, "measured", "bar", "", "")
    for figure in figures:
        measured = f"{figure.value:,.4g} {figure.unit}".strip()
        table.add_row(figure.name, measured, figure.bar, figure.verdict, figure.remark)
    console.print(table)
