"""What reports of trouble share: which order they are about, and what the thing is called."""

from collections.abc import Mapping

from sapa.domain.dialogue.choosing import Choice, asks_which, name_of
from sapa.domain.dialogue.collecting import MOST_TURNS
from sapa.domain.dialogue.moving import asks
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.speaking import Text, say
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
ITEM_OF = Text("{item} dari pesanan {number}", "the {item} of order {number}")
YOUR_GOODS = Text("barangnya", "your item")


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
