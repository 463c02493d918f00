"""Writes the frozen tables of `domain/data`: `python -m sapa.lab.freeze` after a new year's decree.

The domain never asks a package or the host for a holiday: it reads these files (`domain.md` §5).
"""

import json
import re
from collections.abc import Iterable
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import holidays
import phonenumbers
from holidays.countries.indonesia import IndonesiaIslamicHolidays

DATA = Path(__file__).parent.parent / "domain" / "data"
ZONE_TABLE = Path("/usr/share/zoneinfo/zone.tab")
YEARS = range(2024, 2028)
COUNTRIES = ("ID", "SG", "SA")
ESTIMATE_WORD = "(perkiraan)"

# The table that workspaces see and edit: with names, more countries, and a forecast of the year to come.
SHOWN_YEARS = range(2024, 2029)
SHOWN_COUNTRIES = ("ID", "SG", "MY", "AU", "JP", "SA", "NL", "US")
ESTIMATE_SUFFIX = re.compile(r" \((?:perkiraan|estimated)\)|, estimated(?=\))")

# Countries with several zones: those of the mainland, from the east for America (`domain.md` §2.3).
MAINLAND = {
    "US": ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles"],
    "AU": ["Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin",
           "Australia/Perth"],
    "CA": ["America/Halifax", "America/Toronto", "America/Winnipeg", "America/Regina", "America/Edmonton",
           "America/Vancouver"],
    "BR": ["America/Sao_Paulo", "America/Manaus", "America/Rio_Branco"],
    "MX": ["America/Mexico_City", "America/Cancun", "America/Hermosillo", "America/Tijuana"],
    "RU": ["Europe/Moscow", "Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk",
           "Asia/Krasnoyarsk", "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan",
           "Asia/Kamchatka"],
    "CD": ["Africa/Kinshasa", "Africa/Lubumbashi"],
    "MN": ["Asia/Ulaanbaatar", "Asia/Hovd"],
    "ID": ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"],
    "AR": ["America/Argentina/Buenos_Aires"], "CL": ["America/Santiago"], "CN": ["Asia/Shanghai"],
    "CY": ["Asia/Nicosia"], "DE": ["Europe/Berlin"], "EC": ["America/Guayaquil"], "ES": ["Europe/Madrid"],
    "KZ": ["Asia/Almaty"], "MY": ["Asia/Kuala_Lumpur"], "NZ": ["Pacific/Auckland"], "PS": ["Asia/Gaza"],
    "PT": ["Europe/Lisbon"], "UA": ["Europe/Kyiv"], "UZ": ["Asia/Tashkent"], "GL": ["America/Nuuk"],
    "PG": ["Pacific/Port_Moresby"], "PF": ["Pacific/Tahiti"], "FM": ["Pacific/Pohnpei"],
    "KI": ["Pacific/Tarawa"], "MH": ["Pacific/Majuro"], "UM": ["Pacific/Wake"], "AQ": ["Antarctica/McMurdo"],
}  # fmt: skip

REGIONS = {
    "US": {
        "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO ID MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Anchorage": "AK",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR VI",
        "Pacific/Guam": "GU MP",
    },
    "AU": {
        "Australia/Sydney": "NSW ACT",
        "Australia/Melbourne": "VIC",
        "Australia/Hobart": "TAS",
        "Australia/Brisbane": "QLD",
        "Australia/Adelaide": "SA",
        "Australia/Darwin": "NT",
        "Australia/Perth": "WA",
    },
    "CA": {
        "America/St_Johns": "NL",
        "America/Halifax": "NS NB PE",
        "America/Toronto": "ON QC NU",
        "America/Winnipeg": "MB",
        "America/Regina": "SK",
        "America/Edmonton": "AB NT",
        "America/Vancouver": "BC",
        "America/Whitehorse": "YT",
    },
    "BR": {
        "America/Sao_Paulo": "AL AP BA CE DF ES GO MA MG PA PB PE PI PR RJ RN RS SC SE SP TO",
        "America/Manaus": "AM MS MT RO RR",
        "America/Rio_Branco": "AC",
    },
    "MX": {
        "America/Mexico_City": "AGU CAM CHP CMX COA COL DUR GRO GUA HID JAL MEX MIC MOR NLE OAX PUE QUE "
        "SLP TAB TAM TLA VER YUC ZAC CHH NAY",
        "America/Cancun": "ROO",
        "America/Hermosillo": "SON SIN BCS",
        "America/Tijuana": "BCN",
    },
    "ES": {"Atlantic/Canary": "CN"},
    "PT": {"Atlantic/Azores": "20"},
}

SHORT_ROW = re.compile(r"\[\s+\"(?:\d{4}-\d\d-\d\d\",\s+\"[a-z]|ramadan|lebaran)[^\]]*\]")


def country_zones() -> dict[str, list[str]]:
    """ISO country → its IANA zones, from the tz database's own table."""
    found: dict[str, list[str]] = {}
    for line in ZONE_TABLE.read_text().splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: MAINLAND.get(country, zones) for country, zones in sorted(found.items())}


