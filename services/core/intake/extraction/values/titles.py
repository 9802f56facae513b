"""Tells job titles and corporate functions from company names by their words. Data and two questions, no parsing."""

import re

_TITLE_WORDS = (
    "vp svp evp avp rvp gvp ceo cfo coo cto cio cmo cpo chro cro ciso cdo cso cco cmio cnio ccio cno md gm pm"
    " director directrice directeur manager mgr head lead leader president vice-president chief officer partner"
    " founder co-founder cofounder owner principal executive exec chair chairman chairwoman chairperson analyst"
    " engineer consultant specialist scientist physician surgeon nurse pharmacist professor supervisor coordinator"
    " administrator buyer planner advisor adviser associate architect developer controller treasurer counsel"
    " attorney lawyer accountant auditor representative rep strategist researcher technician operator"
    " superintendent secretary fellow lecturer doctor dentist veterinarian practitioner member trustee investor"
    " agent broker trader merchandiser designer programmer foreman chemist biologist geologist economist actuary"
    " underwriter recruiter producer editor publisher reseller distributor installer dispatcher driver pilot"
    " captain chef franchisee employee expert evangelist teacher dean provost commissioner inspector regulator"
    " official leiter leiterin geschäftsführer geschäftsführerin vorstand einkäufer einkäuferin prokurist berater"
    " gerente diretor director-general responsable dirigente"
)
_FUNCTION_WORDS = (
    "operations sales marketing procurement purchasing engineering finance it hr r&d strategy legal compliance"
    " logistics product products commercial digital manufacturing quality regulatory clinical medical supply chain"
    " innovation research development business corporate global regional international emea apac latam dach"
    " americas europe asia north south east west us uk eu nordics technology information security data analytics"
    " communications risk treasury tax audit customer success service services support training talent people"
    " human resources partnerships alliances channel accounts pricing revenue growth planning sourcing category"
    " brand retail wholesale ecommerce e-commerce field technical affairs market access and of the for & pmo m&a"
    " esg sustainability ehs facilities real estate applications implementation implementations informatics"
    " systems contracting integration fulfilment fulfillment nursing network platform infrastructure cloud"
    " distribution warehousing warehouse transport transportation maintenance production plant fleet safety"
    " government public sector healthcare health advisory pharma industrial consumer client clients engagement"
    " experience relations investor external internal key account delivery solutions programs programme programmes"
    " projects portfolio asset assets management latin middle central eastern western northern southern pacific"
    " european african american asian iberia benelux france germany italy spain china india japan ireland kingdom"
    " cycle practice"
)
_TITLE = re.compile(
    rf"(?<![\w&])(?:{'|'.join(sorted(_TITLE_WORDS.split(), key=len, reverse=True))}|\w+(?:ologist|iatrist"
    rf"|leiter(?:in)?|direktor(?:in)?))(?![\w&])",
    re.IGNORECASE,
)
_FIRM = re.compile(r"\b(?:service|bank|group|authority|agency|council|health)\b", re.IGNORECASE)
_FUNCTIONS = frozenset(_FUNCTION_WORDS.split())


def is_title(text: str) -> bool:
    """True when a phrase holds a word only jobs are called by ("VP Operations", "Cardiologist")."""
    return bool(_TITLE.search(text))


def is_function(text: str) -> bool:
    """True when every word names a department or a territory: "Operations", "EMEA", "Supply Chain & Logistics"."""
    words = text.casefold().split()
    return bool(words) and all(word.strip(",.()") in _FUNCTIONS for word in words)


def begins_with_function(text: str) -> bool:
    """True when a phrase begins with a department ("Clinical Systems Intermountain") but is not one as a whole."""
    words = text.split()
    return len(words) > 1 and is_function(words[0]) and words[0].casefold() not in ("the", "north", "general")


def may_be_firm(text: str) -> bool:
    """True unless a phrase is a title; "Health Service Executive" is a firm though its last word could be a title."""
    if not is_title(text):
        return True
    words = text.casefold().strip(" .").split()
    return words[-1] == "executive" and bool(_FIRM.search(text))
