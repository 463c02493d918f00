"""Cancelling an order: at once while nothing is paid, as a request to people until it leaves, then honestly not."""

import re
from collections.abc import Mapping
from dataclasses import replace

from sapa.domain.dialogue.choosing import any_order, name_of
from sapa.domain.dialogue.collecting import begin, said_in
from sapa.domain.dialogue.flows.changing import proposes_change
from sapa.domain.dialogue.moving import answers, does, proposes
from sapa.domain.dialogue.naming import hits, words_in
from sapa.domain.dialogue.policies import answers_by, cites_of, quoted, rule_asked, rule_beside, with_rule
from sapa.domain.dialogue.proposing import (
    NOT_FOUND_NOW,
    YES_OR_NO,
    choose_first,
    own_order,
    settled,
    unsettled,
    yes_to,
)
from sapa.domain.dialogue.records import Item, Order
from sapa.domain.dialogue.speaking import Text, day, joined, money, say
from sapa.domain.dialogue.stages import Stage, is_under_way, is_waiting, stage_of
from sapa.domain.dialogue.ticketing import Report, opens_ticket
from sapa.domain.dialogue.types import Act, Move, Pending, Turn

FLOW = "cancel_order"
AT_ONCE: frozenset[Stage] = frozenset(("unpaid",))
PARTLY = re.compile(r"\b(?:saja|doang|only|just|sebagian|salah satu|satu)\b")
WHOLLY = re.compile(r"\b(?:semua\w*|seluruh\w*|sekalian|all|whole|everything)\b")
CANCELLING = re.compile(r"\b(?:di|pem)?batal\w*|\bcancel\w*")
CONDITIONAL = re.compile(
    r"\b(?:kalau|jika|bila|apakah|syarat\w*|kebijakan|aturan|policy|biaya|denda|prosedur|cara(?:nya)?"
    r"|how|if|fee)\b"
)
FEW_WORDS = 4
WORD = re.compile(r"[^\W\d_]+")
REQUESTED = {"request": "cancel"}

AT_ONCE_ASKED = Text(
    "Pesanan {order} senilai {amount} belum dibayar, jadi masih bisa langsung dibatalkan. Batalkan pesanan ini?",
    "Order {order} for {amount} is not paid yet, so it can still be cancelled right away. Shall I cancel it?",
)
REQUEST_ASKED = Text(
    "Pesanan {order} senilai {amount} {state} dan belum dikirim. Pembatalannya diputuskan tim kami; yang bisa saya "
    "lakukan adalah meneruskan permintaan batal ke mereka. Teruskan?",
    "Order {order} for {amount} {state} and has not been shipped. Our team decides about cancelling it; I can pass "
    "your request on to them. Shall I?",
)
PAID_STATE = Text("sudah dibayar", "is paid")
AT_WORK_STATE = Text("sedang diproses", "is being processed")
INVITED = Text(
    "Kalau mau membatalkan pesanan, sebut nomor atau nama barangnya.",
    "To cancel an order, tell me its number or the item.",
)
NOW_PAID = Text("Pembayarannya ternyata sudah masuk.", "Its payment has come in meanwhile.")
CANCELLED_NOW = Text(
    "Pesanan {order} sudah dibatalkan. Tagihannya tidak perlu dibayar lagi.",
    "Order {order} is cancelled. Its bill need not be paid any more.",
)
PASSED_ON = Text(
    "Permintaan batal untuk pesanan {order} sudah diteruskan sebagai tiket {ticket}. Pesanannya sendiri belum "
    "berubah sampai tim kami memutuskannya.",
    "Your request to cancel order {order} is passed on as ticket {ticket}. The order itself stays as it is until our "
    "team has decided.",
)
LEFT = Text(
    "Pesanan {order} sudah dikirim dan dibawa kurir{when}, jadi tidak bisa dibatalkan lagi. Tidak ada yang diubah.",
    "Order {order} has already been shipped{when}, so it cannot be cancelled any more. Nothing was changed.",
)
AFTERWARDS = Text(
    "Setelah paketnya diterima, pengembalian bisa diajukan di sini.",
    "Once it has arrived, a return can be requested here.",
)
ARRIVED = Text(
    "Pesanan {order} sudah diterima{when}, jadi tidak bisa dibatalkan. Kalau ingin mengembalikannya, tulis "
    "alasannya di sini dan saya bantu ajukan.",
    "Order {order} was delivered{when}, so it cannot be cancelled. To send it back, write the reason here and I will "
    "help you request a return.",
)
OVER = Text(
    "Pesanan {order} memang sudah batal{when}, jadi tidak ada yang perlu diubah.",
    "Order {order} is cancelled already{when}, so there is nothing to change.",
)
REFUNDED = Text(
    "Pesanan {order} sudah selesai dan dananya tercatat sudah dikembalikan, jadi tidak ada yang bisa dibatalkan.",
    "Order {order} is closed and recorded as refunded, so there is nothing to cancel.",
)
TOLD: Mapping[Stage, Text] = {"left": LEFT, "arrived": ARRIVED, "cancelled": OVER, "refunded": REFUNDED}
ON = Text(" pada {day}", " on {day}")


