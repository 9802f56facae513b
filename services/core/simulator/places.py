"""Where the people of a simulated world live: cities with the zone a vendor writes behind an hour. Data only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A city: as vendors write it, its region, its IANA zone and what is said for that zone."""

    city: str
    country: str
    region: str
    zone: str
    spoken: str

    @property
    def written(self) -> str:
        """City and country."""
        return f"{self.city}, {self.country}"


def _places(region: str, lines: str) -> tuple[Place, ...]:
    rows = [line.split("|") for line in lines.strip().splitlines()]
    return tuple(Place(city, country, region, zone, spoken) for city, country, zone, spoken in rows)


PLACES: dict[str, tuple[Place, ...]] = {
    "North America": _places(
        "North America",
        """Boston, MA|USA|America/New_York|ET
Atlanta, GA|USA|America/New_York|ET
Charlotte, NC|USA|America/New_York|ET
Toronto|Canada|America/Toronto|ET
Chicago, IL|USA|America/Chicago|CT
Dallas, TX|USA|America/Chicago|CT
Minneapolis, MN|USA|America/Chicago|CT
Denver, CO|USA|America/Denver|MT
Seattle, WA|USA|America/Los_Angeles|PT
San Diego, CA|USA|America/Los_Angeles|PT""",
    ),
    "Europe": _places(
        "Europe",
        """London|United Kingdom|Europe/London|GMT
Manchester|United Kingdom|Europe/London|GMT
Hamburg|Germany|Europe/Berlin|CET
Munich|Germany|Europe/Berlin|CET
Paris|France|Europe/Paris|CET
Lyon|France|Europe/Paris|CET
Madrid|Spain|Europe/Madrid|CET
Milan|Italy|Europe/Rome|CET
Rotterdam|Netherlands|Europe/Amsterdam|CET
Gothenburg|Sweden|Europe/Stockholm|CET
Warsaw|Poland|Europe/Warsaw|CET
Vienna|Austria|Europe/Vienna|CET""",
    ),
    "Asia Pacific": _places(
        "Asia Pacific",
        """Singapore|Singapore|Asia/Singapore|SGT
Tokyo|Japan|Asia/Tokyo|JST
Osaka|Japan|Asia/Tokyo|JST
Brisbane|Australia|Australia/Brisbane|UTC+10
Auckland|New Zealand|Pacific/Auckland|NZDT
Bangkok|Thailand|Asia/Bangkok|UTC+7
Mumbai|India|Asia/Kolkata|UTC+5:30""",
    ),
    "Latin America": _places(
        "Latin America",
        """São Paulo|Brazil|America/Sao_Paulo|BRT
Curitiba|Brazil|America/Sao_Paulo|BRT
Bogotá|Colombia|America/Bogota|COT
Monterrey|Mexico|America/Monterrey|UTC-6
Buenos Aires|Argentina|America/Argentina/Buenos_Aires|ART""",
    ),
    "Middle East & Africa": _places(
        "Middle East & Africa",
        """Dubai|United Arab Emirates|Asia/Dubai|GST
Johannesburg|South Africa|Africa/Johannesburg|SAST
Nairobi|Kenya|Africa/Nairobi|EAT
Lagos|Nigeria|Africa/Lagos|WAT
Istanbul|Turkey|Europe/Istanbul|TRT""",
    ),
}
"""Places of each region the API knows."""
