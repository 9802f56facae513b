"""Where a phone number without country code is to be dialled, by the country a location names. One question."""

import re

_COUNTRIES = {
    "US": "usa, us, u.s., u.s.a., united states, united states of america, vereinigte staaten, etats-unis",
    "GB": "uk, u.k., united kingdom, great britain, england, scotland, wales, northern ireland, london",
    "DE": "germany, deutschland, allemagne, alemania",
    "FR": "france, frankreich, francia",
    "ES": "spain, espana, españa, spanien, espagne",
    "IT": "italy, italia, italien, italie",
    "NL": "netherlands, the netherlands, holland, niederlande, pays-bas",
    "BE": "belgium, belgien, belgique",
    "CH": "switzerland, schweiz, suisse",
    "AT": "austria, österreich, autriche",
    "IE": "ireland, irland, irlande",
    "SE": "sweden, schweden",
    "NO": "norway, norwegen",
    "DK": "denmark, dänemark",
    "FI": "finland, finnland",
    "PL": "poland, polen, pologne",
    "PT": "portugal",
    "CA": "canada, kanada",
    "MX": "mexico, méxico",
    "BR": "brazil, brasil, brasilien",
    "IN": "india, indien",
    "SG": "singapore, singapur",
    "JP": "japan",
    "CN": "china",
    "HK": "hong kong",
    "AU": "australia, australien",
    "NZ": "new zealand",
    "AE": "uae, united arab emirates, dubai, abu dhabi",
    "IL": "israel",
    "ZA": "south africa, südafrika",
}
_BY_NAME = {name: code for code, names in _COUNTRIES.items() for name in names.split(", ")}
_STATE = re.compile(
    r"^(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
    r"(?: \d{5})?$"
)


def country(location: str) -> str | None:
    """The ISO 3166 code of the country at the end of a location ("Boston, MA" → US), None if it names none for sure."""
    last = re.split(r"[,;/(]", location.strip(" )"))[-1].strip()
    return "US" if _STATE.match(last) else _BY_NAME.get(last.casefold())
