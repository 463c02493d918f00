"""What plain words say where the whole was read with doubt: selling, fitting, arriving, another number of pieces."""

import re
from collections.abc import Sequence

from sapa.domain.dialogue.english_goods import also_in_indonesian
from sapa.domain.dialogue.kinds import COURTESIES
from sapa.domain.dialogue.naming import best, hits, words_in
from sapa.domain.dialogue.records import Product
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.stages import is_waiting
from sapa.domain.dialogue.types import Turn
from sapa.domain.understanding.features import said_of

DOUBTED = 0.8
SELLS = re.compile(
    r"\b(?:(?:kalian|kamu|toko\w*|sini|di ?sini|kak|min|ada|you|u|does the shop"
    r"|does this shop) ?(?:also |juga |guys )?"
    r"(?:jual\w*|jualan|sell|carry|stock|sedia|nyedia\w*)|(?:jual|sadean|dodolan|ngical"
    r"|ngajual) (?!\w+ saya)\w+)\b"
)
FITS = re.compile(
    r"\b(?:cocok|kompatibel|compatible|muat|masuk|cukup|pas) (?:nggak |ga |gak |tidak )?(?:buat|untuk"
    r"|di|ke|dengan|sama|with|kanggo|kangge|keur)\b"
    r"|\b(?:does|do|will|would|is|are|can) (?:it|this|these|they|that|the \w+)\b.{0,30}\b(?:fit|suit"
    r"|work with|work for|compatible|safe for|burn"
    r"|hurt|irritate|sting|explode|overheat|waterproof)\b"
)
ARRIVES = re.compile(
    r"\bwhen (?:will|does|is|are|can)\b.{0,25}\b(?:get here|arriv\w*|com(?:e|ing)|be delivered|reach)\b"
    r"|\b(?:kapan|iraha) (?:sampai|nyampai|datang|tiba|tekan|dugi|nepi|sumping|rawuh)(?:nya|ne|na)?\b"
)
NUMBER = (
    r"(?:\d{1,4}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|loro|telu|papat|limo|dua"
    r"|tilu|opat|lima|two|three|four|five)"
)
BECOMES = re.compile(
    rf"\b(?:jadi|jadiin|menjadi|dadi|janten|make it|change to|change it to|tambah\w*|kurang\w*) {NUMBER}\b"
)
BROKEN = re.compile(
    r"\b(?:ga|gak|nggak|tidak|ora|teu|ndak) (?:mau|bisa|daek|iso|tiasa|gelem) (?:ny\w+|ng\w+|hidup"
    r"|jalan|dipakai|dibuka|urip|hurung|diisi|muter"
    r"|berputar|charge|di ?charge|dicas|dikunci)\b|\b(?:won'?t|does ?n'?t|will not"
    r"|does not) (?:charge|turn|start|open|work|switch|light)\b"
)
WHERE_IT_IS = re.compile(
    r"\bwhere (?:is|are|was) (?:it|they|that)\b|\bwhere'?s (?:it|that)\b|\b(?:sampai|sampe|nyampe|udah|sudah|posisinya"
    r"|lokasinya|tekan|dugi|nepi) (?:di ?)?(?:mana|endi|pundi)\b"
)
STATUS_WORDS = re.compile(
    r"\b(?:status\w*|kapan|iraha|when|where\w*|(?:di ?)?mana|endi|pundi|sampai|nyampe|sampe|kirim\w*|dikirim\w*|resi\w*"
    r"|track\w*|arriv\w*|deliver\w*|ship\w*|proses\w*|diproses|paket\w*|datang|tiba|progres\w*|kabar\w*|update\w*)\b"
)
WHEREABOUTS = re.compile(
    r"\b(?:saya|aku|ku|abdi|kuring|kulo)\b.{0,15}\b(?:mana|endi|dimana|di mana|pundi)\b"
    r"|\bwhere.{0,12}\bmy\b|\b(?:nya|ku|\w{3,}nya) mana\b|\w{3,}ku (?:mana|endi)\b"
)
CALLED_OFF = re.compile(
    r"\b(?:di|nga|nge)?bolay\w*|\b(?:di|nga)?batalkeun\b|\b(?:di|m|nge|tak|dak)?batal(?:no|ke|ake|aken)\b"
)
IF_ORDERED = re.compile(
    r"\b(?:kalau|kalo|klo|misal\w*|jika|if)\b.{0,12}\b(?:order|pesan|pesen|beli|checkout|co|buy)\b(?!an|ku|nya)"
)
WHERE_SHOP = re.compile(
    r"\b(?:toko|kedai|outlet|warung|gerai|showroom|store|shop|butik|bengkel|studio|apotek|klinik)(?:nya|mu|ne|na)?\b"
    r"(?:(?!paket|pesanan|order|barang).){0,25}\b(?:mana|dimana|endi|pundi|where|alamat\w*)\b"
)
THERE = re.compile(
    r"\b(?:ada|ono|ana|aya|ready|stok|stock|in stock|available|do you (?:have|sell|carry)|got any)\b"
)
RESEND = re.compile(r"\b(?:di)?kirim(?:kan|in)? ulang\b|\bresend\b|\bsend (?:it |them )?again\b")
SUITS = re.compile(r"\b(?:bisa|boleh|aman|tahan) (?:di)?(?:pakai|buat|untuk|kena|hujan|air|panas)\w*\b")
MISTAKEN_FAULT = frozenset(("product_info", "usage_guide", "other", "stock_price", "warranty"))
HALF_SURE = 0.6
UNREAD, NAMED_WELL = frozenset(("other", "greeting", "thanks_closing", "talk_to_human")), 2
OWN_TROUBLE = re.compile(r"\b(?:my|mine|i|saya|aku|punyaku|kulo|abdi)\b|\w{3,}ku\b")
NOT_FITTING = frozenset(("place_order", "defective_wrong_item", "other", "complaint", "greeting", "warranty"))
NOT_CHANGING = frozenset(
    (
        "payment_confirmation",
        "cancel_order",
        "order_status",
        "warranty",
        "other",
        "change_address",
        "usage_guide",
        "place_order",
    )
)


