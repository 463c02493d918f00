"""Where parcels are, in the courier's words and times of the shop's zone; and whether one is late."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sapa.domain import formats
from sapa.domain.dialogue.choosing import name_of
from sapa.domain.dialogue.records import Order, Parcel
from sapa.domain.dialogue.speaking import Text, clock, day, near_day, numbered, say
from sapa.domain.dialogue.types import Turn

STALLED_FOR = timedelta(days=5)  # without a word of the courier, where no day of arrival is known
MOST_PARCELS = 3
MIDNIGHT = time(0)

STEPS: Mapping[str, Text] = {
    "confirmed": Text("sudah siap dan menunggu dijemput kurir", "is ready and waiting for the courier"),
    "picking_up": Text("sedang dijemput kurir", "is being collected by the courier"),
    "picked_up": Text("sudah diambil kurir", "has been collected by the courier"),
    "in_transit": Text("sedang dalam perjalanan", "is on its way"),
    "out_for_delivery": Text("sedang diantar kurir ke alamat tujuan", "is out for delivery"),
    "on_hold": Text("sedang tertahan di kurir", "is on hold at the courier"),
    "failed_attempt": Text(
        "sempat diantar kurir tetapi belum berhasil diterima",
        "could not be delivered at the courier's last attempt",
    ),
    "delivered": Text("sudah sampai", "has been delivered"),
    "returning": Text("sedang dalam perjalanan kembali ke kami", "is on its way back to us"),
    "returned": Text("sudah kembali ke kami", "has come back to us"),
    "cancelled": Text("pengirimannya dibatalkan", "has had its shipping cancelled"),
    "lost": Text("dinyatakan hilang oleh kurir", "has been declared lost by the courier"),
}
HANDED_OVER = Text("sudah diserahkan ke kurir", "is with the courier")
ONE = Text("Pesanan {what} {step}{carrier}.", "Order {what} {step}{carrier}.")
SEVERAL = Text("Pesanan {what} dikirim dalam {count} paket:", "Order {what} was sent in {count} parcels:")
ONE_OF_SEVERAL = Text("{carrier}: {step}.", "{carrier}: {step}.")
PARCEL = Text("Paket", "Parcel")
WITH_COURIER = Text(" dengan {courier}, resi {number}", " with {courier}, tracking number {number}")
WITH_COURIER_ONLY = Text(" dengan {courier}", " with {courier}")
WITH_NUMBER_ONLY = Text(" (resi {number})", " (tracking number {number})")
LAST_WORD = Text("Kabar terakhir dari kurir: {event} ({at}).", "Latest from the courier: {event} ({at}).")
LAST_WORD_EVER = Text("Kabar terakhir dari kurir: {event}.", "Latest from the courier: {event}.")
EXPECTED = Text("Perkiraan tiba {day}.", "Expected {day}.")
OVERDUE = Text(
    "Perkiraan tibanya {day} sudah lewat, mohon maaf ya.",
    "It was expected {day}, which has passed; we are sorry.",
)
TRACK = Text("Lacak di sini: {link}", "Track it here: {link}")

LOST = re.compile(r"\b(?:dinyatakan |declared |paket |parcel )(?:hilang|lost)\b|\bhilang\b", re.IGNORECASE)
UNDER_WAY = frozenset(("", "picked_up", "in_transit", "out_for_delivery", "on_hold", "failed_attempt"))
TROUBLED = frozenset(("on_hold", "failed_attempt", "returning", "returned", "cancelled", "lost"))
NO_LONGER_COMING = frozenset(("delivered", "returning", "returned", "cancelled", "lost"))


def when(turn: Turn, at: datetime) -> str:
    """`besok, 16 September 2026`; a day that is not near with its weekday."""
    zone, language = turn.business.zone, turn.talk.language
    distance = (formats.local_date(at, zone) - formats.local_date(turn.now, zone)).days
    if distance in formats.NEAR_DAYS[language]:
        return near_day(at, turn.now, zone, language)
    return day(at, zone, language, weekday=True)


def happened(turn: Turn, at: datetime) -> str:
    """The day alone where it was told without a time."""
    local = at.astimezone(ZoneInfo(turn.business.zone))
    return when(turn, at) if local.time() == MIDNIGHT else at_time(turn, at)


def at_time(turn: Turn, at: datetime) -> str:
    """`kemarin, 14 September 2026 pukul 21.40 WIB`."""
    between = " at " if turn.talk.language == "en" else " pukul "
    return when(turn, at) + between + clock(at, turn.business.zone, turn.talk.language)


def parcels_state(turn: Turn, order: Order, parcels: Sequence[Parcel]) -> str:
    """The courier, the number, the last word and the day of arrival, of each parcel."""
    if len(parcels) == 1:
        return one_state(turn, order, parcels[0])
    shown = parcels[:MOST_PARCELS]
    what = name_of(order, turn.talk.language)
    lines = numbered([in_a_line(turn, order, one) for one in shown])
    return say(turn, SEVERAL, what=what, count=len(parcels)) + "\n" + lines


def one_state(turn: Turn, order: Order, parcel: Parcel) -> str:
    carrier = carrier_of(turn, parcel)
    what = name_of(order, turn.talk.language)
    parts = (
        say(turn, ONE, what=what, step=step_of(turn, parcel), carrier=carrier),
        last_word(turn, parcel),
        arrival(turn, order, parcel),
        say(turn, TRACK, link=parcel.link) if parcel.link else "",
    )
    return " ".join(filter(None, parts))


def in_a_line(turn: Turn, order: Order, parcel: Parcel) -> str:
    carrier = " ".join(filter(None, (parcel.courier, parcel.tracking_number))) or say(turn, PARCEL)
    first = say(turn, ONE_OF_SEVERAL, carrier=carrier, step=step_of(turn, parcel))
    return " ".join(filter(None, (first, last_word(turn, parcel), arrival(turn, order, parcel))))


def carrier_of(turn: Turn, parcel: Parcel) -> str:
    """` dengan JNE REG, resi JNE0077001041`."""
    if parcel.courier and parcel.tracking_number:
        return say(turn, WITH_COURIER, courier=parcel.courier, number=parcel.tracking_number)
    if parcel.courier:
        return say(turn, WITH_COURIER_ONLY, courier=parcel.courier)
    return say(turn, WITH_NUMBER_ONLY, number=parcel.tracking_number) if parcel.tracking_number else ""


def step_of(turn: Turn, parcel: Parcel) -> str:
    if is_lost(parcel):
        return say(turn, STEPS["lost"])
    step = say(turn, STEPS.get(parcel.status, HANDED_OVER))
    if parcel.status == "delivered" and parcel.delivered_at:
        return f"{step} {happened(turn, parcel.delivered_at)}"
    return step


def last_word(turn: Turn, parcel: Parcel) -> str:
    """What the courier said last, as they said it."""
    event = parcel.last_event.strip().rstrip(".")
    if not event:
        return ""
    if parcel.last_event_at is None:
        return say(turn, LAST_WORD_EVER, event=event)
    return say(turn, LAST_WORD, event=event, at=happened(turn, parcel.last_event_at))


def arrival(turn: Turn, order: Order, parcel: Parcel) -> str:
    """The day it is expected; that it has passed, where it has."""
    if parcel.status in NO_LONGER_COMING or is_lost(parcel):
        return ""
    return due(turn, parcel.eta or order.eta)


def due(turn: Turn, eta: datetime | None) -> str:
    if eta is None:
        return ""
    return say(turn, OVERDUE if has_passed(turn, eta) else EXPECTED, day=when(turn, eta))


def has_passed(turn: Turn, eta: datetime) -> bool:
    """The whole day counts."""
    zone = turn.business.zone
    return formats.local_date(eta, zone) < formats.local_date(turn.now, zone)


def is_late(turn: Turn, order: Order, parcel: Parcel) -> bool:
    """Past the day it was expected, or without one long unheard of."""
    if parcel.status in NO_LONGER_COMING or is_lost(parcel):
        return False
    eta = parcel.eta or order.eta
    if eta:
        return has_passed(turn, eta)
    heard = parcel.last_event_at or parcel.shipped_at
    return heard is not None and turn.now - heard > STALLED_FOR


def is_troubled(parcel: Parcel) -> bool:
    return parcel.status in TROUBLED or is_lost(parcel)


def is_lost(parcel: Parcel) -> bool:
    """By its state, or by the courier's last word."""
    return parcel.status == "lost" or (
        parcel.status != "delivered" and LOST.search(parcel.last_event) is not None
    )
