"""Reads a location as vendors write it into city and country. Data, and one reader.

Must never guess a country from a city it does not list.
"""

import functools
import re
from dataclasses import dataclass

from services.core.matching import folding

_COUNTRIES = """
us = usa = united states = united states of america = america = u s; uk = united kingdom = great britain = gb =
england = scotland = wales = northern ireland; germany = deutschland; france = fr; italy = italia; spain = espana;
portugal; netherlands = the netherlands = holland = nl; belgium = belgique; switzerland = schweiz = suisse = ch;
austria = osterreich; ireland = eire; denmark = danmark; sweden = sverige; norway = norge; finland = suomi; poland =
polska; czechia = czech republic; hungary; romania; bulgaria; greece; turkey = turkiye; ukraine; russia = russian
federation; israel; uae = united arab emirates; saudi arabia = ksa; qatar; egypt; nigeria; kenya; south africa;
morocco; india; pakistan; bangladesh; sri lanka; china = prc = mainland china; hong kong = hong kong sar; taiwan;
japan; south korea = korea = republic of korea; singapore = sg; malaysia; indonesia; thailand; vietnam = viet nam;
philippines; australia; new zealand; canada; mexico; brazil = brasil; argentina; chile; colombia; peru; luxembourg;
slovakia; slovenia; croatia; serbia; estonia; latvia; lithuania; iceland; malta; cyprus; ghana; ethiopia; tunisia;
lebanon; jordan; kuwait; bahrain; oman; kazakhstan
"""
_STATES = """
al ak az ar ca co ct dc fl ga hi ia id il in ks ky la ma md me mi mn mo ms mt nc nd ne nh nj nm nv ny oh ok or pa ri
sc sd tn tx ut va vt wa wi wv wy alabama alaska arizona arkansas california colorado connecticut delaware florida
hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia
wisconsin wyoming
"""
_CITIES = """
us: new york = new york city = nyc = manhattan = brooklyn; san francisco = sf = san francisco bay; los angeles;
chicago; boston; houston; dallas; austin; seattle; denver; atlanta; miami; philadelphia; phoenix; san diego;
washington = washington dc; detroit; minneapolis; nashville; pittsburgh; cleveland; charlotte;
san jose = silicon valley; verona; madison
uk: london = city of london; manchester; birmingham; edinburgh; glasgow; leeds; bristol; cambridge; oxford
germany: berlin; munich = munchen = muenchen; hamburg; frankfurt = frankfurt am main; cologne = koln = koeln; stuttgart;
dusseldorf = duesseldorf; leipzig; nuremberg = nurnberg
france: paris; lyon = lyons; marseille; toulouse
italy: rome = roma; milan = milano; turin = torino; florence = firenze; naples = napoli
spain: madrid; barcelona; valencia; seville = sevilla
portugal: lisbon = lisboa; porto = oporto
netherlands: amsterdam; rotterdam; the hague = den haag; eindhoven
belgium: brussels = bruxelles = brussel; antwerp = antwerpen
switzerland: zurich = zuerich; geneva = geneve = genf; basel = bale; bern = berne; lausanne
austria: vienna = wien
denmark: copenhagen = kobenhavn = koebenhavn
sweden: stockholm; gothenburg = goteborg
norway: oslo
finland: helsinki
poland: warsaw = warszawa; krakow = cracow; wroclaw
czechia: prague = praha
hungary: budapest
ireland: dublin
greece: athens
turkey: istanbul
ukraine: kyiv = kiev
russia: moscow = moskva; st petersburg = saint petersburg
israel: tel aviv; jerusalem
uae: dubai; abu dhabi
india: mumbai = bombay; bengaluru = bangalore; delhi = new delhi; chennai = madras; kolkata = calcutta; hyderabad; pune;
gurugram = gurgaon
china: beijing = peking; shanghai; shenzhen; guangzhou = canton; hangzhou
japan: tokyo; osaka; yokohama
south korea: seoul; busan
australia: sydney; melbourne; brisbane; perth
canada: toronto; montreal; vancouver; calgary; ottawa
mexico: mexico city = ciudad de mexico = cdmx
brazil: sao paulo; rio de janeiro = rio
vietnam: ho chi minh city = saigon; hanoi
"""
_AROUND = re.compile(r"\b(?:greater|metropolitan|metro|area|region|and surrounding|based in)\b")


_NOWHERE = frozenset(("remote", "na", "n a", "unknown", "tbd", "global", "n"))


@dataclass(frozen=True, slots=True)
class Place:
    """A city and a country by their English names; either may be missing."""

    city: str | None
    country: str | None


@functools.lru_cache(maxsize=8192)
def place(text: str | None) -> Place | None:
    """City and country of a location, None when it names neither; US states count as the country."""
    bare = _AROUND.sub(" ", folding.fold(text or ""))
    parts = [" ".join(folding.words(part)) for part in re.split(r"[,;/|()]", bare)]
    parts = [part for part in parts if part and part not in _NOWHERE]
    if not parts:
        return None
    country = _country(parts[-1]) if len(parts) > 1 or parts[0] not in _states() else "us"
    is_country_only = len(parts) == 1 and country is not None and parts[0] not in _cities()
    city, home = _cities().get(parts[0], (parts[0], None))
    return Place(city=None if is_country_only else city, country=country or home)


def _country(part: str) -> str | None:
    return _countries().get(part) or ("us" if part.rstrip(" 0123456789") in _states() else None)


@functools.cache
def _countries() -> dict[str, str]:
    rows = [[name.strip() for name in " ".join(row.split()).split("=")] for row in _COUNTRIES.split(";")]
    return {name: names[0] for names in rows for name in names}


@functools.cache
def _states() -> frozenset[str]:
    return frozenset(_STATES.split()) | {
        *("new jersey", "new mexico", "new hampshire", "north carolina", "south carolina", "north dakota"),
        *("south dakota", "rhode island", "west virginia", "new york state", "washington state"),
    }


@functools.cache
def _cities() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    country = ""
    for entry in _CITIES.strip().replace("\n", ";").split(";"):
        names = entry
        if ":" in entry:
            country, _, names = entry.partition(":")
        cities = [name.strip() for name in names.split("=") if name.strip()]
        table |= dict.fromkeys(cities, (next(iter(cities), ""), country))
    return table
