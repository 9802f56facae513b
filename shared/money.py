"""How many minor units a currency has (ISO 4217): amounts are stored in minor units, rates are of the whole unit."""

WITHOUT = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"}
)
THOUSANDS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def minor_units(currency: str) -> int:
    """100 for dollars (cents), 1 for yen, 1000 for Kuwaiti dinars (fils)."""
    return 1 if currency in WITHOUT else 1000 if currency in THOUSANDS else 100