def calling_codes() -> dict[str, str]:
    """Digits after the plus → country; +1 and +7 by their next digits, because countries share them."""
    table = {
        str(code): regions[0]
        for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items()
        if regions[0] != "001"
    }
    table |= {"76": "KZ", "77": "KZ"}
    for area in range(200, 1000):
        region = phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{area}2345678"))
        if region and region != "US":
            table[f"1{area}"] = region
    return dict(sorted(table.items()))


def regions_by_code() -> dict[str, dict[str, str]]:
    return {
        country: {code: zone for zone, codes in zones.items() for code in codes.split()}
        for country, zones in REGIONS.items()
    }


def indonesian_days(category: str) -> dict[date, str]:
    """One category at a time: the package's default leaves cuti bersama out without a word."""
    found = holidays.country_holidays("ID", years=YEARS, categories=(category,), language="id")
    return dict(found.items())


def countries() -> dict[str, dict[str, list[str]]]:
    table = {
        code: {"national": dates(holidays.country_holidays(code, years=YEARS)), "cuti_bersama": []}
        for code in COUNTRIES
    }
    table["ID"]["cuti_bersama"] = dates(indonesian_days("government"))
    return table


def periods(years: range = YEARS) -> dict[str, list[list[str]]]:
    """Ramadan and both days of Idul Fitri, from the MABIMS dates (never Umm al-Qura)."""
    found: dict[str, list[list[str]]] = {"ramadan": [], "lebaran": []}
    for year in years:
        first = mabims("RAMADAN_BEGINNING_DATES", year)
        feast = mabims("EID_AL_FITR_DATES", year)
        found["ramadan"].append(dates((first, feast - timedelta(days=1))))
        found["lebaran"].append(dates((feast, feast + timedelta(days=1))))
    return found


def mabims(table: str, year: int) -> date:
    month, day = getattr(IndonesiaIslamicHolidays, table)[year]
    return date(year, month, day)


def estimated_days(starts: list[list[str]]) -> list[str]:
    """Days whose name says so, and the start of a Ramadan whose feast is still an estimate."""
    named = {
        day.isoformat()
        for category in ("public", "government")
        for day, name in indonesian_days(category).items()
        if ESTIMATE_WORD in name
    }
    years = {day[:4] for day in named}
    return sorted(named | {first for first, _ in starts if first[:4] in years})


def dates(days: Iterable[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def calendar() -> dict[str, Any]:
    spans = periods()
    return {
        "source": f"PyPI holidays {version('holidays')} (ID public and government, SG, SA), frozen; "
        "Ramadan and Lebaran from its MABIMS table",
        "countries": countries(),
        "periods": spans,
        "estimated": estimated_days(spans["ramadan"]),
    }


def shown_days() -> dict[str, list[list[str]]]:
    """Country → [day, kind, certain or estimated, name], by date."""
    table = {
        code: [named(day, "national", name) for day, name in public_days(code).items()]
        for code in SHOWN_COUNTRIES
    }
    leave = holidays.country_holidays("ID", years=SHOWN_YEARS, categories=("government",), language="id")
    table["ID"] += [named(day, "cuti_bersama", name) for day, name in leave.items()]
    return {code: sorted(rows) for code, rows in table.items()}


def public_days(country: str) -> dict[date, str]:
    language = "id" if country == "ID" else "en_US"
    return dict(holidays.country_holidays(country, years=SHOWN_YEARS, language=language).items())


def named(day: date, kind: str, name: str) -> list[str]:
    """The package knows an estimate only as a suffix of the name (`domain.md` §5, trap 3)."""
    status = "estimated" if ESTIMATE_SUFFIX.search(name) else "certain"
    return [day.isoformat(), kind, status, ESTIMATE_SUFFIX.sub("", name)]


def shown_periods(days: list[list[str]]) -> list[list[str]]:
    """[kind, first, last, certain or estimated]; a period is as sure as the year's Idul Fitri."""
    estimated = {day[:4] for day, _, status, name in days if status == "estimated" and "Idul Fitri" in name}
    rows = []
    for year in SHOWN_YEARS:
        status = "estimated" if str(year) in estimated else "certain"
        rows += [[kind, *span, status] for kind, [span] in periods(range(year, year + 1)).items()]
    return rows


def shown() -> dict[str, Any]:
    days = shown_days()
    return {
        "source": f"PyPI holidays {version('holidays')} (public; ID also government), frozen; "
        "Ramadan and Lebaran from its MABIMS table",
        "days": days,
        "periods": shown_periods(days["ID"]),
    }


def zones() -> dict[str, Any]:
    return {"countries": country_zones(), "regions": regions_by_code(), "calling": calling_codes()}


def on_one_line(row: re.Match[str]) -> str:
    return json.dumps(json.loads(row[0]), ensure_ascii=False)


def main() -> None:
    for name, document in (("calendar", calendar()), ("holidays", shown()), ("zones", zones())):
        text = json.dumps(document, indent=1, ensure_ascii=False)
        (DATA / f"{name}.json").write_text(SHORT_ROW.sub(on_one_line, text) + "\n")
        print(f"wrote {name}.json")


if __name__ == "__main__":
    main()
