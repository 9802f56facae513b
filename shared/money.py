"""The currencies there are and how many minor units each has: amounts are in minor units, rates are of the whole unit.

ISO 4217, List One (SIX Financial Information, the standard's maintenance agency), as in force in 2026: every currency
somebody can be billed in, and BGN, which invoices of 2025 are in. Its codes for funds, metals, tests and "no currency"
are left out.
"""


def _listed(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


WITHOUT = _listed(
    """
    BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF
    """
)
THOUSANDS = _listed("BHD IQD JOD KWD LYD OMR TND")
HUNDREDTHS = _listed(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY
    COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER
    ZAR ZMW ZWG
    """
)
CURRENCIES = WITHOUT | THOUSANDS | HUNDREDTHS


def minor_units(currency: str) -> int:
    """100 for dollars (cents), 1 for yen, 1000 for Kuwaiti dinars (fils)."""
    return 1 if currency in WITHOUT else 1000 if currency in THOUSANDS else 100
