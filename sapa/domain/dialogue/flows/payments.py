"""Whether a payment has arrived, told from the records; what was paid and is not seen goes to people with its proof."""

import re
from collections.abc import Sequence

from sapa.domain.dialogue.choosing import asks_which, choose_order, name_of, narrowed, none_found
from sapa.domain.dialogue.collecting import begin, known, ticket_slots
from sapa.domain.dialogue.hints import is_cod
from sapa.domain.dialogue.moving import answers, asks
from sapa.domain.dialogue.parcels import happened
from sapa.domain.dialogue.records import Order, Payment
from sapa.domain.dialogue.speaking import BY_PERSON, Text, joined, listed, money, say
from sapa.domain.dialogue.stages import MONEY_CAME, is_unpaid, stage_of
from sapa.domain.dialogue.states import deadline, over, state_of, together, total
from sapa.domain.dialogue.ticketing import Report, known_already, opens_ticket
from sapa.domain.dialogue.types import Language, Move, Turn
from sapa.domain.understanding.normalising import normalise

FLOW = "payment_confirmation"
SURE = 0.5
DOUBLE = re.compile(
    r"\b(?:dua kali|2 ?x|2 kali|dobel|double|doubel|terpotong lagi|kepotong lagi|ping pindho"
    r"|dua kalinya|twice"
    r"|duakali|dobol|kelebihan|lebih bayar|overpaid)\b"
)
SLOTS = ("amount", "payment_method", "date", "name")
WAYS = {
    "qris": Text("QRIS", "QRIS"),
    "bank_transfer": Text("transfer bank", "bank transfer"),
    "virtual_account": Text("virtual account", "virtual account"),
    "echannel": Text("Mandiri Bill", "Mandiri Bill"),
    "credit_card": Text("kartu kredit", "credit card"),
    "debit_card": Text("kartu debit", "debit card"),
    "gopay": Text("GoPay", "GoPay"),
    "shopeepay": Text("ShopeePay", "ShopeePay"),
    "ovo": Text("OVO", "OVO"),
    "dana": Text("DANA", "DANA"),
    "cstore": Text("gerai", "convenience store"),
    "cash": Text("tunai", "cash"),
}
WHICH = Text("Pembayaran untuk pesanan yang mana, {address}?", "The payment for which order, {address}?")
ARRIVED = Text(
    "Pembayaran pesanan {what} sudah kami terima (lunas): {amount}{method}{at}.",
    "We have received the payment for order {what}: {amount}{method}{at}.",
)
BY = Text(" lewat {method}", " by {method}")
AT = Text(", {at}", ", {at}")
COD = Text(
    "Pesanan {what} bayar di tempat (COD), jadi dibayar ke kurir: siapkan {amount}.",
    "Order {what} is cash on delivery: please have {amount} ready for the courier.",
)
IN_PART = Text(
    "Untuk pesanan {what} sudah kami terima {came} dari total {total}, jadi belum lunas.",
    "For order {what} we have received {came} of {total}, so it is not fully paid yet.",
)
NOT_SEEN = Text(
    "Pembayaran pesanan {what} belum tercatat di kami; statusnya masih menunggu pembayaran {amount}.",
    "The payment for order {what} is not on our records yet; it is still awaiting {amount}.",
)
NOT_SEEN_OVER = Text(
    "Pembayaran pesanan {what} tidak tercatat di kami.",
    "There is no payment for order {what} on our records.",
)
PROOF = Text(
    "Kalau sudah membayar, boleh kirim foto bukti bayarnya di sini, {address}?",
    "If you have paid, could you send the proof of payment here, {address}?",
)
PASSED_ON = Text(
    "Baik {address}, pembayaran pesanan {what} saya teruskan ke tim kami untuk dicek dengan nomor {ticket}.",
    "All right, {address}, I have passed the payment for order {what} to our team to check as {ticket}.",
)
WITH_PROOF = Text(
    "Terima kasih {address}, buktinya saya teruskan ke tim kami untuk dicek dengan nomor {ticket}. Pembayaran pesanan "
    "{what} sendiri belum tercatat di kami.",
    "Thank you, {address}. I have passed the proof to our team to check as {ticket}. The payment for order {what} "
    "itself is not on our records yet.",
)
TWICE = Text(
    "Soal bayar dua kali untuk pesanan {what} saya teruskan ke tim kami untuk dicek dengan nomor {ticket}.",
    "I have passed the double payment for order {what} to our team to check as {ticket}.",
)


def payment_confirmation(turn: Turn) -> Move:
    """Paid when, how much and by what; not seen asks for proof once; paid twice is for people."""
    first = has_money if is_double(turn) else waits_for_money
    choice = narrowed(choose_order(turn, concerns_money, stick=True), lambda one: first(turn, one))
    if choice.among:
        return asks_which(turn, FLOW, choice, lead=WHICH)
    order = choice.order or (None if choice.unknown else choice.newest)
    if order is None:
        return none_found(turn, FLOW, choice)
    if is_double(turn):
        return double(turn, order)
    paid = payments_in(turn, order)
    if paid and is_in_part(order, paid):
        return in_part(turn, order, paid)
    if paid or order.paid_at or stage_of(turn, order) == "refunded":
        return arrived(turn, order, paid)
    if is_cod(order):
        text = say(turn, COD, what=name_of(order, turn.talk.language), amount=total(turn, order))
        return answers(turn, text, code=f"payment:{order.number}", order=order.number)
    if not is_unpaid(turn, order) and order.status in (
        "paid",
        "processing",
        "shipped",
        "delivered",
        "completed",
    ):
        return arrived(turn, order, ())
    return not_seen(turn, order)


