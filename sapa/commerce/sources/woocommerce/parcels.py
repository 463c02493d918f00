"""WooCommerce knows no parcels: the usual plugins note them with the order, each in its own way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from sapa.commerce.schemas import Told
from sapa.commerce.sources.generic.bodies import text_of
from sapa.commerce.sources.generic.fields import Fields, Moment
from sapa.commerce.sources.generic.shops import MOST_LINES, NAME, cut, listed, web_link
from sapa.events.schemas import Unreadable

LISTS = frozenset({"_wc_shipment_tracking_items", "_aftership_tracking_items"})
OF_A_LINE = "_vi_wot_order_item_tracking_data"
NUMBERS = (
    *("_tracking_number", "tracking_number", "_aftership_tracking_number", "ywot_tracking_code"),
    *("_resi", "resi", "_no_resi", "no_resi", "nomor_resi"),
)
COURIERS = (
    *("_tracking_provider", "tracking_provider", "_aftership_tracking_provider_name", "ywot_carrier_id"),
    *("_kurir", "kurir"),
)
LINKS = ("_tracking_url", "tracking_url", "_tracking_link", "tracking_link")
LONGEST_NAME, LONGEST_UNIX = 80, 11


@dataclass(frozen=True, slots=True)
class Parcel:
    """`id`: the plugin's own, else the tracking number. `shipped_at`: a day, as the shop chose it."""

    id: str
    number: str
    courier: str = ""
    link: str = ""
    shipped_at: datetime | None = None

    def told(self, order: str, status: str, at: datetime) -> Told:
        said = {"courier": self.courier, "tracking_number": self.number, "link": self.link}
        values = MappingProxyType({name: value for name, value in said.items() if value})
        return Told(f"{order}-{self.id}"[:NAME], at, status=status, order=order, values=values)


def parcels(order: Fields) -> list[Parcel]:
    """Each tracking number once."""
    found = {parcel.number: parcel for parcel in _found(order)}
    return list(found.values())


def _found(order: Fields) -> Iterator[Parcel]:
    metas = listed(order, "meta_data")
    yield from _plain(metas)
    for meta in metas:
        if cut(meta, "key") in LISTS:
            yield from _listed(meta)
    for line in listed(order, "line_items"):
        for meta in listed(line, "meta_data"):
            if cut(meta, "key") == OF_A_LINE:
                yield from _listed(meta)


def _listed(meta: Fields) -> Iterator[Parcel]:
    """A list, an object by number, or either of them packed into a text."""
    inside = _unpacked(meta.plain.get("value"))
    several = list(inside.values()) if isinstance(inside, dict) else inside
    for entry in several[:MOST_LINES] if isinstance(several, list) else []:
        if isinstance(entry, dict) and (parcel := _entry(Fields(entry, meta.moment))):
            yield parcel


def _unpacked(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _entry(fields: Fields) -> Parcel | None:
    number = cut(fields, "tracking_number", longest=LONGEST_NAME)
    if not number:
        return None
    names = ("custom_tracking_provider", "carrier_name", "tracking_provider", "carrier_slug", "slug")
    return Parcel(
        id=cut(fields, "tracking_id", longest=LONGEST_NAME) or number,
        number=number,
        courier=cut(fields, *names, longest=LONGEST_NAME),
        link=web_link(
            fields, "custom_tracking_link", "ast_tracking_link", "formatted_tracking_link", "carrier_url"
        ),
        shipped_at=_day(cut(fields, "date_shipped", "time"), fields.moment),
    )


def _plain(metas: list[Fields]) -> Iterator[Parcel]:
    """One number noted by itself."""
    said = {key: text_of(meta.plain.get("value")) for meta in metas if (key := cut(meta, "key").lower())}
    number = next((said[name] for name in NUMBERS if said.get(name)), "")[:LONGEST_NAME]
    if number:
        courier = next((said[name] for name in COURIERS if said.get(name)), "")[:LONGEST_NAME]
        link = web_link(Fields(said, metas[0].moment), *LINKS)
        yield Parcel(number, number, courier, link)


def _day(text: str, moment: Moment) -> datetime | None:
    """Unix seconds, or a date; one that cannot be read says nothing."""
    try:
        if text.isascii() and text.isdecimal():
            unix = int(text) if len(text) <= LONGEST_UNIX else 0
            return min(datetime.fromtimestamp(unix, UTC), moment.received_at) if unix else None
        return moment.said_at(text)
    except (Unreadable, OverflowError, OSError, ValueError):
        return None
