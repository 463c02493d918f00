"""Provinces, postcodes, landlines and countries to zones: every case written from `domain.md` §2.3."""

import pytest

from sapa.domain.zones import resolve
from sapa.domain.zones.evidence import evidence
from sapa.domain.zones.indonesia import PROVINCES, landline_zone, postcode_zone, province_name, province_zone

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

PROVINCE_ZONES = {
    WIB: """Aceh; Sumatera Utara; Sumatera Barat; Riau; Kepulauan Riau; Jambi; Sumatera Selatan; Bengkulu;
        Lampung; Kepulauan Bangka Belitung; DKI Jakarta; Jawa Barat; Jawa Tengah; DI Yogyakarta; Jawa Timur;
        Banten; Kalimantan Barat; Kalimantan Tengah""",
    WITA: """Kalimantan Selatan; Kalimantan Timur; Kalimantan Utara; Bali; Nusa Tenggara Barat;
        Nusa Tenggara Timur; Sulawesi Utara; Gorontalo; Sulawesi Tengah; Sulawesi Barat; Sulawesi Selatan;
        Sulawesi Tenggara""",
    WIT: """Maluku; Maluku Utara; Papua; Papua Barat; Papua Barat Daya; Papua Tengah; Papua Pegunungan;
        Papua Selatan""",
}
SPELLINGS = {
    WIB: "DKI; D.K.I. Jakarta; jakarta selatan; DI Yogyakarta; D.I. Yogyakarta; Jogja; YOGYAKARTA; Jabar; "
    "Prov. Jawa Barat; Provinsi Jawa Tengah; jatim; Sumut; Sumatra Utara; Kep. Riau; Kepri; "
    "Bangka-Belitung; Babel; NAD; Nanggroe Aceh Darussalam (NAD); West Java; Kalteng; Kalbar; Central Java",
    WITA: "NTB; Nusa Tenggara Barat (NTB); N.T.T.; Sulsel; sulawesi  selatan; Kalsel; KALTIM; Kaltara; "
    "Sulut; Sultra; East Kalimantan; South Sulawesi; Provinsi Bali; Gorontalo",
    WIT: "Malut; MALUKU UTARA; Papua Barat Daya; papua tengah; Provinsi Papua Selatan; Highland Papua; "
    "West Papua; Southwest Papua; Irian Jaya",
}
LANDLINES = {
    WIB: "21 Jakarta; 22 Bandung; 24 Semarang; 274 Yogyakarta; 31 Surabaya; 341 Malang; 333 Banyuwangi; "
    "61 Medan; 651 Banda Aceh; 711 Palembang; 721 Lampung; 751 Padang; 761 Pekanbaru; 778 Batam; "
    "561 Pontianak; 536 Palangka Raya; 531 Sampit; 513 Kuala Kapuas; 254 Serang",
    WITA: "361 Denpasar; 370 Mataram; 380 Kupang; 411 Makassar; 431 Manado; 435 Gorontalo; 451 Palu; "
    "401 Kendari; 511 Banjarmasin; 541 Samarinda; 542 Balikpapan; 551 Tarakan; 426 Mamuju",
    WIT: "911 Ambon; 921 Ternate; 967 Jayapura; 951 Sorong; 986 Manokwari; 971 Merauke; 901 Timika",
}


def cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(" ".join(one.split()), zone) for zone, text in table.items() for one in text.split(";")]


def zones_of(**given: str) -> tuple[tuple[str, ...], str, str]:
    known = dict.fromkeys(("timezone", "country", "province", "postcode", "region", "phone"), "")
    found = resolve(**(known | given), business=WIB, unknown="strict")
    return found.zones, found.primary, found.source


def test_there_are_38_provinces() -> None:
    assert sum(len(rows) for rows in PROVINCES.values()) == 38
    assert {name: province_zone(name) for name, _zone in cases(PROVINCE_ZONES)} == dict(cases(PROVINCE_ZONES))
    assert len(cases(PROVINCE_ZONES)) == 38


@pytest.mark.parametrize(("spelling", "zone"), cases(SPELLINGS))
def test_provinces_are_known_by_their_usual_spellings(spelling: str, zone: str) -> None:
    assert province_zone(spelling) == zone


@pytest.mark.parametrize(
    ("spelling", "name"), [("NTB", "Nusa Tenggara Barat"), ("dki", "DKI Jakarta"), ("Narnia", None)]
)
def test_a_spelling_leads_to_the_tables_name(spelling: str, name: str | None) -> None:
    assert province_name(spelling) == name


def test_a_name_of_nothing_but_brackets_is_no_province() -> None:
    assert province_name("(" * 200_000) is None


