"""Evidence about a customer's place to a set of zones and a primary one (`domain.md` §2.3)."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sapa.domain.zones.clock import clock_of
from sapa.domain.zones.indonesia import WIB, WIT, WITA, landline_zone, postcode_zone, province_zone

THREE = (WIB, WITA, WIT)
TABLE: dict[str, Any] = json.loads(files("sapa.domain").joinpath("data/zones.json").read_text())
COUNTRIES: dict[str, list[str]] = TABLE["countries"]
REGIONS: dict[str, dict[str, str]] = TABLE["regions"]
CALLING: dict[str, str] = TABLE["calling"]


@dataclass(frozen=True, slots=True, eq=False)
class ZoneSet:
    """`zones` sorted by name; `source` explicit | address | phone | both | conflict | business.

    Compared by identity: `resolve` answers the same object for the same evidence.
    """

    zones: tuple[str, ...]
    primary: str
    source: str
    country: str

    @property
    def conflict(self) -> bool:
        return self.source == "conflict"


@lru_cache(maxsize=65536)
def resolve(
    timezone: str,
    country: str,
    province: str,
    postcode: str,
    region: str,
    phone: str,
    business: str,
    unknown: str,
) -> ZoneSet:
    """Zones of a customer; empty strings mean unknown.

    `phone` may be cut to its first six characters (+ and five digits), which hold all that counts;
    `unknown` is strict or business.
    """
    land = country_of(country, phone)
    if timezone:
        return ZoneSet((clock_of(timezone).name,), timezone, "explicit", land)
    place = address_zones(country, province, postcode, region)
    number = phone_zones(phone)
    zones, source = combine(place, number, business)
    if source != "conflict" and unknown == "business" and set(zones) == set(THREE):
        return ZoneSet((business,), business, "business", land)
    first = business if business in zones else next(z for z in place + number + zones if z in zones)
    return ZoneSet(tuple(sorted(zones)), first, source, land)


def combine(place: tuple[str, ...], number: tuple[str, ...], business: str) -> tuple[tuple[str, ...], str]:
    if place and number:
        shared = tuple(zone for zone in place if zone in number)
        return (shared, "both") if shared else (place + number, "conflict")
    if place or number:
        return (place, "address") if place else (number, "phone")
    return (business,), "business"


def address_zones(country: str, province: str, postcode: str, region: str) -> tuple[str, ...]:
    code = address_country(country, province, postcode)
    if code == "ID":
        known = (province_zone(province), postcode_zone(postcode))
        return tuple(dict.fromkeys(zone for zone in known if zone)) or THREE
    narrowed = REGIONS.get(code, {}).get(region.upper().removeprefix(f"{code}-"))
    return (narrowed,) if narrowed else tuple(COUNTRIES.get(code, ()))


def address_country(country: str, province: str, postcode: str) -> str:
    """The address's country; an address that names none but a province or postcode is Indonesian."""
    return country.strip().upper() or ("ID" if province or postcode else "")


def phone_zones(phone: str) -> tuple[str, ...]:
    country = phone_country(phone)
    if country != "ID":
        return tuple(COUNTRIES.get(country, ()))
    zone = None if phone.startswith("+628") else landline_zone(phone[3:])
    return (zone,) if zone else THREE


def phone_country(phone: str) -> str:
    """ISO country of an E.164 number by its longest known prefix, or an empty string."""
    digits = phone.removeprefix("+")
    fits = (CALLING.get(digits[:length]) for length in (4, 3, 2, 1))
    return next((country for country in fits if country), "")


def country_of(country: str, phone: str) -> str:
    """The country whose weekends and holidays count: the address's, else the phone's, else Indonesia."""
    return country.strip().upper() or phone_country(phone) or "ID"