def cancel_order(turn: Turn) -> Move:
    turn = begin(turn, FLOW)
    if pending := yes_to(turn, ("cancel_order",)):
        return _carried_out(turn, pending)
    if rule := rule_asked(turn, CONDITIONAL, CANCELLING):
        return answers_by(turn, rule, say(turn, INVITED), code="cancel_rule")
    stick = len(said_in(turn).split()) <= FEW_WORDS
    choice = choose_first(turn, is_waiting, is_under_way, any_order, stick=stick)
    if choice.order is None:
        return unsettled(turn, FLOW, choice)
    return _asked_for(settled(turn, choice.order), choice.order)


def _asked_for(turn: Turn, order: Order) -> Move:
    stage = stage_of(turn, order)
    if stage in TOLD:
        return _too_late(turn, order, stage)
    if part := _part_meant(turn, order):
        return proposes_change(turn, order, f"batalkan {part.name} saja")
    if stage in AT_ONCE:
        return _proposes(turn, order, AT_ONCE_ASKED, {})
    return _proposes_request(turn, order)


def _proposes(turn: Turn, order: Order, text: Text, values: Mapping[str, str], before: str = "") -> Move:
    language = turn.talk.language
    state = PAID_STATE if order.paid_at or order.status == "paid" else AT_WORK_STATE
    asked = say(
        turn,
        text,
        order=name_of(order, language),
        amount=money(order.amount, order.currency, language),
        state=state.of(language),
    )
    said = " ".join(filter(None, (before, asked, say(turn, YES_OR_NO))))
    return proposes(turn, FLOW, "cancel_order", order.number, values, said, order=order.number)


def _proposes_request(turn: Turn, order: Order, before: str = "") -> Move:
    """With what the shop's articles say of it, such as a fee after packing."""
    rule = rule_beside(turn, "syarat membatalkan pesanan", CANCELLING)
    move = _proposes(turn, order, REQUEST_ASKED, REQUESTED, before)
    text = with_rule(rule, move.text)
    return replace(move, text=text, cites=cites_of(rule, text))


def _carried_out(turn: Turn, pending: Pending) -> Move:
    """After yes: only what is still true of the order now."""
    order = own_order(turn, pending.target)
    if order is None:
        return answers(turn, say(turn, NOT_FOUND_NOW, number=pending.target), code="order_not_found")
    stage = stage_of(turn, order)
    if stage in TOLD:
        return _too_late(turn, order, stage)
    if pending.values.get("request"):
        return _passed_on(turn, order)
    if stage in AT_ONCE:
        text = say(turn, CANCELLED_NOW, order=name_of(order, turn.talk.language))
        return does(turn, text, Act("cancel_order", order.id, order.number), order=order.number)
    return _proposes_request(turn, order, say(turn, NOW_PAID))


def _passed_on(turn: Turn, order: Order) -> Move:
    slots = {"order_id": order.number, "wanted_change": "batalkan pesanan"}
    report = Report("change", f"Minta batal pesanan {order.number}, belum dikirim", slots, order, priority=1)
    return opens_ticket(turn, report, say(turn, PASSED_ON, order=name_of(order, turn.talk.language)))


def _too_late(turn: Turn, order: Order, stage: Stage) -> Move:
    text = say(turn, TOLD[stage], order=name_of(order, turn.talk.language), when=_when(turn, order, stage))
    if stage != "left":
        return answers(turn, text, code=f"cancel_refused:{stage}", order=order.number)
    rule = rule_beside(turn, "membatalkan pesanan yang sudah dikirim", CANCELLING)
    said = joined(text, quoted(rule) or say(turn, AFTERWARDS))
    return answers(turn, said, code="cancel_refused:left", order=order.number, cites=cites_of(rule, said))


def _when(turn: Turn, order: Order, stage: Stage) -> str:
    moments = {"left": order.shipped_at, "arrived": order.delivered_at, "cancelled": order.cancelled_at}
    at = moments.get(stage)
    return say(turn, ON, day=day(at, turn.business.zone, turn.talk.language)) if at else ""


def _is_called(item: Item, order: Order, text: str) -> bool:
    """By a common word, such as «botolnya», that no other thing of the order has."""
    others = {word for one in order.items if one is not item for word in WORD.findall(one.name.casefold())}
    own = [word for word in WORD.findall(item.name.casefold()) if len(word) > 3 and word not in others]
    return any(re.search(rf"\b{re.escape(word)}(?:nya|e|ne|na|s)?\b", text.casefold()) for word in own)


def _part_meant(turn: Turn, order: Order) -> Item | None:
    """One of several things in it: «kertas saringnya aja yang batal»."""
    said = said_in(turn)
    if len(order.items) < 2 or not PARTLY.search(said) or WHOLLY.search(said):
        return None
    words = words_in(turn.said.text)
    named = [item for item in order.items if hits(words, item.name)]
    named = named or [item for item in order.items if _is_called(item, order, turn.said.text)]
    return named[0] if len(named) == 1 else None