def test_two_digits_of_the_postcode_decide() -> None:
    spans = [
        (10, 69, WIB),
        (70, 72, WITA),
        (73, 74, WIB),
        (75, 77, WITA),
        (78, 79, WIB),
        (80, 96, WITA),
        (97, 99, WIT),
    ]
    expected = {head: zone for first, last, zone in spans for head in range(first, last + 1)}
    assert {head: postcode_zone(f"{head}123") for head in range(10, 100)} == expected


@pytest.mark.parametrize("postcode", ["", "0", "01234", "AB123", "٧٠123"])
def test_other_postcodes_say_nothing(postcode: str) -> None:
    assert postcode_zone(postcode) is None


@pytest.mark.parametrize(("place", "zone"), cases(LANDLINES))
def test_landlines_tell_their_place(place: str, zone: str) -> None:
    assert landline_zone(place.split()[0] + "5550123"[: 9 - len(place.split()[0])]) == zone


@pytest.mark.parametrize("prefix", ["811", "812", "821", "852", "857", "878", "895", "838"])
def test_a_mobile_prefix_says_nothing(prefix: str) -> None:
    assert zones_of(phone=f"+62{prefix}") == ((WIB, WIT, WITA), WIB, "phone")


@pytest.mark.parametrize(
    ("given", "zones", "source"),
    [
        ({"province": "Bali"}, {WITA}, "address"),
        ({"postcode": "80361"}, {WITA}, "address"),
        ({"province": "Bali", "phone": "+62812"}, {WITA}, "both"),
        ({"province": "Jawa Timur", "postcode": "80361"}, {WIB, WITA}, "address"),
        ({"province": "Bali", "phone": "+6221"}, {WIB, WITA}, "conflict"),
        ({"country": "ID"}, {WIB, WITA, WIT}, "address"),
        ({"country": "ID", "phone": "+62967"}, {WIT}, "both"),
        ({"country": "SG", "phone": "+62812"}, {"Asia/Singapore", WIB, WITA, WIT}, "conflict"),
        ({"phone": "+65812"}, {"Asia/Singapore"}, "phone"),
        ({"phone": "+81901"}, {"Asia/Tokyo"}, "phone"),
        ({"country": "US", "region": "CA"}, {"America/Los_Angeles"}, "address"),
        ({"country": "AU", "region": "WA"}, {"Australia/Perth"}, "address"),
        ({}, {WIB}, "business"),
        ({"timezone": WIT, "province": "Bali", "phone": "+6221"}, {WIT}, "explicit"),
    ],
)
def test_evidence_is_combined(given: dict[str, str], zones: set[str], source: str) -> None:
    found, _primary, by = zones_of(**given)
    assert (set(found), by) == (zones, source)


def test_america_without_a_region_is_its_mainland_from_the_east() -> None:
    zones, primary, _source = zones_of(country="US")
    mainland = ("New_York", "Chicago", "Denver", "Phoenix", "Los_Angeles")
    assert set(zones) == {f"America/{city}" for city in mainland}
    assert primary == "America/New_York"


def told(**given: str) -> list[tuple[str, str, set[str]]]:
    known = dict.fromkeys(("timezone", "country", "province", "postcode", "region", "phone"), "")
    return [(one.kind, one.value, set(one.zones)) for one in evidence(**(known | given))]


def test_each_piece_of_evidence_is_told_with_what_it_says() -> None:
    assert told(province="ntb", postcode="12190", phone="+62361234567") == [
        ("province", "Nusa Tenggara Barat", {WITA}),
        ("postcode", "12190", {WIB}),
        ("landline", "0361", {WITA}),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"phone": "+6281234567"}, [("mobile", "+628", {WIB, WITA, WIT})]),
        ({"phone": "+622155501234"}, [("landline", "021", {WIB})]),
        ({"phone": "+6581234567"}, [("phone_country", "SG", {"Asia/Singapore"})]),
        ({"country": "AU", "region": "AU-WA"}, [("region", "AU-WA", {"Australia/Perth"})]),
        ({"country": "NL"}, [("country", "NL", {"Europe/Amsterdam"})]),
        ({"province": "Narnia"}, [("province", "Narnia", set())]),
        ({"timezone": WIT}, [("explicit", WIT, {WIT})]),
        ({"country": "ID"}, [("country", "ID", {WIB, WITA, WIT})]),
        ({}, []),
    ],
)
def test_evidence_of_each_kind(given: dict[str, str], expected: list[tuple[str, str, set[str]]]) -> None:
    assert told(**given) == expected
