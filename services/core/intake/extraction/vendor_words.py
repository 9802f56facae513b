"""The mail domains and turns of phrase by which the catalogue's vendors are known. Data only."""

from collections.abc import Mapping

DOMAINS: Mapping[str, tuple[str, ...]] = {
    "AlphaSights": ("alphasights.com",),
    "Atheneum": ("atheneum.ai", "atheneum-partners.com", "atheneum.com"),
    "Brainworks": ("brainworksglobal.com", "brainworks.com", "brainworksinc.com"),
    "Capvision": ("capvision.com", "capvision.cn", "capvision.com.cn"),
    "Coleman Research": ("colemanrg.com", "colemanresearch.com", "visasq.com", "visasq.co.jp"),
    "Dialectica": ("dialecticanet.com", "dialectica.io"),
    "ExpertConnect": ("expertconnect.asia", "expertconnect.com", "expertconnect.net", "expertconnect.sg"),
    "GLG": ("glg.it", "glgroup.com", "glginsights.com", "glg.com", "gerson.com"),
    "Guidepoint": ("guidepoint.com", "guidepointglobal.com"),
    "Inex One": ("inex.one", "inexone.com"),
    "Maven": ("maven.co", "mavenresearch.com", "maven.com"),
    "NewtonX": ("newtonx.com",),
    "Nexus": ("nexus-experts.jp", "nexusexperts.com", "nexus-research.jp"),
    "Prosapient": ("prosapient.com",),
    "Stream": ("streamrg.com", "stream-rg.com", "streamalpha.com"),
    "Tegus": ("tegus.com", "tegus.co", "alpha-sense.com"),
    "Third Bridge": ("thirdbridge.com",),
    "Zintro": ("zintro.com",),
}

PHRASES: Mapping[str, str] = {
    "GLG": r"Council Members?|Gerson Lehrman",
    "Maven": r"Maven Research|\bMavens\b",
    "Third Bridge": r"Third Bridge Forum|Third Bridge Connections",
    "Coleman Research": r"\bCRG ID\b|VISASQ",
    "Tegus": r"Tegus by AlphaSense",
    "Prosapient": r"\bproSapient\b",
    "Nexus": r"Nexus (?:Inc|Experts|Research)",
    "Stream": r"Stream (?:Research|RG|Alpha)",
    "Brainworks": r"Brainworks (?:Global|Inc)",
}

EVERYDAY = frozenset({"stream", "maven", "nexus"})
"""Names that are ordinary words as well: in running text they point to nobody."""
