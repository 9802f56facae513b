"""Reads what a vendor wrote as employer into a name that compares.

Must never merge two employers for their sector or country alone: "Air India" and "Air China" stay apart.
"""

import functools
import re
from dataclasses import dataclass

from services.core.matching import employers, folding

_LEGAL = folding.listed(
    """
    inc incorporated ltd limited llc llp lp plc gmbh ag sa sas sarl srl spa bv nv oy oyj ab asa as aps kk kgaa kg se
    corp corporation co company cos companies pte pty pvt private sdn bhd berhad ltda cv sab de jsc ojsc pjsc ooo doo
    zrt kft sro sp zoo mbh ug ohg cie and publ holdings holding kabushiki kaisha tbk pt
    """
)
_CORPORATE = folding.listed(
    """
    bank banking pharma group groupe gruppe international intl global worldwide systems system technologies technology
    tech solutions services enterprises enterprise industries software digital labs laboratories networks partners
    associates consulting advisory ventures uk us usa gb eu europe emea apac asia americas america north south latin
    china india japan germany deutschland france italia italy iberia espana canada australia nordic nordics middle
    east africa singapore brazil brasil mexico ireland switzerland region regional hq headquarters division dept
    department of and
    """
)
_SECTOR = folding.listed(
    """
    clinic hospital hospitals chemicals chemical energy airlines airline airways air lines health healthcare medical
    pharma pharmaceutical pharmaceuticals therapeutics biotech biosciences sciences bank banking financial finance
    capital insurance motors motor automotive foods food stores retail media communications telecom electronics
    semiconductor aerospace defense defence oil gas petroleum logistics university college nhs foundation trust
    """
)
_GENERAL = _CORPORATE | _SECTOR
_SAID_OTHERWISE = {
    "healthcare": "health", "hospitals": "hospital", "klinik": "clinic", "klinikum": "hospital",
    "krankenhaus": "hospital", "hopital": "hospital", "hospitalier": "hospital", "ziekenhuis": "hospital",
    "universitatsklinikum": "university hospital", "universitat": "university", "universite": "university",
    "universidad": "university", "universita": "university", "univ": "university", "ft": "foundation trust",
    "pharmaceuticals": "pharma", "pharmaceutical": "pharma", "technologies": "technology", "tech": "technology",
    "intl": "international", "chemicals": "chemical", "airways": "airlines", "airline": "airlines",
    "defence": "defense", "telecommunications": "telecom", "saint": "st", "banque": "bank", "banca": "bank",
    "banco": "bank", "centre": "center", "assoc": "associates", "mfg": "manufacturing", "centers": "center",
    "systems": "system", "solution": "solutions", "service": "services", "labs": "laboratories",
}  # fmt: skip
_TOO_GENERAL = folding.listed("air bank national first general royal united american new public state city")
_NOBODY = folding.listed(
    """
    na none unknown tbd tba confidential undisclosed withheld various multiple freelance freelancer retired unemployed
    independent independentconsultant independentadvisor selfemployed self consultant consulting stealth
    stealthstartup stealthmode private privatecompany notdisclosed notavailable notapplicable nil null company
    anonymous freelanceconsultant nocompany notprovided tobeconfirmed tobedetermined stealthmodestartup
    independentcontractor careerbreak sabbatical
    """
)
_FORMERLY = re.compile(r"^(?:(?:formerly|former|previously)\b[\s:-]*(?:(?:at|with)\s+)?|ex-\s*)")
_FORMER = re.compile(r"[\s,-]+(?:former|past)$")
_STILL = folding.listed("present now today current ongoing")
_INITIALS = re.compile(r"\b(?:[a-z]\s)+[a-z]\b")


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer's comparable names: `name` by the alias table, `core` without general words, `owner` if listed."""

    name: str
    core: str
    words: tuple[str, ...]
    owner: str | None


@functools.lru_cache(maxsize=16384)
def employer(text: str | None) -> Employer | None:
    """The employer a text names, None when it names nobody ("n/a", "confidential", "self-employed")."""
    folded = folding.fold(text or "")
    own = _FORMER.sub("", _FORMERLY.sub("", re.sub(r"\([^)]*\)", " ", folded).strip() or folded))
    words = _company_words(own)
    if not words or {"".join(words), "".join(folding.words(own))} & _NOBODY:
        return None
    name = _aliases().get(" ".join(words)) or _aliases().get(" ".join(_without_form(words)))
    core = name or _core(_without_form(words))
    name = name or " ".join(_without_form(words))
    return Employer(name=name, core=core, words=tuple(name.split()), owner=employers.parent(name))


def is_past(title: str | None, company: str | None) -> bool:
    """Whether a job's title or company says that it is over: "ex-CEO" or "formerly at Acme" before, "Acme, past" after.

    What the gate takes for past too (`said_former` in the database).
    """
    where = folding.fold(company or "")
    begins = _FORMERLY.match(folding.fold(title or "")) or _FORMERLY.match(where)
    return bool(begins or _FORMER.search(where))


def is_present(ended: str | None) -> bool:
    """Whether what is told as a job's end says that it lasts, as the gate reads it (`said_present` in the database)."""
    return folding.fold(ended or "") in _STILL


def _company_words(folded: str) -> tuple[str, ...]:
    words = " ".join(folding.words(re.sub(r"\bd/?b/?a\b.*", "", folded))).removeprefix("the ")
    joined = _INITIALS.sub(lambda found: found.group().replace(" ", ""), words).split()
    return tuple(" ".join(_SAID_OTHERWISE.get(word, word) for word in joined).split())


def _without_form(words: tuple[str, ...]) -> tuple[str, ...]:
    end = len(words)
    while end > 1 and words[end - 1] in _LEGAL:
        end -= 1
    return words[:end]


def _core(words: tuple[str, ...]) -> str:
    """A listed employer's name may lose only a region or a form of company: Siemens Energy is not Siemens."""
    short = _without_general_words(words)
    listed = _aliases().get(" ".join(short))
    if listed is None:
        return " ".join(short)
    return listed if _CORPORATE.issuperset(words[len(short) :]) else " ".join(words)


def _without_general_words(words: tuple[str, ...]) -> tuple[str, ...]:
    end = len(words)
    while end > 1 and words[end - 1] in _GENERAL:
        end -= 1
    return words if end == 1 and words[0] in _TOO_GENERAL else words[:end]


@functools.cache
def _aliases() -> dict[str, str]:
    written = {name: _company_words(folding.fold(name)) for names in employers.groups() for name in names}
    table = {" ".join(words): names[0] for names in employers.groups() for words in (written[name] for name in names)}
    for names in employers.groups():
        for name in names:
            table.setdefault(" ".join(_without_form(written[name])), names[0])
    return table
