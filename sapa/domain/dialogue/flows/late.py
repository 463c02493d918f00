"""A parcel that has not come: how it truly stands, and people told where something is wrong."""

import re
from dataclasses import replace
from datetime import timedelta

from sapa.domain.dialogue.choosing import asks_which, choose_order, name_of, narrowed, none_found
from sapa.domain.dialogue.collecting import known, ticket_slots
from sapa.domain.dialogue.flows.status import told
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.parcels import has_passed, is_late, is_lost, is_troubled, last_word
from sapa.domain.dialogue.policies import cites_of, quoted, rule_for
from sapa.domain.dialogue.records import Cited, Order
from sapa.domain.dialogue.speaking import BY_PERSON, Text, joined, say
from sapa.domain.dialogue.stages import is_arrived, is_under_way, is_waiting, stage_of
from sapa.domain.dialogue.states import state_of
from sapa.domain.dialogue.ticketing import Report, known_already, opens_ticket
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

MISSED_WITHIN = timedelta(days=14)
LONGEST_PREPARED = timedelta(days=3)
SURE = 0.6
SPEAKS_OF_IT = re.compile(
    r"\b(?:paket|barang|kirim\w*|dikirim|kurir|resi|sampai|nyampai|datang|terima|diterima|terlambat"
    r"|telat|lama|tunggu"
    r"|nunggu|menunggu|tiba|parcel|package|arriv\w*|deliver\w*|received?|late|waiting|order"
    r"|pesanan)(?:nya|ku|e)?\b"
)
REPORTS = re.compile(
    r"\b(?:lapor\w*|laporkan|dilaporkan|report\w*|komplain\w*|klaim|cekkan|dicek|investigasi|telusuri"
    r"|lacakkan"
    r"|usut|hilang|ilang|lost)\b"
)
FAILED = re.compile(
    r"\bgagal (?:di)?(?:antar|kirim|delivery)\w*|\b(?:delivery|attempt)\b.{0,20}\bfail\w*"
    r"|\bfail\w*\b.{0,20}\b(?:deliver\w*|attempt)"
    r"|\b(?:tidak|ora|teu) (?:jadi )?(?:diantar|dianter)|\bcould ?n'?t (?:be )?deliver\w*"
)
ISSUES = frozenset(("not_received", "stuck_shipment"))
SLOTS = ("tracking_no", "days_waiting", "date", "courier", "requested_resolution", "phone", "new_address")
WHICH = Text("Paket yang mana yang belum sampai, {address}?", "Which parcel has not arrived, {address}?")
REPORTED = Text(
    "Ini sudah saya laporkan ke tim kami dengan nomor {ticket}, {address}.",
    "I have reported this to our team as {ticket}, {address}.",
)
IN_TIME = Text(
    "Jadi masih sesuai perkiraan ya, {address}.", "So it is still within the expected time, {address}."
)
LOST_ASKED = (
    Text(
        "Bagaimana kalau paket dinyatakan hilang oleh kurir?", "What if the courier declares a parcel lost?"
    ),
    Text("Paket hilang diganti atau dikembalikan uangnya?", "Is a lost parcel replaced or refunded?"),
    Text("paket hilang", "lost parcel"),
)
ABOUT_LOST = re.compile(r"\b(?:hilang|lost|missing)\b")
NOT_WITH_YOU = Text(
    "Kalau ternyata belum diterima, mohon maaf ya {address}. Sudah saya laporkan ke tim kami dengan nomor {ticket}.",
    "If it has not reached you, we are sorry, {address}. I have reported it to our team as {ticket}.",
)


def delivery_late(turn: Turn) -> Move:
    """The true state; a ticket when it is late, stuck, in trouble, or told to have come and did not."""
    choice = choose_order(turn, lambda one: could_be_missed(turn, one))
    if FAILED.search(normalise(turn.said.text)):
        choice = narrowed(choice, lambda one: has_failed(turn, one), is_under_way)
    choice = narrowed(choice, lambda one: is_late_order(turn, one), is_under_way, is_waiting)
    if choice.among:
        return asks_which(turn, "delivery_late", choice, lead=WHICH)
    order = choice.order or (None if choice.unknown else choice.newest)
    if order is None:
        return none_found(turn, "delivery_late", choice)
    stage = stage_of(turn, order)
    if stage in ("cancelled", "refunded", "unpaid"):
        return answers(turn, state_of(turn, order), code=f"status:{order.number}", order=order.number)
    if not is_meant(turn):
        return told(turn, order)
    if has_reason(turn, order):
        return reported(turn, order)
    still = say(turn, IN_TIME) if is_in_time(turn, order) else ""
    text = joined(state_of(turn, order), " ".join(filter(None, (still, say(turn, BY_PERSON)))))
    return answers(turn, text, code=f"status:{order.number}", order=order.number)


