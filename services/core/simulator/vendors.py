"""The vendors that play: where each writes from, how it writes and bills, and its tags and list prices.

Data. Tags and prices are the catalogue's; a test holds them to it.
"""

from dataclasses import dataclass, field
from typing import Literal

from services.core.simulator.prices import Terms

Style = Literal["numbered", "table", "capitals", "bullets", "blocks", "workbook", "export"]
"""How a vendor presents people: a style's renderer is in `letters`."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """An expert network; list prices in whole US dollars a call."""

    name: str
    low: int
    high: int
    tags: tuple[str, ...]
    domain: str = "vendor.example"
    associate: str = "Robin Teasdale"
    style: Style = "numbered"
    terms: Terms = field(default=Terms("hour", "USD", 30, 15))


HOURLY = Terms("hour", "USD", 60, 15)
CREDITS = Terms("credit", "USD", 30, 15, credit_minor=100_000, notice=((4, 100), (24, 50)))
STERLING = Terms("hour", "GBP", 30, 15, notice=((24, 50),))
FREE_START = Terms("hour", "USD", 30, 5, free=15, notice=((24, 100),))
MINUTES = Terms("minute", "EUR", 30, 1, notice=((12, 50),), no_show=50)
PER_CALL = Terms("call", "USD", 60, 60, notice=((24, 100),))
EURO = Terms("hour", "EUR", 30, 15, notice=((24, 50),), no_show=50)


def _tags(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(","))


VENDORS: tuple[Vendor, ...] = (
    Vendor("AlphaSights", 700, 1400, _tags(
        "Executive Access, Private Equity, Consulting, Global Project Execution, 24h sourcing, White-glove service, "
        "C-suite access, EU specialists, GDPR compliant"), "alphasights.com", "Cordelia Ashby", "numbered", CREDITS),
    Vendor("Atheneum", 650, 1250, _tags(
        "AI-Powered Matching, European Focus, Technology Platform, Same-day response, EU specialists, GDPR compliant, "
        "Tech-enabled, Rapid matching"), "atheneum.ai", "Jonas Reinhold", "export", EURO),
    Vendor("Brainworks", 600, 1200, _tags(
        "Boutique, Personalized Service, Financial Services, 48h sourcing, White-glove service, Relationship-driven, "
        "Finance focus, Personalized"), "brainworksglobal.com", "Nora Felding", "bullets", HOURLY),
    Vendor("Capvision", 500, 1000, _tags(
        "Asia Focus, China Expertise, Cross-Border, 48h sourcing, APAC bench, China specialists, Local languages, "
        "Asia-Pacific"), "capvision.com", "Yvonne Leong", "capitals", HOURLY),
    Vendor("Coleman Research", 700, 1300, _tags(
        "Healthcare, Regulatory, Boutique Service, 24h sourcing, White-glove service, Compliance heavy, "
        "Niche specialists, Regulatory focus"), "colemanrg.com", "Brooke Talmadge", "bullets", FREE_START),
    Vendor("Dialectica", 550, 1100, _tags(
        "European Roots, Quick Turnaround, Global Expansion, 24h sourcing, EU specialists, Fast response, "
        "Global reach, Cost effective"), "dialecticanet.com", "Eleni Vasilaki", "workbook", EURO),
    Vendor("ExpertConnect", 600, 1150, _tags(
        "Asian Markets, Local Languages, Compliance, 48h sourcing, APAC bench, Multi-lingual, Compliance focus, "
        "Regional expertise"), "expertconnect.asia", "Marcus Pereira", "capitals", HOURLY),
    Vendor("GLG", 800, 1500, _tags(
        "Global Coverage, Life Sciences, Technology, Financial Services, 24h sourcing, Premium service, "
        "C-suite access, Compliance heavy, Deep bench"), "glgroup.com", "Marisol Quintana", "table", HOURLY),
    Vendor("Guidepoint", 750, 1300, _tags(
        "Healthcare Expertise, Technology, Quick Turnaround, 48h sourcing, SME access, US-focused, "
        "Regulatory expertise, Deep bench"), "guidepoint.com", "Garrett Pfeiffer", "workbook", PER_CALL),
    Vendor("Inex One", 500, 1000, _tags(
        "Multi-Network Access, Cost Effective, Platform Aggregation, 72h sourcing, Self-service, Multi-vendor, "
        "Budget-friendly, Wide coverage"), "inex.one", "Linnea Holmqvist", "blocks", MINUTES),
    Vendor("Maven", 700, 1350, _tags(
        "User-Friendly, Transparent Pricing, Cross-Industry, 48h sourcing, Self-service portal, Transparent fees, "
        "Easy booking, Wide expertise"), "maven.co", "Silas Grady", "blocks", HOURLY),
    Vendor("NewtonX", 750, 1400, _tags(
        "AI-Powered, B2B Focus, Decision Makers, 24h sourcing, AI matching, C-suite access, Hard-to-reach, "
        "Tech-enabled"), "newtonx.com", "Dana Whitlock", "numbered", HOURLY),
    Vendor("Nexus", 550, 1050, _tags(
        "APAC, Japan, Manufacturing, 72h sourcing, APAC bench, Japan specialists, Regional focus"),
        "nexus-experts.jp", "Emi Tachibana", "workbook", HOURLY),
    Vendor("Prosapient", 650, 1200, _tags(
        "Compliance Focus, Research Capabilities, Industry Depth, 48h sourcing, Compliance heavy, SOC2 certified, "
        "Research-grade, Regulated industries"), "prosapient.com", "Harriet Lyle", "table", STERLING),
    Vendor("Stream", 600, 1150, _tags(
        "Technology Focus, Rapid Sourcing, Flexible Pricing, 24h sourcing, Tech-enabled, Enterprise focus, "
        "Fast turnaround, Flexible terms"), "streamrg.com", "Casey Bramwell", "bullets", HOURLY),
    Vendor("Tegus", 800, 1500, _tags(
        "Transcript Library, Technology, SaaS Focus, Instant access, Self-service portal, Tech platform, "
        "Searchable database, On-demand"), "tegus.com", "Priscilla Munro", "numbered", HOURLY),
    Vendor("Third Bridge", 600, 1200, _tags(
        "Investment Research, Forum Platform, APAC Coverage, 48h sourcing, Self-service portal, APAC bench, "
        "Multi-region, Cost effective"), "thirdbridge.com", "Rupert Lascelles", "capitals", STERLING),
    Vendor("Zintro", 400, 900, _tags(
        "Cost Effective, Self-Service, Quick Consultations, 72h sourcing, Budget-friendly, Self-service portal, "
        "SME access, Fast booking"), "zintro.com", "Glenn Abery", "export", HOURLY),
)  # fmt: skip


def named(name: str, *, tags: tuple[str, ...] = (), low: int = 700, high: int = 1300) -> Vendor:
    """The vendor of that name; one that is not known here plays by its tags and list prices."""
    known = next((vendor for vendor in VENDORS if vendor.name == name), None)
    return known or Vendor(name, low, high, tags)
