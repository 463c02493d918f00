"""How an order and its parcels stand, in honest sentences; nothing is told that the records do not hold."""

from collections.abc import Sequence

from sapa.domain.dialogue.choosing import name_of
from sapa.domain.dialogue.hints import is_cod
from sapa.domain.dialogue.parcels import (
    NO_LONGER_COMING,
    at_time,
    due,
    happened,
    has_passed,
    parcels_state,
    step_of,
    when,
)
from sapa.domain.dialogue.records import Order, Parcel, Payment
from sapa.domain.dialogue.speaking import BY_PERSON, Text, money, say
from sapa.domain.dialogue.stages import MONEY_CAME, has_left, is_unpaid
from sapa.domain.dialogue.types import Turn

PLACED = Text(
    "Pesanan {what} sudah kami catat. Pembayarannya belum tercatat di kami; totalnya {amount}.",
    "We have order {what} on record, and no payment for it yet; the total is {amount}.",
)
PAID = Text(
    "Pesanan {what} sudah lunas dan sedang kami siapkan, jadi belum dikirim (belum diserahkan ke kurir).",
    "Order {what} is paid and being prepared; it has not been shipped (handed to the courier) yet.",
)
PROCESSING = Text(
    "Pesanan {what} sedang kami siapkan, jadi belum dikirim (belum diserahkan ke kurir).",
    "Order {what} is being prepared; it has not been shipped (handed to the courier) yet.",
)
DIGITAL = Text(
    "Pesanan {what} berupa barang digital, jadi tidak dikirim lewat kurir.",
    "Order {what} is a digital item, so nothing is shipped by courier.",
)
AWAITING = Text(
    "Pesanan {what} masih menunggu pembayaran {amount}.",
    "Order {what} is still awaiting payment of {amount}.",
)
UNTIL = Text("Batas bayarnya {deadline}.", "Please pay by {deadline}.")
TOO_LATE = Text(
    "Batas bayarnya {deadline} sudah lewat, jadi mohon jangan membayar dulu sebelum dicek petugas. Balas CS ya.",
    "The payment deadline, {deadline}, has passed, so please do not pay before our team has checked. Reply CS.",
)
PAY_HERE = Text("Bayar di sini: {link}", "Pay here: {link}")
COD = Text(
    "Pesanan ini bayar di tempat (COD): siapkan {amount}.",
    "This order is cash on delivery: please have {amount} ready.",
)
SHIPPED = Text(
    "Pesanan {what} sudah dikirim, tetapi kurir dan resinya belum tercatat di kami.",
    "Order {what} has been shipped, but the courier and tracking number are not on record yet.",
)
SHIPPED_ON = Text(
    "Pesanan {what} sudah dikirim {day}, tetapi kurir dan resinya belum tercatat di kami.",
    "Order {what} was shipped {day}, but the courier and tracking number are not on record yet.",
)
DELIVERED = Text("Pesanan {what} sudah sampai {at}.", "Order {what} was delivered {at}.")
DELIVERED_SOMETIME = Text("Pesanan {what} tercatat sudah sampai.", "Order {what} is on record as delivered.")
COMPLETED = Text("Pesanan {what} sudah selesai.", "Order {what} is completed.")
COMPLETED_AT = Text(
    "Pesanan {what} sudah selesai; paketnya sampai {at}.", "Order {what} is completed; it was delivered {at}."
)
CANCELLED = Text("Pesanan {what} sudah dibatalkan.", "Order {what} has been cancelled.")
CANCELLED_ON = Text("Pesanan {what} sudah dibatalkan {day}.", "Order {what} was cancelled {day}.")
EXPIRED = Text(
    "Pesanan {what} sudah kedaluwarsa karena pembayarannya tidak tercatat sampai batas waktunya.",
    "Order {what} has expired because no payment was recorded before the deadline.",
)
FAILED = Text(
    "Pesanan {what} tercatat gagal, jadi belum diproses.",
    "Order {what} is recorded as failed, so it is not being processed.",
)
ON_HOLD = Text(
    "Pesanan {what} sedang ditahan sementara; sebabnya belum tercatat di kami.",
    "Order {what} is on hold for now; the reason is not on record.",
)
UNKNOWN = Text(
    "Pesanan {what} ada di catatan kami, tetapi statusnya belum jelas.",
    "Order {what} is on our records, but its status is not clear.",
)
REFUNDED = Text("Dana pesanan {what} tercatat sudah dikembalikan.", "Order {what} is on record as refunded.")
MONEY_BACK = Text(
    "Dana {amount} untuk pesanan {what} sudah dikembalikan.",
    "A refund of {amount} for order {what} has been made.",
)
MONEY_BACK_ON = Text(
    "Dana {amount} untuk pesanan {what} sudah dikembalikan {day}.",
    "A refund of {amount} for order {what} was made {day}.",
)
NOT_YET_BACK = Text(
    "Pembayarannya tercatat masuk, dan pengembalian dananya belum tercatat.",
    "Its payment is on record, and no refund has been recorded yet.",
)
NEVER_PAID = Text("Tidak ada pembayaran yang tercatat untuk pesanan ini.", "No payment is on record for it.")
OPEN_IT = Text("Halaman pesanannya: {link}", "Order page: {link}")

