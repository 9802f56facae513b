"""Finding text that was typed: it is data, never a pattern, so `%` and `_` find themselves."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, bindparam, func, or_


def contains_text(*columns: Any, name: str = "q") -> ColumnElement[bool]:
    """Whether one of `columns` holds the text of the parameter `name`, whatever its case; an empty column does not."""
    wanted = func.lower(bindparam(name, type_=Text))
    return or_(*(func.strpos(func.lower(column), wanted, type_=Integer) > 0 for column in columns))
