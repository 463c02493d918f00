"""One fact of an order that a few words ask for: what it cost, or until when it may be paid."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sapa.domain.dialogue.choosing import Choice, choose_order, name_of, narrowed
from sapa.domain.dialogue.flows.status import is_open
from sapa.domain.dialogue.hints import is_cod
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.replies import asks_something, words_of_reply
from sapa.domain.dialogue.speaking import LONGEST as LONGEST_TEXT
from sapa.domain.dialogue.speaking import Text, joined, money, say
from sapa.domain.dialogue.stages import is_unpaid
from sapa.domain.dialogue.states import deadline, pay_link, together, total
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

LONGEST = 10  # words
BESIDE = frozenset(("tracking_number", "invoice_request"))  # answered first, the total with it
ABOUT_ORDER = frozenset(("status", "tracking", "invoice", "payment", "paid", "how_to_pay", "total"))
TOTAL = re.compile(
    r"\b(?:total\w*|habis (?:berapa|piro|pinten|sabaraha)|(?:pesanan|order\w*)\b.{0,20}\bnominal\w*"
    r"|(?:jumlah|nominal|nilai|harga)(?:nya)? (?:pesanan|semua\w*|order\w*)"
    r"|(?:what|how much) (?:was|is|did|do|does) (?:the total|it (?:all )?cost|i (?:pay|owe|spend))"
    r"|how much (?:was|is) (?:it|my order|the order|that))\b"
)
WANTED = re.compile(r"(?:(?:minta|cek|tolong|kasih tahu|kirim) )*total")
UNTIL = re.compile(
    r"\b(?:sampai|nepi|nganti|tekan|maksimal|paling (?:lambat|telat)|batas(?:nya)?|deadline\w*|until|till|by|latest"
    r"|before)\b.{0,12}\b(?:jam|pukul|kapan|tanggal|hari|iraha|time|when|what|berapa)\b"
    r"|\bby when\b|\b(?:batas|deadline)\w*\b|\bhow long do i have\b"
    r"|\b(?:masih|isih|keneh) (?:bisa|boleh|keburu|sempat|iso|tiasa) (?:di)?(?:bayar|transfer|tf)\w*"
    r"|\bcan i (?:still )?pay\b|\bstill (?:be )?(?:pay|paid)\b"
    r"|\b(?:bayar|transfer|tf)\w* (?:nanti|besok|sore|malam|siang|pagi|tonight|tomorrow)\b.{0,20}"
    r"\b(?:bisa|boleh|ya|kan)\b"
)
SHOP = re.compile(r"\b(?:buka|tutup|toko|jam kerja|operasional|cs|admin|petugas|store|shop|open|close\w*)\b")
GOODS_ASKED = re.compile(r"\b(?:stok|stock|beli|pesan \d+|ongkir)\b")
TOTAL_IS = Text("Total pesanan {what}: {amount}{fee}.", "The total of order {what}: {amount}{fee}.")
FEE = Text(", termasuk ongkos kirim {fee}", ", including {fee} for shipping")
BY_THEN = Text("Untuk pesanan {what} ({amount}):", "For order {what} ({amount}):")


def told_total(turn: Turn) -> Move | None:
    """Of the order that is named or spoken of; None where something else is asked."""
    said = normalise(turn.said.text)
    if not TOTAL.search(said) or GOODS_ASKED.search(said) or len(words_of_reply(turn.said.text)) > LONGEST:
        return None
    if not (asks_something(turn.said.text) or WANTED.match(said)) or turn.said.understood.slots.get(
        "issue_type"
    ):
        return None
    if turn.said.understood.slots.get("payment_method") or turn.said.understood.intent in BESIDE:
        return None
    if turn.said.understood.slots.get("product") and "order_id" not in turn.said.understood.slots:
        return None
    order = narrowed(choose_order(turn), is_open).order
    if order is None or not order.amount:
        return None
    text = _total_of(turn, order)
    if is_unpaid(turn, order) and not is_cod(order):
        text = together(text, deadline(turn, order))
    return answers(turn, text, code=f"total:{order.number}", order=order.number)


def told_deadline(turn: Turn) -> Move | None:
    """Until when the unpaid order that was just spoken of may be paid."""
    said = normalise(turn.said.text)
    if not UNTIL.search(said) or SHOP.search(said) or len(words_of_reply(turn.said.text)) > LONGEST:
        return None
    named = choose_order(turn) if "order_id" in turn.said.understood.slots else Choice()
    order = named.order or next((one for one in _theirs(turn) if one.number == turn.talk.order), None)
    if order is None or not order.payment_deadline or is_cod(order) or not is_unpaid(turn, order):
        return None
    first = say(turn, BY_THEN, what=name_of(order, turn.talk.language), amount=total(turn, order))
    text = together(first, deadline(turn, order), pay_link(turn, order))
    return answers(turn, text, code=f"how_to_pay:{order.number}", order=order.number)


def with_facts(turn: Turn, move: Move) -> Move:
    """What else was asked of the order that the answer is about: its total, until when it may be paid."""
    code, _, number = (move.talk.told[-1] if move.talk.told else "").partition(":")
    if move.ticket and turn.said.understood.intent in BESIDE:
        number = move.talk.order
    elif move.outcome != "answered" or code not in ABOUT_ORDER:
        return move
    if not number:
        return move
    order = next((one for one in turn.tools.get_orders() if one.number == number), None)
    if order is None:
        return move
    more = together(*(fact for fact in _facts(turn, order) if fact not in move.text))
    text = joined(move.text, more)
    return replace(move, text=text) if more and len(text) <= LONGEST_TEXT else move


def _facts(turn: Turn, order: Order) -> Iterator[str]:
    said = normalise(turn.said.text)
    if TOTAL.search(said) and order.amount and total(turn, order) not in turn.said.text:
        yield _total_of(turn, order)
    if UNTIL.search(said) and not SHOP.search(said) and is_unpaid(turn, order) and not is_cod(order):
        yield deadline(turn, order)


def _total_of(turn: Turn, order: Order) -> str:
    fee = say(turn, FEE, fee=money(order.shipping_amount, order.currency, turn.talk.language))
    return say(
        turn,
        TOTAL_IS,
        what=name_of(order, turn.talk.language),
        amount=total(turn, order),
        fee=fee if order.shipping_amount else "",
    )


def _theirs(turn: Turn) -> tuple[Order, ...]:
    return tuple(turn.tools.get_orders()) if turn.customer.proven and turn.talk.order else ()
