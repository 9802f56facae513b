"""Decides within one thread whether two written names are one person. Between vendors that is matching's to decide."""

from collections.abc import Iterable, Mapping

from services.core.matching import folding, names, nicknames


def key(name: str) -> str:
    """Given name and surname in comparable letters, without honorifics, initials and degrees."""
    parsed = names.parse(name)
    given = parsed.given[0] if parsed.given else ""
    return f"{given} {''.join(parsed.surname)}".strip() or folding.fold(name)


def resolve(name: str, known: Mapping[str, str]) -> str | None:
    """The key among `known` (keys with the names as written) that `name`, or a part of it, can only mean."""
    own = key(name)
    if own in known:
        return own
    parsed = names.parse(name)
    if parsed.given and parsed.surname:
        return _only(other for other, written in known.items() if _is_same(parsed, names.parse(written)))
    word = folding.letters(name)
    return _only(other for other in known if word and word in other.split())


def _is_same(left: names.Name, right: names.Name) -> bool:
    if left.surname != right.surname or not left.given or not right.given:
        return left == names.rotated(right)
    one, two = left.given[0], right.given[0]
    return (
        one == two
        or (one[0] == two[0] and 1 in (len(one), len(two)))
        or bool(nicknames.identities(one) & nicknames.identities(two))
    )


def _only(keys: Iterable[str]) -> str | None:
    found = list(keys)
    return found[0] if len(found) == 1 else None