def concerns_money(order: Order) -> bool:
    """A payment may be on its way, or arrived of late."""
    return order.status not in ("delivered", "completed", "refunded", "cancelled", "expired", "failed")


def waits_for_money(turn: Turn, order: Order) -> bool:
    return is_unpaid(turn, order) and not is_cod(order)


def has_money(turn: Turn, order: Order) -> bool:
    return order.paid_at is not None or bool(payments_in(turn, order))


def payments_in(turn: Turn, order: Order) -> Sequence[Payment]:
    return [one for one in turn.tools.get_payment(order) if one.paid_at or one.status in MONEY_CAME]


def is_in_part(order: Order, paid: Sequence[Payment]) -> bool:
    """Less came than it costs, and the shop does not call it paid."""
    waits = order.status in ("placed", "awaiting_payment") and order.paid_at is None
    return waits and sum(one.amount for one in paid) < order.amount


def in_part(turn: Turn, order: Order, paid: Sequence[Payment]) -> Move:
    came = [money(one.amount, one.currency, turn.talk.language) for one in paid]
    what = name_of(order, turn.talk.language)
    told = say(turn, IN_PART, what=what, came=listed(came, turn.talk.language), total=total(turn, order))
    text = together(told, deadline(turn, order), say(turn, BY_PERSON))
    return answers(turn, text, code=f"payment:{order.number}", order=order.number)


def is_double(turn: Turn) -> bool:
    issue = known(turn, "issue_type")
    return issue == "double_payment" or DOUBLE.search(normalise(turn.said.text)) is not None


def arrived(turn: Turn, order: Order, paid: Sequence[Payment]) -> Move:
    """When, how much and by what; a cancelled one with what became of the money."""
    first = paid[0] if paid else None
    method = (first.method if first else "") or order.payment_method
    at = (first.paid_at if first else None) or order.paid_at
    amount = money(
        first.amount or order.amount if first else order.amount, order.currency, turn.talk.language
    )
    told = say(
        turn,
        ARRIVED,
        what=name_of(order, turn.talk.language),
        amount=amount,
        method=say(turn, BY, method=way_called(method, turn.talk.language)) if method else "",
        at=say(turn, AT, at=happened(turn, at)) if at else "",
    )
    after = "" if concerns_money(order) or order.status in ("delivered", "completed") else over(turn, order)
    return answers(turn, joined(told, after), code=f"paid:{order.number}", order=order.number)


def way_called(method: str, language: Language) -> str:
    """As people call it: `bank_transfer` is transfer bank, `qris` is QRIS."""
    known_as = WAYS.get(method.casefold().replace("-", "_").replace(" ", "_"))
    return known_as.of(language) if known_as else method.replace("_", " ")


def not_seen(turn: Turn, order: Order) -> Move:
    """Proof is asked for once; with it, or without any to give, people look."""
    what = name_of(order, turn.talk.language)
    if known(turn, "photo"):
        return reported(turn, order, say(turn, WITH_PROOF, what=what), "paid_not_verified")
    if turn.talk.flow == FLOW and turn.talk.tries.get("photo") and not asks_state(turn):
        return reported(turn, order, say(turn, PASSED_ON, what=what), "paid_not_verified")
    if order.status in ("cancelled", "expired", "failed"):
        missing = "" if order.status == "cancelled" else say(turn, NOT_SEEN_OVER, what=what)
        told = together(state_of(turn, order), missing)
    else:
        told = together(say(turn, NOT_SEEN, what=what, amount=total(turn, order)), deadline(turn, order))
    return asks(begin(turn, FLOW), FLOW, "photo", joined(told, say(turn, PROOF)), order=order.number)


def asks_state(turn: Turn) -> bool:
    """Only looks how the order stands: nobody is sent to look for a payment."""
    said = turn.said.understood
    return said.intent in ("order_status", "tracking_number", "how_to_pay") and said.confidence >= SURE


def double(turn: Turn, order: Order) -> Move:
    what = name_of(order, turn.talk.language)
    return reported(turn, order, say(turn, TWICE, what=what), "double_payment")


def reported(turn: Turn, order: Order, text: str, issue: str) -> Move:
    if already := known_already(turn, "payment", order):
        return already
    slots = {**ticket_slots(turn, SLOTS, order=order), "issue_type": issue}
    if known(turn, "photo"):
        slots["photo"] = known(turn, "photo")
    what = (
        "dibayar dua kali" if issue == "double_payment" else "sudah dibayar menurut pelanggan, belum tercatat"
    )
    return opens_ticket(turn, Report("payment", f"Pesanan {name_of(order)} {what}", slots, order), text)
