"""Members of people and sessions that nobody sets for themselves."""

from collections.abc import Iterable, Mapping

from services.gateway.auth.errors import Refusal


def refuse_reserved(values: Mapping[str, object], names: Iterable[str]) -> None:
    """Raises Refusal for the first of these names that is set to anything."""
    for name in names:
        if is_set(values.get(name)):
            raise Refusal(400, "FIELD_NOT_ALLOWED", f"{name} is not allowed to be set")


def is_set(value: object) -> bool:
    """Whether JavaScript takes the value for true: an empty list or object is, an empty text is not."""
    return bool(value) or isinstance(value, list | dict)
