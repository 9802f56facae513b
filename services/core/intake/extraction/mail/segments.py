"""Says what an unlabelled scrap of a profile is: a price, a place, a conflict state, a slot, an address, a number."""

import re

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import labels
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.mentions import Mention, SlotMode
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import contacts, titles
from services.core.intake.proposals import Slot

_REF = re.compile(
    r"(?:\b(?:expert|advisor|adviser|member|profile|candidate|council member|glg|cm|crg|gp|tb|as|dx|project)\b\s*)?"
    r"(?:\b(?:id|ref(?:erence)?|no|nr|number)\b\.?\s*[:#]?\s*|#\s*|\bcm\s+)(?P<ref>[A-Za-z]{0,4}-?\d[\w-]{2,})",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"(?:per|/|an|pro)\s*(?:hour|hr|h|min|minute|call|stunde|30)\b|\b(?:hourly|rate|fee|price|credits?|charges?"
    r"|costs?|asks?)\b"
    r"|^[^\w]*(?:[A-Z]{3}\s)?[$€£¥]?\s?[\d.,' ]+\s?(?:[A-Z]{3}|[$€£¥])?[^\w]*$",
    re.IGNORECASE,
)
_CONFLICT = re.compile(r"\b(?:conflicts?|compliance|coi|clearance|cleared)\b", re.IGNORECASE)
_CONFLICT_WORD = re.compile(
    r"^\W*(?:(?:cleared|pending|flagged)\s\w+|cleared|clear|pending|flagged|not (?:yet )?(?:checked|cleared|run"
    r"|started)|in review|under review|awaiting\s\w+"
    r"|no conflicts?|conflict[- ]free|restricted)\W*$",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^\W*(?:next\s|also\s)?(?:available|availability|avail\.?|open|free|slots?|can do|times?)\b\W*(?:on|at|from"
    r"|is)?\s*",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\s*,?\s*\b(?:instead of|rather than|and not|not on|on top of|in addition to|as well as)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_ADDING = re.compile(
    r"\b(?:also|on top of|in addition|additional(?:ly)?|as well as|another slot|besides|plus the|extra)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^(?:any |most )?(?:weekdays?|mornings?|afternoons?|evenings?|any ?time|flexible|(?:next|this) week|week of)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\b\d{1,2}\s?\+?\s*(?:years?|yrs?)\b(?:[^.]{0,30}\bexperience\b)?", re.IGNORECASE)
_PHONE = re.compile(r"\+\s?\d[\d\s().-]{7,}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b")
_LINKEDIN = re.compile(r"(?:https?://)?(?:[\w-]+\.)?linkedin\.com/in/[^\s>\])|,;]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w.-]+\.\w{2,}")


def addresses(piece: Piece, mention: Mention, context: Context) -> list[Piece]:
    """Adds LinkedIn, e-mail and phone found in `piece`, but not the vendor's own.

    Returns where they stand. A number without country code is read by the person's location.
    """
    taken: list[Piece] = []
    for pattern, name, reader in (
        (_LINKEDIN, "linkedin_url", contacts.linkedin),
        (_EMAIL, "email", contacts.email),
    ):
        for found in pattern.finditer(piece.words):
            place = piece.part(*found.span()).stripped(" .,;")
            value = reader(place.words)
            if value is None or any(value.endswith((f"@{domain}", f".{domain}")) for domain in context.own_domains):
                continue
            mention.add("linkedin_url" if name == "linkedin_url" else "email", value, place, 0.95)
            taken.append(place)
    for found in _PHONE.finditer(piece.words):
        place = piece.part(*found.span())
        hint = _phone_region(mention) or ("US" if _is_american(place.words) else None)
        if number := contacts.phone(place.words, region_hint=hint):
            mention.add("phone", number, place, 0.9)
            taken.append(place)
    return taken


def reference(piece: Piece, mention: Mention) -> Piece | None:
    """Adds the vendor's own number for the person, if one stands in `piece`, and returns its place."""
    found = _REF.search(piece.words)
    if not found:
        return None
    mention.add("vendor_ref", found["ref"], piece.part(*found.span("ref")), 0.9)
    return piece.part(*found.span())


def is_reference(words: str) -> bool:
    """Whether a scrap is nothing but the vendor's number for the person ("(Advisor ID 664120)")."""
    found = _REF.search(words)
    return found is not None and len(found.group()) > len(words.strip("()[] ")) - 4


def price(piece: Piece, mention: Mention, context: Context, *, confidence: float, labelled: bool = False) -> bool:
    """Adds the quote in `piece`; only a `labelled` amount may do without a currency of its own."""
    hint = context.currency if labelled else None
    found = values.price(piece.flat, currency_hint=hint, unit_hint=context.unit)
    if found:
        mention.add("price", found, piece, confidence)
    return found is not None


def slots(
    piece: Piece,
    mention: Mention,
    context: Context,
    *,
    confidence: float,
    vague: bool = True,
    said: str | None = None,
    zone: str | None = None,
) -> bool:
    """Adds the slots in `piece`; `vague` ones ("next week") only where the place announces availability.

    `said` is the sentence around, which tells whether they come on top of older ones; by default `piece` itself.
    `zone` (IANA) is the one a heading names.
    """
    place = piece.part(0, len(_INSTEAD.sub("", piece.words)))
    mode: SlotMode = "add" if _ADDING.search(said or piece.words) else "replace"
    words = place.words if said is None else place.flat
    offered = values.availability(words, timezone_hint=zone, today=context.today, month_first=context.month_first)
    kept: list[Slot] = [slot for slot in offered if "start" in slot or (vague and _is_vague(slot["text"]))]
    if kept:
        mention.add_slots(kept, place, confidence, mode)
    return bool(kept)


def scrap(piece: Piece, mention: Mention, context: Context) -> bool:
    """Adds what one scrap between separators says; False when it is none of these (mostly a job then)."""
    words = piece.words
    if values.is_blank(words):
        return True
    if _CONFLICT.search(words) or _CONFLICT_WORD.match(words):
        if state := values.conflict(words):
            mention.add("conflict_status", state, piece, 0.9)
        return True
    if opened := _OPEN.match(words):
        slots(piece.part(opened.end()), mention, context, confidence=0.85)
        return True
    if _PRICED.search(words) and price(piece, mention, context, confidence=0.9):
        return True
    vague = bool(_VAGUE.match(words))
    if slots(piece, mention, context, confidence=0.8, vague=vague):
        return True
    if is_reference(words):
        reference(piece, mention)
        return True
    if _YEARS.fullmatch(words.strip(" .")):
        mention.add("years_experience", values.years(words), piece, 0.85)
        return True
    return place(piece, mention)


def says_check(words: str) -> bool:
    """Whether words speak of the conflict check, or are a state of it."""
    return bool(_CONFLICT.search(words) or _CONFLICT_WORD.match(words))


def place(piece: Piece, mention: Mention) -> bool:
    """Adds a location that stands by itself ("Kansas City, MO, United States")."""
    words = piece.words.strip(" .")
    short = 1 < len(words) <= 60 and words[0].isupper() and not re.search(r"[a-z]{3}[.!?]\s|\bat\b|@|\d{6}", words)
    if not short or titles.is_title(words) or not values.region(words):
        return False
    mention.add_location(piece.stripped(" ."), 0.85)
    return True


def labelled(piece: Piece) -> list[labels.Label]:
    """The labelled values in a scrap."""
    return labels.find(piece)


def _is_vague(text: str) -> bool:
    return not values.is_blank(text) and bool(re.search(r"[^\W\d_]{3,}|\d", text))


def _phone_region(mention: Mention) -> str | None:
    location = mention.fields.get("location")
    last = str(location.value).rsplit(",", 1)[-1].strip().casefold() if location else ""
    region = mention.fields.get("region")
    return _COUNTRY_CODES.get(last) or ("US" if region and region.value == "North America" else None)


def _is_american(number: str) -> bool:
    """Written as only North Americans write numbers: (801) 555-0188, 801-555-0188."""
    return bool(re.fullmatch(r"\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}", number))


_COUNTRY_CODES = {
    "uk": "GB",
    "united kingdom": "GB",
    "germany": "DE",
    "deutschland": "DE",
    "france": "FR",
    "spain": "ES",
    "italy": "IT",
    "netherlands": "NL",
    "switzerland": "CH",
    "austria": "AT",
    "sweden": "SE",
    "poland": "PL",
    "india": "IN",
    "japan": "JP",
    "china": "CN",
    "singapore": "SG",
    "australia": "AU",
    "brazil": "BR",
    "mexico": "MX",
}
