"""What reports of trouble share: which order they are about, and what the thing is called."""

from collections.abc import Mapping

from sapa.domain.dialogue.choosing import Choice, asks_which, name_of
from sapa.domain.dialogue.collecting import MOST_TURNS
from sapa.domain.dialogue.hints import texts
from sapa.domain.dialogue.moving import asks
from sapa.domain.dialogue.naming import hits, near, words_in
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.stages import is_arrived, is_sent
from sapa.domain.dialogue.types import Move, Turn

WANTED: Mapping[str, str] = {
    "refund": "minta uang kembali",
    "replace": "minta diganti",
    "return": "minta dikembalikan",
    "repair": "minta diperbaiki",
    "resend": "minta dikirim ulang",
}
WHICH_ORDER = Text(
    "Maaf ya {address} atas kendalanya. Pesanan yang mana?", "Sorry about that, {address}. Which order is it?"
)
NO_NUMBER = Text(
    "Maaf ya {address} atas kendalanya. Boleh minta nomor pesanannya? Kalau tidak ingat, sebut nama barangnya saja.",
    "Sorry about that, {address}. Could you send the order number? If you do not have it, just name the item.",
)
NOT_THEIRS = Text(
    "Pesanan dengan nomor itu tidak kami temukan di kontak ini. Boleh dicek lagi nomornya, atau sebut nama barangnya?",
    "We cannot find an order with that number under this contact. Could you check the number, or name the item?",
)
LEAST_NAMED, MOST_LOOKED_AT = 2, 3
NOT_AMONG = Text(
    "Maaf ya {address}. {item} tidak ada di pesanan yang tercatat di kontak ini. Ini soal pesanan yang mana?",
    "Sorry about that, {address}. {item} is in no order under this contact. Which order is it about?",
)
ITEM_OF = Text("{item} dari pesanan {number}", "the {item} of order {number}")
YOUR_GOODS = Text("barangnya", "your item")


def of_other_goods(turn: Turn, flow: str, choice: Choice) -> Move | None:
    """Something of the shop's list is called broken that none of their orders holds: never put on one that has other
    things."""
    order = choice.order
    if order is None or choice.named or turn.talk.turns or not turn.customer.proven:
        return None
    strange = strange_goods(turn)
    if not strange:
        return None
    lead = Text(*(text.replace("{item}", strange) for text in (NOT_AMONG.id, NOT_AMONG.en)))
    among = tuple(one for one in turn.tools.get_orders() if is_arrived(one) or is_sent(one))
    return asks_which(turn, flow, Choice(among=among or (order,)), lead=lead)


def strange_goods(turn: Turn) -> str:
    """Name of what the message tells of, where it is on the shop's list and in no order of theirs."""
    told = words_in(" ".join(texts(turn.said.understood.slots.get("product"))))
    if not told:
        return ""
    goods = [
        name for one in turn.tools.get_orders() for name in (*(item.name for item in one.items), one.goods)
    ]
    said = told | words_in(turn.said.text)
    if any(hits(said, name) or near(told, name) for name in goods):
        return ""
    found = turn.tools.product_lookup(turn.said.text)[:MOST_LOOKED_AT]
    named = [one for one in found if hits(told, one.name) and len(hits(said, one.name)) >= LEAST_NAMED]
    return named[0].name if named else ""


def asks_order(turn: Turn, flow: str, choice: Choice) -> Move | None:
    """Twice at most: a report goes on without its order."""
    if turn.talk.tries.get("order_id", 0) > 1 or turn.talk.turns >= MOST_TURNS:
        return None
    if choice.among:
        return asks_which(turn, flow, choice, lead=WHICH_ORDER)
    text = say(turn, NOT_THEIRS) if choice.unknown else say(turn, NO_NUMBER)
    return asks(turn, flow, "order_id", text)


def what_is_meant(turn: Turn, order: Order | None, item: str) -> str:
    if order is None:
        return item or say(turn, YOUR_GOODS)
    if not item:
        return name_of(order, turn.talk.language)
    return say(turn, ITEM_OF, item=item, number=order.number)
