"""Where a customer's clock stands, what says so, and which zones a person may choose instead (domain.md 2.3)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sapa.contacts.models import Contact
from sapa.contacts.selectors.people import zones_of
from sapa.domain import formats
from sapa.domain.zones import THREE, ZoneSet
from sapa.domain.zones.evidence import OF_ADDRESS, OF_PHONE, Evidence, evidence, said
from sapa.domain.zones.resolve import COUNTRIES

NEARBY = ("SG", "MY", "BN", "TL", "HK", "TW", "KR", "JP", "AU", "SA", "AE", "NL", "GB", "US")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is known. `label`: WIB, WITA, UTC+8 …; blank when the text says nothing of a zone."""

    kind: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ContactClock:
    """`source` of the zone set, or anywhere when it may be all of Indonesia.

    `address` and `phone` are labels of what each says when they contradict, `province` and `postcode` the same.
    """

    zones: ZoneSet
    source: str
    labels: tuple[str, ...]
    pieces: tuple[Piece, ...]
    address: str
    phone: str
    province: str
    postcode: str


def clock_of_contact(contact: Contact, *, business: str, now: datetime) -> ContactClock:
    zones = zones_of(contact, business=business)
    told = evidence(
        timezone=contact.timezone,
        country=contact.country,
        province=contact.province,
        postcode=contact.postcode,
        region=contact.region,
        phone=contact.phone,
    )
    inside = (said(told, ("province",)), said(told, ("postcode",)))
    apart = all(inside) and inside[0] != inside[1] and not contact.timezone
    return ContactClock(
        zones=zones,
        source=_source(zones, told),
        labels=_labels(zones.zones, now),
        pieces=tuple(_piece(one, now) for one in told),
        address=_said(told, OF_ADDRESS, now) if zones.conflict else "",
        phone=_said(told, OF_PHONE, now) if zones.conflict else "",
        province=", ".join(_labels(inside[0], now)) if apart else "",
        postcode=", ".join(_labels(inside[1], now)) if apart else "",
    )


def zones_to_choose(contact: Contact, *, business: str, now: datetime) -> list[tuple[str, str]]:
    """(zone, how it reads): Indonesia's three, then the customer's country and others of the neighbourhood."""
    lands = dict.fromkeys([contact.country, *NEARBY])
    abroad = [zone for land in lands for zone in COUNTRIES.get(land or "", ())]
    zones = dict.fromkeys([*THREE, business, *abroad, *([contact.timezone] if contact.timezone else [])])
    return [(zone, f"{formats.zone_label(now, zone)} · {_city(zone)}") for zone in zones]


def _source(zones: ZoneSet, told: tuple[Evidence, ...]) -> str:
    """A mobile number never agrees or speaks: its prefix says nothing about the place."""
    if set(zones.zones) == set(THREE) and not zones.conflict:
        return "anywhere"
    mobile = any(one.kind == "mobile" for one in told)
    return "address" if zones.source == "both" and mobile else zones.source


def _piece(one: Evidence, now: datetime) -> Piece:
    value = _city(one.value) if one.kind == "explicit" else one.value
    return Piece(one.kind, value, ", ".join(_labels(one.zones, now)))


def _said(told: tuple[Evidence, ...], kinds: tuple[str, ...], now: datetime) -> str:
    return ", ".join(_labels(said(told, kinds), now))


def _labels(zones: tuple[str, ...], now: datetime) -> tuple[str, ...]:
    """Each once, from west to east."""
    ordered = sorted(zones, key=lambda zone: now.astimezone(ZoneInfo(zone)).replace(tzinfo=None))
    return tuple(dict.fromkeys(formats.zone_label(now, zone) for zone in ordered))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