BRIEF_EXPECTED = Text(", perkiraan tiba {day}", ", expected {day}")
BRIEF_UNPAID = Text("menunggu pembayaran {amount}", "awaiting payment of {amount}")
BRIEF_SENT = Text("sudah dikirim", "has been shipped")
BRIEF_HERE = Text("sedang disiapkan, belum dikirim", "is being prepared, not shipped yet")
BRIEF = {
    "on_hold": Text("sedang ditahan sementara", "is on hold for now"),
    "unknown": Text("statusnya belum jelas", "its status is not clear"),
    "delivered": Text("sudah sampai", "has been delivered"),
    "completed": Text("sudah selesai", "is completed"),
    "cancelled": Text("sudah dibatalkan", "has been cancelled"),
    "refunded": Text("dananya sudah dikembalikan", "has been refunded"),
    "expired": Text("sudah kedaluwarsa", "has expired"),
    "failed": Text("tercatat gagal", "is recorded as failed"),
}
OVER = frozenset(("cancelled", "refunded", "expired", "failed"))
ARRIVED = frozenset(("delivered", "completed"))


def state_of(turn: Turn, order: Order) -> str:
    """One or a few sentences with the names of the goods, the number and whatever comes next."""
    parcels = tuple(turn.tools.get_shipment(order)) if order.status not in OVER else ()
    if order.status in OVER:
        return over(turn, order)
    if order.status in ARRIVED or (parcels and all(one.status == "delivered" for one in parcels)):
        return arrived(turn, order, parcels)
    if any(map(has_left, parcels)):
        return together(parcels_state(turn, order, parcels), cash(turn, order))
    if order.status == "shipped" or order.shipped_at:
        return together(sent(turn, order), due(turn, order.eta), cash(turn, order))
    return waiting(turn, order, parcels)


def brief(turn: Turn, order: Order) -> str:
    """The state in a few words, for a line of a list."""
    parcels = turn.tools.get_shipment(order)
    moving = next((one for one in parcels if has_left(one)), None)
    if moving:
        day = when(turn, moving.eta) if moving.eta and not has_passed(turn, moving.eta) else ""
        expected = say(turn, BRIEF_EXPECTED, day=day) if day and moving.status not in NO_LONGER_COMING else ""
        return step_of(turn, moving) + expected
    if is_unpaid(turn, order) and not is_cod(order):
        return say(turn, BRIEF_UNPAID, amount=total(turn, order))
    return say(turn, BRIEF_SENT if order.status == "shipped" else BRIEF.get(order.status, BRIEF_HERE))


def waiting(turn: Turn, order: Order, parcels: Sequence[Parcel]) -> str:
    """Not sent yet."""
    what = name_of(order, turn.talk.language)
    if is_unpaid(turn, order) and not is_cod(order):
        return unpaid(turn, order)
    if order.status in ("on_hold", "unknown"):
        text = ON_HOLD if order.status == "on_hold" else UNKNOWN
        return together(say(turn, text, what=what), say(turn, BY_PERSON))
    if is_digital(order):
        link = say(turn, OPEN_IT, link=order.order_link) if order.order_link else say(turn, BY_PERSON)
        return together(say(turn, DIGITAL, what=what), link)
    if parcels:
        return together(parcels_state(turn, order, parcels), cash(turn, order))
    text = PAID if order.status == "paid" or (order.paid_at and order.status != "processing") else PROCESSING
    return together(say(turn, text, what=what), due(turn, order.eta), cash(turn, order))


