"""Zones inside Indonesia: provinces, postcodes, landline codes (`domain.md` §2.3)."""

import re

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

PROVINCES = {
    WIB: (
        "Aceh|Nanggroe Aceh Darussalam|NAD|DI Aceh|Daerah Istimewa Aceh",
        "Sumatera Utara|Sumatra Utara|Sumut|North Sumatra|North Sumatera",
        "Sumatera Barat|Sumatra Barat|Sumbar|West Sumatra|West Sumatera",
        "Riau",
        "Kepulauan Riau|Kep Riau|Riau Kepulauan|Kepri|Riau Islands",
        "Jambi",
        "Sumatera Selatan|Sumatra Selatan|Sumsel|South Sumatra|South Sumatera",
        "Kepulauan Bangka Belitung|Bangka Belitung|Kep Bangka Belitung|Babel|Bangka Belitung Islands",
        "Bengkulu",
        "Lampung",
        "DKI Jakarta|Jakarta|Daerah Khusus Ibukota Jakarta|Daerah Khusus Jakarta|DKJ|DKI|Jakarta Raya"
        "|Jakarta Pusat|Jakarta Selatan|Jakarta Barat|Jakarta Timur|Jakarta Utara"
        "|Kepulauan Seribu|Daerah Khusus Ibu Kota Jakarta",
        "Jawa Barat|Jabar|West Java",
        "Jawa Tengah|Jateng|Central Java",
        "DI Yogyakarta|Daerah Istimewa Yogyakarta|Yogyakarta|DIY|Jogja|Jogjakarta"
        "|Yogya|Jogyakarta|Daerah Istimewa Jogjakarta"
        "|Special Region of Yogyakarta",
        "Jawa Timur|Jatim|East Java",
        "Banten",
        "Kalimantan Barat|Kalbar|West Kalimantan",
        "Kalimantan Tengah|Kalteng|Central Kalimantan",
    ),
    WITA: (
        "Kalimantan Selatan|Kalsel|South Kalimantan",
        "Kalimantan Timur|Kaltim|East Kalimantan",
        "Kalimantan Utara|Kaltara|North Kalimantan",
        "Bali",
        "Nusa Tenggara Barat|NTB|West Nusa Tenggara",
        "Nusa Tenggara Timur|NTT|East Nusa Tenggara",
        "Sulawesi Utara|Sulut|North Sulawesi",
        "Gorontalo",
        "Sulawesi Tengah|Sulteng|Central Sulawesi",
        "Sulawesi Barat|Sulbar|West Sulawesi",
        "Sulawesi Selatan|Sulsel|South Sulawesi",
        "Sulawesi Tenggara|Sultra|Southeast Sulawesi|South East Sulawesi",
    ),
    WIT: (
        "Maluku",
        "Maluku Utara|Malut|North Maluku",
        "Papua|Irian Jaya",
        "Papua Barat|West Papua|Irian Jaya Barat",
        "Papua Barat Daya|Southwest Papua|South West Papua",
        "Papua Tengah|Central Papua",
        "Papua Pegunungan|Highland Papua|Papua Highlands",
        "Papua Selatan|South Papua",
    ),
}

# First two digits of the postcode: measured without an exception on 83 762 rows.
POSTCODES = (
    (range(10, 70), WIB),
    (range(70, 73), WITA),
    (range(73, 75), WIB),
    (range(75, 78), WITA),
    (range(78, 80), WIB),
    (range(80, 97), WITA),
    (range(97, 100), WIT),
)

# Digits after +62, the longest one that fits wins; Kalimantan's 51 and 52 are mixed.
AREA_CODES = {
    "2": WIB, "31": WIB, "32": WIB, "33": WIB, "34": WIB, "35": WIB, "36": WITA, "37": WITA, "38": WITA,
    "4": WITA, "511": WITA, "512": WITA, "513": WIB, "517": WITA, "518": WITA, "519": WIB, "522": WIB,
    "525": WIB, "526": WITA, "527": WITA, "528": WIB, "53": WIB, "54": WITA, "55": WITA, "56": WIB,
    "6": WIB, "7": WIB, "9": WIT,
}  # fmt: skip


def spelling(name: str) -> str:
    """One spelling: lower case, letters and single blanks, without the word province or a part in brackets."""
    words = re.sub(r"\([^()]*\)|[^a-z ]", " ", name.lower().replace(".", "")).split()
    return " ".join(word for word in words if word not in ("provinsi", "propinsi", "prov", "province"))


BY_SPELLING = {
    spelling(name): zone for zone, rows in PROVINCES.items() for row in rows for name in row.split("|")
}


OFFICIAL = {
    spelling(name): row.partition("|")[0]
    for rows in PROVINCES.values()
    for row in rows
    for name in row.split("|")
}


def province_name(province: str) -> str | None:
    """The name by which the table knows a province, from any of its usual spellings."""
    return OFFICIAL.get(spelling(province))


def province_zone(province: str) -> str | None:
    return BY_SPELLING.get(spelling(province))


def postcode_zone(postcode: str) -> str | None:
    head = postcode.strip()[:2]
    if not (head.isascii() and head.isdigit()):
        return None
    return next((zone for span, zone in POSTCODES if int(head) in span), None)


def landline_zone(national: str) -> str | None:
    """The zone of the digits after +62, or none when the area code is mixed or unknown."""
    fits = (AREA_CODES.get(national[:length]) for length in (3, 2, 1))
    return next((zone for zone in fits if zone), None)
