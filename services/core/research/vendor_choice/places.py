"""In which of the product's regions a vendor sits."""

import functools
from collections.abc import Mapping

from services.core.matching import places

COUNTRIES: Mapping[str, str] = {
    "North America": "us, canada",
    "Europe": """uk, germany, france, italy, spain, portugal, netherlands, belgium, switzerland, austria, ireland,
        denmark, sweden, norway, finland, poland, czechia, hungary, romania, bulgaria, greece, ukraine, luxembourg,
        estonia, latvia, lithuania""",
    "Asia Pacific": """india, china, hong kong, taiwan, japan, south korea, singapore, malaysia, indonesia, thailand,
        vietnam, philippines, australia, new zealand""",
    "Latin America": "mexico, brazil, argentina, chile, colombia, peru",
    "Middle East & Africa": "israel, uae, saudi arabia, qatar, egypt, nigeria, kenya, south africa, morocco, turkey",
}


def region_of(location: str | None) -> str | None:
    """The region of a seat such as "Berlin, Germany"; None when it names no country that is listed."""
    place = places.place(location)
    return _regions().get(place.country) if place and place.country else None


@functools.cache
def _regions() -> dict[str, str]:
    return {country.strip(): region for region, names in COUNTRIES.items() for country in names.split(",")}
