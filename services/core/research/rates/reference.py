"""Shipped exchange rates: what one unit of a currency is worth in US dollars.

These are rounded reference figures so that a price can be shown before anybody has set rates. They are not market
data, never updated by the product, and to be replaced by the workspace's own where money is decided on.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

BASE = "USD"
AS_OF = dt.date(2026, 11, 20)
USD_PER_UNIT: Mapping[str, Decimal] = {
    currency: Decimal(rate)
    for currency, rate in {
        BASE: "1",
        "AED": "0.2723",
        "AUD": "0.66",
        "BRL": "0.185",
        "CAD": "0.72",
        "CHF": "1.25",
        "CLP": "0.00106",
        "CNY": "0.14",
        "COP": "0.00026",
        "CZK": "0.048",
        "DKK": "0.156",
        "EGP": "0.021",
        "EUR": "1.16",
        "GBP": "1.32",
        "HKD": "0.1285",
        "HUF": "0.003",
        "IDR": "0.00006",
        "ILS": "0.305",
        "INR": "0.0113",
        "JPY": "0.0065",
        "KRW": "0.00069",
        "MXN": "0.054",
        "MYR": "0.24",
        "NOK": "0.099",
        "NZD": "0.57",
        "PHP": "0.017",
        "PLN": "0.273",
        "RON": "0.228",
        "SAR": "0.2667",
        "SEK": "0.106",
        "SGD": "0.77",
        "THB": "0.031",
        "TRY": "0.024",
        "TWD": "0.032",
        "VND": "0.000038",
        "ZAR": "0.058",
    }.items()
}