def could_be_missed(turn: Turn, order: Order) -> bool:
    """What may still be waited for; what came of late too, for couriers are wrong at times."""
    if is_under_way(order) or is_waiting(order):
        return True
    return is_arrived(order) and turn.now - (order.delivered_at or order.placed_at) < MISSED_WITHIN


def is_in_time(turn: Turn, order: Order) -> bool:
    """On its way, and the day it is expected has not passed."""
    days = [one.eta or order.eta for one in turn.tools.get_shipment(order)] or [order.eta]
    return is_under_way(order) and all(one is not None and not has_passed(turn, one) for one in days)


def is_meant(turn: Turn) -> bool:
    """A doubtful reading tells the state and asks; no ticket is opened on it."""
    if turn.talk.flow == "delivery_late" or turn.said.understood.confidence >= SURE:
        return True
    return SPEAKS_OF_IT.search(normalise(turn.said.text)) is not None


def has_failed(turn: Turn, order: Order) -> bool:
    """The courier was there in vain, or something else is wrong with it."""
    return any(is_troubled(one) for one in turn.tools.get_shipment(order))


def is_late_order(turn: Turn, order: Order) -> bool:
    return is_under_way(order) and any(is_late(turn, order, one) for one in turn.tools.get_shipment(order))


def has_reason(turn: Turn, order: Order) -> bool:
    """Late, in trouble, said to have come, kept too long; or the customer wants it reported anyway."""
    if (
        is_arrived(order)
        or insists(turn)
        or (is_under_way(order) and FAILED.search(normalise(turn.said.text)))
    ):
        return True
    parcels = turn.tools.get_shipment(order)
    if any(is_late(turn, order, one) or is_troubled(one) or one.status == "delivered" for one in parcels):
        return True
    if is_waiting(order):
        since = order.paid_at or order.placed_at
        return turn.now - since > LONGEST_PREPARED
    return not parcels and order.eta is not None and has_passed(turn, order.eta)


def insists(turn: Turn) -> bool:
    """Wants people to be told: in so many words, or as the answer to whether they should be."""
    if turn.talk.flow == "delivery_late" and turn.talk.asked == "issue_type":
        return True
    return REPORTS.search(normalise(turn.said.text)) is not None


def reported(turn: Turn, order: Order) -> Move:
    """The state and a ticket, or the ticket that is open already."""
    state = joined(state_of(turn, order), words_of_arrival(turn, order))
    if turn.talk.asked == "issue_type":
        state = ""
    if known := known_already(turn, "delivery", order):
        return replace(known, text=joined(state, known.text))
    text = NOT_WITH_YOU if has_come(turn, order) else REPORTED
    rule = lost_rule(turn, order)
    said = joined(state, quoted(rule), say(turn, text))
    return opens_ticket(turn, report_of(turn, order), said, cites=cites_of(rule, said))


def lost_rule(turn: Turn, order: Order) -> Cited | None:
    """What the shop does about a parcel that the courier has lost."""
    if not any(map(is_lost, turn.tools.get_shipment(order))):
        return None
    found = (rule_for(turn, question.of(turn.talk.language)) for question in LOST_ASKED)
    return next((rule for rule in found if rule and ABOUT_LOST.search((rule.text or "").casefold())), None)


def has_come(turn: Turn, order: Order) -> bool:
    """Going by the records."""
    return is_arrived(order) or any(one.status == "delivered" for one in turn.tools.get_shipment(order))


def words_of_arrival(turn: Turn, order: Order) -> str:
    """Who took it, as the courier wrote; helps to find a parcel that is with a neighbour."""
    if not is_arrived(order):
        return ""
    return " ".join(filter(None, (last_word(turn, one) for one in turn.tools.get_shipment(order)[:1])))


def report_of(turn: Turn, order: Order) -> Report:
    issue = known(turn, "issue_type")
    slots = {
        **ticket_slots(turn, SLOTS, order=order),
        "issue_type": issue if issue in ISSUES else "not_received",
    }
    for parcel in turn.tools.get_shipment(order)[:1]:
        slots.setdefault("tracking_no", parcel.tracking_number)
        slots.setdefault("courier", parcel.courier)
    what = "tercatat sampai tetapi belum diterima" if has_come(turn, order) else "belum sampai"
    summary = f"Paket {name_of(order)} {what}"
    return Report("delivery", summary, {name: value for name, value in slots.items() if value}, order)
