"""The names of simulated people by region, and how one name is written in several ways. Invented bearers; data.

Surnames are rare and each is given to one person of a world, so that nobody is somebody's double by chance.
"""


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


GIVEN: dict[str, tuple[str, ...]] = {
    "North America": _names(
        "Robert William Margaret Katherine Richard Jennifer Edward Deborah Gregory Patricia Theodore Elizabeth Kenneth "
        "Rebecca Timothy Cynthia Lawrence Victoria Douglas Christine"
    ),
    "Europe": _names(
        "Friedrich Annelies Matteo Ingrid Alasdair Beatrice Konrad Elodie Henrik Saskia Tomasz Philippa Lorenzo Astrid "
        "Rupert Clementine Dieter Solveig Etienne Marlene"
    ),
    "Asia Pacific": _names(
        "Hiroshi Ananya Kenji Priyanka Callum Ayumi Rohan Mariko Vikram Bronwyn Takashi Divya Hamish Sayaka Sanjeev "
        "Imogen Keiko Naveen Lachlan Meera"
    ),
    "Latin America": _names(
        "Thiago Marisol Rodrigo Luciana Esteban Ximena Otavio Valeria Mauricio Fernanda Joaquin Camila"
    ),
    "Middle East & Africa": _names(
        "Tariq Chiamaka Khalid Zainab Thabo Nadia Emeka Leila Kwame Amina Cem Samira"
    ),
}  # fmt: skip

_STEMS: dict[str, tuple[str, str]] = {
    "North America": (
        "Ash Black Cald Dun Elling Farn Gar Hal Kirk Lang Mar Nether Oak Pem Quarl Rad Shel Thorn Under Wex",
        "bourne combe dale ridge stead wick worth more field gate",
    ),
    "Europe": (
        "Alten Brun Dahl Eich Fels Grim Hasel Ibing Kron Linden Mohr Nord Ober Rosen Stein Tannen Uhlen Vester Wolken "
        "Zeller",
        "berg gaard holm kamp lund mark rath stedt strand wald",
    ),
    "Asia Pacific": (
        "Asa Fuku Haya Ishi Kita Matsu Naga Oka Saka Taka Ume Waka Yoko Zen Kuro",
        "gawa hara jima kura mori naka sato shita zaki zawa",
    ),
    "Latin America": (
        "Alba Barr Caste Dura Esca Fonta Gue Ita Lare Monte Nava Olive Pera Que Sala",
        "gueira lhares mondi nares rosa telles vares zuela",
    ),
    "Middle East & Africa": (
        "Abi Bel Cha Dara El Fa Gha Hadd Ibra Jab Kan Lama Mba Nji Oka",
        "bari dawi gani hour kweze ndou rashi soumi touma",
    ),
}  # fmt: skip


def surnames(region: str) -> list[str]:
    """All surnames of a region, each once, in a fixed order."""
    stems, ends = (part.split() for part in _STEMS[region])
    return [f"{stem}{end}" for stem in stems for end in ends]


NICKNAMES: dict[str, str] = {
    "Robert": "Bob",
    "William": "Bill",
    "Margaret": "Maggie",
    "Katherine": "Kathy",
    "Richard": "Rick",
    "Jennifer": "Jen",
    "Edward": "Ted",
    "Deborah": "Debbie",
    "Gregory": "Greg",
    "Patricia": "Trish",
    "Theodore": "Ted",
    "Elizabeth": "Liz",
    "Kenneth": "Ken",
    "Rebecca": "Becky",
    "Timothy": "Tim",
    "Cynthia": "Cindy",
    "Lawrence": "Larry",
    "Victoria": "Vicky",
    "Douglas": "Doug",
    "Christine": "Chris",
}
"""What somebody is called by friends, and by some vendors."""
MIDDLE = "ABCDEFGHIJKLMNOPRSTVW"
ACCENTED: dict[str, str] = {
    "Joaquin": "Joaquín",
    "Etienne": "Étienne",
    "Elodie": "Élodie",
    "Clementine": "Clémentine",
    "Otavio": "Otávio",
}
"""Given names whose bearers write them with marks that some vendors leave out."""
