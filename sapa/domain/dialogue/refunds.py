"""Money and goods on their way back: as the payments and the returns have it, nothing guessed."""

import re
from collections.abc import Mapping

from sapa.domain.dialogue.choosing import choose_order, name_of
from sapa.domain.dialogue.collecting import said_in
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.proposing import unsettled
from sapa.domain.dialogue.records import Order, Payment, Return
from sapa.domain.dialogue.speaking import Text, day, joined, money, say
from sapa.domain.dialogue.types import Move, Turn

MONEY_BACK = r"(?:refund\w*|uang\w*|dana\w*|duit\w*|saldo\w*|artos\w*|money)"
STATE_ASKED = re.compile(
    rf"\b{MONEY_BACK}\b.{{0,40}}\b(?:kapan|cair|masuk|sampai mana|status|diproses|bagaimana|went|gone|when|yet|arrived"
    rf"|come|processed|received)\b|\b(?:kapan|status|when|has|have|did|is|where|no)\b.{{0,40}}\b{MONEY_BACK}"
    r"|\brefund(?:nya)? saya\b|\bmy refund\b"
    r"|\bretur\w*\b.{0,30}\b(?:sampai mana|status|sudah (?:diterima|diproses|sampai)|diproses)\b|\bstatus retur\w*\b"
)
MAYBE_ASKED = re.compile(
    rf"\b{MONEY_BACK}\b.{{0,40}}\b(?:sudah|belum|kok)\b|\b(?:sudah|belum)\b.{{0,40}}\b{MONEY_BACK}"
)
WANTED_NOW = re.compile(
    rf"\b(?:mau|minta|ingin|tolong|balikin|kembalikan|want|would like|please)\b.{{0,30}}\b{MONEY_BACK}"
    rf"|\b{MONEY_BACK}\b.{{0,10}}\b(?:balik|kembali) (?:saja|dong)\b"
)
NO_RECORD = Text(
    "Di catatan kami belum ada pengembalian dana untuk pesanan di nomor ini. Balas CS bila ingin dicek petugas.",
    "We have no refund on record for the orders under this contact. Reply CS and our team will check.",
)
REFUNDED = Text(
    "Dana pesanan {order} sebesar {amount} tercatat sudah dikembalikan{when}.",
    "The refund of {amount} for order {order} is on record as paid back{when}.",
)
REFUNDED_ALL = Text(
    "Dana pesanan {order} tercatat sudah dikembalikan{when}.", "Order {order} is on record as refunded{when}."
)
RETURN_STATE = Text(
    "Retur {number} untuk pesanan {order}: {status}.", "Return {number} for order {order}: {status}."
)
NEXT_STEP = Text("Selanjutnya: {step}.", "Next: {step}.")
EXPECTED = Text("Perkiraannya {day}.", "Expected {day}.")
NO_REFUND = Text(
    "Untuk pesanan {order} belum ada pengembalian dana yang tercatat. Balas CS bila ingin dicek petugas.",
    "No refund is on record for order {order}. Reply CS and our team will check.",
)
ON = Text(" pada {day}", " on {day}")
STEPS: Mapping[str, Text] = {
    "requested": Text("sudah diajukan, menunggu diperiksa", "requested, waiting to be checked"),
    "approved": Text("disetujui", "approved"),
    "rejected": Text("tidak disetujui", "not approved"),
    "received": Text("barang sudah kami terima", "the goods have reached us"),
    "refunded": Text("dana sudah dikembalikan", "the money has been paid back"),
    "replaced": Text("sudah diganti", "replaced"),
}


def asks_state(turn: Turn) -> bool:
    """Whether money on its way is asked about, and not wanted now."""
    said = said_in(turn)
    maybe = MAYBE_ASKED.search(said) is not None and WANTED_NOW.search(said) is None
    return maybe or STATE_ASKED.search(said) is not None


def refund_state(turn: Turn, flow: str) -> Move:
    """Of an order that is named, else of what is on its way back, else that nothing is on record."""
    choice = choose_order(turn, is_paid_back)
    if choice.unknown or choice.among:
        return unsettled(turn, flow, choice)
    order = choice.order
    going = [one for one in turn.tools.get_returns() if order is None or one.order_number == order.number]
    if order is None and not going:
        return _nothing(turn)
    sentences = [_refund(turn, order)] if order else []
    sentences += [_return_state(turn, one) for one in going[:2]]
    if order and not any(sentences):
        sentences = [say(turn, NO_REFUND, order=name_of(order, turn.talk.language))]
    return answers(
        turn, joined(*sentences), code="refund_state", order=order.number if order else going[0].order_number
    )


def is_paid_back(order: Order) -> bool:
    return order.status == "refunded"


def _nothing(turn: Turn) -> Move:
    """No refund of theirs is known: said so, with the rule for refunds where there is one."""
    own, rule = say(turn, NO_RECORD), rule_for(turn)
    return answers_by(turn, rule, own, code="no_refund") if rule else answers(turn, own, code="no_refund")


def _refund(turn: Turn, order: Order) -> str:
    """As the payments tell; the order's own word where they do not."""
    language = turn.talk.language
    name = name_of(order, language)
    back = [
        one for one in turn.tools.get_payment(order) if one.refunded_amount > 0 or one.status == "refunded"
    ]
    for one in back:
        amount = money(one.refunded_amount or one.amount, one.currency, language)
        return say(turn, REFUNDED, order=name, amount=amount, when=_on(turn, one))
    return say(turn, REFUNDED_ALL, order=name, when="") if order.status == "refunded" else ""


def _on(turn: Turn, payment: Payment) -> str:
    at = payment.refunded_at
    return say(turn, ON, day=day(at, turn.business.zone, turn.talk.language)) if at else ""


def _return_state(turn: Turn, one: Return) -> str:
    language = turn.talk.language
    status = STEPS[one.status].of(language) if one.status in STEPS else one.status
    parts = [say(turn, RETURN_STATE, number=one.number, order=one.order_number, status=status)]
    parts += [say(turn, NEXT_STEP, step=one.step)] if one.step else []
    parts += (
        [say(turn, EXPECTED, day=day(one.expected_at, turn.business.zone, language))]
        if one.expected_at
        else []
    )
    return " ".join(parts)