def unpaid(turn: Turn, order: Order) -> str:
    """What is to be paid until when, and where."""
    what, amount = name_of(order, turn.talk.language), total(turn, order)
    if order.status == "placed" and not order.payment_deadline:
        first = say(turn, PLACED, what=what, amount=amount)
    else:
        first = say(turn, AWAITING, what=what, amount=amount)
    return together(first, deadline(turn, order), pay_link(turn, order))


def deadline(turn: Turn, order: Order) -> str:
    if not order.payment_deadline:
        return ""
    text = TOO_LATE if is_too_late(turn, order) else UNTIL
    return say(turn, text, deadline=at_time(turn, order.payment_deadline))


def is_too_late(turn: Turn, order: Order) -> bool:
    return order.payment_deadline is not None and order.payment_deadline <= turn.now


def pay_link(turn: Turn, order: Order) -> str:
    if not order.pay_link or is_too_late(turn, order):
        return ""
    return say(turn, PAY_HERE, link=order.pay_link)


def arrived(turn: Turn, order: Order, parcels: Sequence[Parcel]) -> str:
    what = name_of(order, turn.talk.language)
    last = max((one.delivered_at for one in parcels if one.delivered_at), default=None)
    at = order.delivered_at or last
    if order.status == "completed":
        return say(turn, COMPLETED_AT if at else COMPLETED, what=what, at=at and happened(turn, at))
    return say(turn, DELIVERED if at else DELIVERED_SOMETIME, what=what, at=at and happened(turn, at))


def over(turn: Turn, order: Order) -> str:
    """Cancelled, expired, failed or refunded: and what became of the money."""
    what = name_of(order, turn.talk.language)
    if order.status == "refunded":
        return money_back(turn, order) or say(turn, REFUNDED, what=what)
    if order.status == "cancelled" and order.cancelled_at:
        first = say(turn, CANCELLED_ON, what=what, day=when(turn, order.cancelled_at))
    else:
        text = {"expired": EXPIRED, "failed": FAILED}.get(order.status, CANCELLED)
        first = say(turn, text, what=what)
    return together(first, money_after(turn, order))


def money_after(turn: Turn, order: Order) -> str:
    """Of an order that is over: whether it was paid, and whether that went back."""
    if back := money_back(turn, order):
        return back
    if order.paid_at or any(is_paid(one) for one in turn.tools.get_payment(order)):
        return together(say(turn, NOT_YET_BACK), say(turn, BY_PERSON))
    return say(turn, NEVER_PAID) if order.status == "cancelled" else ""


def money_back(turn: Turn, order: Order) -> str:
    """What the records say of a refund, "" when there is none."""
    found = [one for one in turn.tools.get_payment(order) if one.refunded_amount or one.status == "refunded"]
    if not found:
        return ""
    amount = sum(one.refunded_amount or one.amount for one in found)
    days = [one.refunded_at for one in found if one.refunded_at]
    told = money(amount, order.currency, turn.talk.language)
    what = name_of(order, turn.talk.language) if order.status == "refunded" else order.number
    if not days:
        return say(turn, MONEY_BACK, amount=told, what=what)
    return say(turn, MONEY_BACK_ON, amount=told, what=what, day=when(turn, max(days)))


def is_paid(payment: Payment) -> bool:
    return payment.status in MONEY_CAME or payment.paid_at is not None


def sent(turn: Turn, order: Order) -> str:
    what = name_of(order, turn.talk.language)
    if order.shipped_at is None:
        return say(turn, SHIPPED, what=what)
    return say(turn, SHIPPED_ON, what=what, day=when(turn, order.shipped_at))


def cash(turn: Turn, order: Order) -> str:
    """What a courier will ask for."""
    if not is_cod(order) or order.paid_at or order.delivered_at:
        return ""
    return say(turn, COD, amount=total(turn, order))


def total(turn: Turn, order: Order) -> str:
    return money(order.amount, order.currency, turn.talk.language)


def is_digital(order: Order) -> bool:
    return bool(order.items) and all(one.digital for one in order.items)


def together(*parts: str) -> str:
    """Sentences on one line, the blank ones left out."""
    return " ".join(filter(None, parts))
