"""Tells job titles and corporate functions from company names by their words. Data and two questions, no parsing."""

import re

_TITLE_WORDS = (
    "vp svp evp avp rvp gvp ceo cfo coo cto cio cmo cpo chro cro ciso cdo cso cco md gm pm director directrice"
    " directeur manager mgr head lead leader president vice-president chief officer partner founder co-founder"
    " cofounder owner principal executive exec chair chairman chairwoman chairperson analyst engineer consultant"
    " specialist scientist physician surgeon nurse pharmacist professor supervisor coordinator administrator buyer"
    " planner advisor adviser associate architect developer controller treasurer counsel attorney lawyer"
    " accountant auditor representative rep strategist researcher technician operator superintendent secretary"
    " fellow lecturer doctor dentist veterinarian practitioner member trustee investor agent broker trader"
    " merchandiser designer programmer foreman chemist biologist geologist economist actuary underwriter recruiter"
    " producer editor publisher reseller distributor installer dispatcher driver pilot captain chef franchisee"
    " employee expert evangelist teacher dean provost commissioner inspector regulator official leiter leiterin"
    " geschäftsführer geschäftsführerin vorstand einkäufer einkäuferin prokurist berater gerente diretor director-"
    " general responsable dirigente sourcing procurement"
)
_FUNCTION_WORDS = (
    "operations sales marketing procurement purchasing engineering finance it hr r&d strategy legal compliance"
    " logistics product products commercial digital manufacturing quality regulatory clinical medical supply chain"
    " innovation research development business corporate global regional international emea apac latam dach"
    " americas europe asia north south east west us uk eu nordics technology information security data analytics"
    " communications risk treasury tax audit customer success service services support training talent people"
    " human resources partnerships alliances channel accounts pricing revenue growth planning sourcing category"
    " brand retail wholesale ecommerce e-commerce field technical affairs market access and of the for & pmo m&a"
    " esg sustainability ehs facilities real estate"
)
_TITLE = re.compile(
    rf"(?<![\w&])(?:{'|'.join(sorted(_TITLE_WORDS.split(), key=len, reverse=True))}|\w+(?:ologist|iatrist|leiter(?:in)?|direktor(?:in)?))(?![\w&])",
    re.IGNORECASE,
)
_FUNCTIONS = frozenset(_FUNCTION_WORDS.split())


def is_title(text: str) -> bool:
    """True when a phrase holds a word only jobs are called by ("VP Operations", "Cardiologist")."""
    return bool(_TITLE.search(text))


def is_function(text: str) -> bool:
    """True when every word names a department or a territory: "Operations", "EMEA", "Supply Chain & Logistics"."""
    words = text.casefold().split()
    return bool(words) and all(word.strip(",.()") in _FUNCTIONS for word in words)