def worded(turn: Turn) -> str:
    """The intent, "" where the words are not so plain or the reading is sure."""
    said = turn.said.understood
    text = f"{turn.said.text.casefold()} | {said_of(turn.said.text)}"
    if (
        (said.intent in NOT_FITTING or said.confidence < DOUBTED)
        and FITS.search(text)
        and asks_something(turn.said.text)
        and not OWN_TROUBLE.search(text)
    ):
        return "product_info"
    if CALLED_OFF.search(text) and said.intent != "cancel_order" and not asks_something(turn.said.text):
        return "cancel_order"
    if (
        said.intent in {"order_status", "delivery_late"}
        and IF_ORDERED.search(text)
        and asks_something(turn.said.text)
    ):
        return "usage_guide"
    if WHERE_SHOP.search(text) and said.confidence < DOUBTED and not OWN_TROUBLE.search(text):
        return "store_info"
    if (
        said.intent in COURTESIES
        and THERE.search(text)
        and said.slots.get("product")
        and asks(turn)
        and _names_goods(turn)
    ):
        return "stock_price"
    if said.confidence >= DOUBTED:
        return ""
    spoken_of = turn.customer.proven and (turn.talk.order or turn.talk.product)
    if said.confidence < HALF_SURE and WHERE_IT_IS.search(text) and spoken_of and _has_orders(turn):
        return "order_status"
    if _asks_of_own_goods(turn, text) or _asks_of_goods(turn):
        return "product_info"
    if SUITS.search(text) and said.intent == "other" and said.slots.get("product"):
        return "product_info"
    if _changes_number(turn, text):
        return "change_order"
    if SELLS.search(text) and asks(turn):
        return "stock_price"
    if THERE.search(text) and said.confidence < HALF_SURE and asks(turn) and _names_goods(turn):
        return "stock_price"
    if BROKEN.search(text) and said.intent in MISTAKEN_FAULT and not asks_something(turn.said.text):
        return "defective_wrong_item"
    if RESEND.search(text) and said.confidence < HALF_SURE:
        return "return_refund"
    if WHEREABOUTS.search(text) and said.confidence < HALF_SURE and _names_own(turn):
        return "order_status"
    return "order_status" if ARRIVES.search(text) and _has_orders(turn) else ""


def asks(turn: Turn) -> bool:
    return (
        asks_something(turn.said.text)
        or re.search(r"\b(?:ga|gak|nggak|tidak|kah|ndak|teu|ora)\b", turn.said.text.casefold()) is not None
    )


def _changes_number(turn: Turn, text: str) -> bool:
    if (
        turn.said.understood.intent not in NOT_CHANGING
        or asks_something(turn.said.text)
        or not BECOMES.search(text)
    ):
        return False
    return turn.customer.proven and any(map(is_waiting, turn.tools.get_orders()))


def _asks_of_own_goods(turn: Turn, text: str) -> bool:
    """ "The watch I ordered, can I swim with it?" tells no word of where it is."""
    said = turn.said.understood
    if said.intent != "order_status" or said.confidence >= DOUBTED or "order_id" in said.slots:
        return False
    return bool(asks_something(turn.said.text)) and not STATUS_WORDS.search(text) and _names_own(turn)


def _asks_of_goods(turn: Turn) -> bool:
    """A question that nothing else explains and that names something of the list by most of its name."""
    said = turn.said.understood
    if said.intent not in UNREAD or said.confidence >= HALF_SURE or not asks(turn):
        return False
    words = words_in(turn.said.text)
    return any(
        len(hits(words, one.name)) >= NAMED_WELL for one in turn.tools.product_lookup(turn.said.text)[:1]
    )


def _names_own(turn: Turn) -> bool:
    if not turn.customer.proven:
        return False
    goods = [item.name for one in turn.tools.get_orders() for item in one.items]
    return bool(best(words_in(turn.said.text), goods))


def _names_goods(turn: Turn) -> bool:
    said = words_in(turn.said.text)
    return any(hits(said, one.name) for one in looked_for(turn)[:1])


def looked_for(turn: Turn) -> Sequence[Product]:
    return turn.tools.product_lookup(also_in_indonesian(turn.said.text))


def _has_orders(turn: Turn) -> bool:
    return not turn.customer.proven or bool(turn.tools.get_orders())
