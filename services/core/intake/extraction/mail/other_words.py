"""Capitalised words that are no part of a person's name: companies' words, headings, days, greetings. Data only."""

import functools

from services.core.intake.extraction.values import titles

_COMPANY = """
systems system inc llc ltd limited plc corp corporation company co gmbh ag sa spa bv nv group holdings holding
partners associates solutions technologies technology tech software services service logistics robotics automation
networks network energy power oil gas pharma pharmaceuticals pharmaceutical therapeutics biotech biosciences sciences
science health healthcare medical hospital hospitals clinic university universitat institute college school bank
banking capital insurance financial finance investments investment ventures equity fund foods food foodservice motors
motor automotive airlines airways aerospace steel chemicals chemical materials industries industry industrial
manufacturing electric electronics semiconductor semiconductors devices instruments engineering construction
properties stores store retail supermarkets wholesale international global worldwide america american americas europe
european asia asian pacific national federal royal united general digital labs laboratories laboratory research
consulting advisory advisors media communications telecom wireless mobile data cloud analytics brothers sons agency
authority council commission ministry department foundation trust association society federation
"""
_HEADING = """
name names title titles company employer location rate rates price prices fee fees conflict conflicts compliance check
availability available slots slot expert experts advisor advisors adviser advisers profile profiles candidate
candidates specialist specialists consultant consultants council member members update updates summary overview
background experience expertise bio biography relevance notes note question questions answer answers screening
responses response next steps step project projects campaign request team call calls meeting agenda status pricing
terms key points market map review target former formerly previously previous prior current currently ex new
additional further more other others customers customer suppliers supplier competitors competitor employees employee
partner industry companies topics topic areas area client clients disclaimer confidential confidentiality subject from
sent to cc bcc date re fw fwd aw wg attachment attachments regards best kind warm sincerely thanks thank cheers dear
hi hello hey good morning afternoon evening hallo liebe grusse viele grüße mit please kindly looking forward let me
know happy the this these those that there here it its he she they we you i our your his her their my a an and or but
if as at by for in of on with all both each every any no finally lastly firstly secondly thirdly also meanwhile
similarly however therefore not yes one two three four five six seven eight nine ten first second third last some many
most several only just what which who when where why how would could should can will may might do does did is are was
were has have had be been quick great hope apologies sorry unfortunately based head vice senior junior managing
assistant associate deputy interim acting regional national principal chief lead staff executive supply chain
operations sales marketing procurement purchasing strategy product business development commercial human resources
quality clinical regulatory affairs information innovation program programme planning distribution fulfillment
fulfilment warehouse plant category account accounts revenue growth north south east west northern southern eastern
western central english german french spanish chinese japanese street avenue road floor suite building house square
lane boulevard tower plaza linkedin email mail phone tel mobile direct cell fax office website www http https gmt est
edt cst cdt pst pdt cet cest utc bst ist jst
"""
_DAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun january
february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct
nov dec montag dienstag mittwoch donnerstag freitag samstag sonntag
"""
_NAMES_TOO = """
april may june august jan mark will sun mar sat west north east lane street power banks house bishop dean price rose
grant best good key general chief pierce day co young food london paris wells
"""
"""Of these words those that are names too."""


def is_other(word: str) -> bool:
    """Whether a capitalised word cannot stand in a person's name."""
    plain = word.casefold().strip(".,:'’")
    return (plain in _all() and plain not in _names_too()) or (len(plain) > 1 and _is_job(plain))


@functools.cache
def _is_job(plain: str) -> bool:
    return titles.is_title(plain) and plain not in _names_too()


@functools.cache
def _all() -> frozenset[str]:
    return frozenset((*_COMPANY.split(), *_HEADING.split(), *_DAYS.split()))


@functools.cache
def _names_too() -> frozenset[str]:
    return frozenset(_NAMES_TOO.split())
