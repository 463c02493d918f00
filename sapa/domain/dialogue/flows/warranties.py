"""Warranty: what the articles say, until when one's own item is covered, and a claim for people."""

import re
from datetime import datetime, timedelta

from sapa.domain.dialogue.collecting import (
    PHOTO,
    WISH,
    Question,
    ask_next,
    begin,
    is_unsure,
    knowing,
    known,
    own_words,
    said_in,
    ticket_slots,
)
from sapa.domain.dialogue.goods import goods_meant, of_item, rule_of
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.items import item_named, item_question, with_item
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.proposing import choose_first, settled
from sapa.domain.dialogue.records import Cited, Order, Product
from sapa.domain.dialogue.reports import WANTED, asks_order, what_is_meant
from sapa.domain.dialogue.speaking import Text, counted, day, say
from sapa.domain.dialogue.stages import is_arrived, is_sent
from sapa.domain.dialogue.ticketing import Report, known_already, open_ticket, opens_ticket
from sapa.domain.dialogue.types import Move, Turn

FLOW = "warranty"
KEPT = ("reason", "date", "issue_type", "requested_resolution", "photo", "contact_time")
CLAIMS = re.compile(
    r"\b(?:mau|ingin|minta|tolong|bantu\w*|ajukan|bade|hoyong|want to|would like to|need to)\b.{0,20}"
    r"\b(?:klaim|claim|diklaim|servis|diservis|service)\b|\b(?:minta|ajukan|ajuin"
    r"|nuntut)\b.{0,12}\bgaransi\w*|\bgaransiin\b|\bklaim(?:in|kan)\b"
    r"|\b(?:rusak|mati|error|tidak (?:bisa |mau |daek )?(?:nyala|hidup|jalan|hurung|berfungsi|urip"
    r"|dipakai)|bermasalah"
    r"|macet|bocor|broken|stopped|not working|won'?t|does ?n'?t (?:work|turn))\b"
)
CLAIM_WORDS = re.compile(
    r"\b(?:klaim|claim|garansi\w*|warranty|servis|service|mau|ingin|minta|tolong|bade|ajukan|saya|aku"
    r"|abdi|kakak|admin|dong"
    r"|bisa|the|want|would|like|for|pesanan|order|dari)\b"
)
TELLS_MUCH = 3  # words left of a message, such as «penggiling tidak muter»
ASKS_RULE = re.compile(
    r"\b(?:berapa|kapan|apa saja|bagaimana|cara(?:nya)?|syarat\w*|apakah|kalau|jika|bila|misal\w*"
    r"|mencakup|termasuk"
    r"|nutup|cover\w*|resmi|distributor|hangus|how|what|does|is there|long|if)\b"
)
STATE_ASKED = re.compile(
    r"\b(?:sampai mana|status|(?:sudah|wis|tos) (?:selesai|jadi|dadi|beres|rampung|rengse|diperbaiki)"
    r"|progres\w*"
    r"|kapan (?:selesai|jadi|beres))\b"
)

COVERED = Text(
    "{item} dari pesanan {number} diterima {delivered} dan bergaransi {length}, jadi berlaku sampai {until}.",
    "The {item} of order {number} was delivered {delivered} and has a warranty of {length}, so it is covered "
    "until {until}.",
)
ENDED = Text(
    "{item} dari pesanan {number} diterima {delivered} dengan garansi {length}, jadi sudah berakhir {until}.",
    "The {item} of order {number} was delivered {delivered} with a warranty of {length}, so it ended on {until}.",
)
LENGTH = Text(
    "{item} bergaransi {length} sejak diterima.", "The {item} has a warranty of {length} from delivery."
)
NONE = Text("{item} tercatat tanpa garansi.", "The {item} is on record without a warranty.")
SORRY_FOR_IT = Text("Maaf ya {address} atas kendalanya.", "Sorry about the trouble, {address}.")
SORRY = Text("Maaf ya {address} atas kendala {what}.", "Sorry about the trouble with {what}, {address}.")
TEAM_DECIDES = Text(
    "Laporannya tetap bisa diteruskan; tim kami yang memutuskan.",
    "It can still be passed on; our team decides.",
)
REASON = Question(
    "reason",
    Text("Apa kendalanya?", "What is wrong with it?"),
    Text(
        "Boleh diceritakan sedikit, misalnya tidak menyala?",
        "Could you say a little more, e.g. does not switch on?",
    ),
)
NOTED = Text(
    "Klaim garansi untuk {what} sudah dicatat sebagai tiket {ticket}. Tim kami yang memeriksa dan memutuskannya.",
    "Your warranty claim for {what} is noted as ticket {ticket}. Our team checks it and decides.",
)
HOW_LONG = Text("lama garansi {item}", "how long is the warranty of {item}")
ABOUT = re.compile(
    r"\b(?:bergaransi|garansi\w*|warrant\w*|klaim\w*|claim\w*|servis|service|jaminan|guarantee\w*)\b"
)
NOT_KNOWN = Text(
    "Maaf {address}, garansi {item} belum ada di catatan saya. Balas CS bila ingin dijawab petugas.",
    "Sorry {address}, my records do not say what warranty the {item} has. Reply CS to have our team answer.",
)
UNDER_WAY = Text(
    "Klaim {what} ada di tiket {number}. Kabar perbaikannya belum tercatat di sini; balas CS bila ingin ditanyakan.",
    "Your claim for {what} is ticket {number}. Nothing about the repair is on record here yet; reply CS to have it "
    "asked.",
)


def warranty(turn: Turn) -> Move:
    going = turn.talk.flow == FLOW and turn.talk.turns > 0
    turn = begin(turn, FLOW)
    if not going and (told := _state(turn)):
        return told
    return _claim(turn) if going or is_claim(turn) else _answer(turn)


def warranty_claim(turn: Turn) -> Move:
    """As a claim, whatever else it may be."""
    return _claim(begin(turn, FLOW))


def is_claim(turn: Turn) -> bool:
    """Something of one's own that no longer works, or a wish to claim; not how it would be done."""
    said = said_in(turn)
    asks = ASKS_RULE.search(said) or STATE_ASKED.search(said)
    return CLAIMS.search(said) is not None and not asks


def _state(turn: Turn) -> Move | None:
    if not STATE_ASKED.search(said_in(turn)):
        return None
    order = choose_first(turn, is_arrived).order
    ticket = open_ticket(turn, "warranty", order)
    if ticket is None:
        return None
    text = say(turn, UNDER_WAY, what=what_is_meant(turn, order, ""), number=ticket.number)
    return answers(turn, text, code=f"known_ticket:{ticket.number}", order=order.number if order else "")


def _answer(turn: Turn) -> Move:
    """The article, and beside it what is known of an item of theirs."""
    item = _item_meant(turn)
    rule = of_warranties(rule_of(turn, item)) or of_warranties(length_of(turn, item))
    choice = choose_first(turn, is_arrived)
    order = choice.order if choice.named or not turn.said.understood.slots.get("product") else None
    own = _coverage(turn, order) if order else _of_product(turn)
    number = order.number if order and own else ""
    if rule:
        return answers_by(turn, rule, own, code="warranty_rule", order=number)
    if own:
        return answers(turn, own, code="warranty_told", order=number)
    if CLAIMS.search(said_in(turn)):
        return _claim(turn)
    return knows_not(turn, text=say(turn, NOT_KNOWN, item=item) if item else "")


def length_of(turn: Turn, item: str) -> Cited | None:
    """What the articles say of the kind of thing it is, asked in plain words."""
    if not item:
        return None
    rules = (rule_for(turn, say(turn, HOW_LONG, item=name)) for name in (item, item.split()[0]))
    return next((told for rule in rules if rule and (told := of_item(turn, rule, item))), None)


def of_warranties(rule: Cited | None) -> Cited | None:
    """An article that only speaks of the thing is no answer."""
    return rule if rule and ABOUT.search(f"{rule.title} {rule.text}".casefold()) else None


def _item_meant(turn: Turn) -> str:
    """What the warranty is asked of: named now, or spoken of."""
    found = goods_meant(turn, asks_about=True)
    named = turn.said.understood.slots.get("product")
    told = str(named[0] if isinstance(named, list | tuple) and named else named or "")
    return found.one.name if found.one and not (told and found.spoken) else told or turn.talk.product


def _of_product(turn: Turn) -> str:
    named = known(turn, "product")
    product = _product(turn, named) if named else None
    return _length(turn, product) if product else ""


def _coverage(turn: Turn, order: Order) -> str:
    """Delivery and days of the record make the end of it; "" where either is not known."""
    named = with_item(turn, order)
    item = known(named, "item")
    product = _product(turn, item) if item else None
    if product is None or product.warranty_days is None:
        return ""
    if product.warranty_days <= 0 or order.delivered_at is None:
        return _length(turn, product)
    until = order.delivered_at + timedelta(days=product.warranty_days)
    return say(
        turn,
        COVERED if turn.now <= until else ENDED,
        item=item,
        number=order.number,
        delivered=_day(turn, order.delivered_at),
        length=_days(turn, product.warranty_days),
        until=_day(turn, until),
    )


def _length(turn: Turn, product: Product) -> str:
    if product.warranty_days is None:
        return ""
    if product.warranty_days <= 0:
        return say(turn, NONE, item=product.name)
    return say(turn, LENGTH, item=product.name, length=_days(turn, product.warranty_days))


def _product(turn: Turn, name: str) -> Product | None:
    """Exactly that product; one that is only like it may have another warranty."""
    found = turn.tools.product_lookup(name)
    same = [one for one in found if one.name.casefold() == name.casefold()]
    return same[0] if same else found[0] if len(found) == 1 else None


def _days(turn: Turn, days: int) -> str:
    return counted(days, ("hari", "day"), turn.talk.language)


def _day(turn: Turn, at: datetime) -> str:
    return day(at, turn.business.zone, turn.talk.language)


def _claim(turn: Turn) -> Move:
    turn = _with_reason(turn)
    choice = choose_first(turn, is_arrived, is_sent)
    if choice.order is None and (asked := asks_order(turn, FLOW, choice)):
        return asked
    order = choice.order
    turn = with_item(settled(turn, order) if order else turn, order)
    return known_already(turn, "warranty", order) or _asks(turn, order) or _opens(turn, order)


def _with_reason(turn: Turn) -> Turn:
    """What is wrong, in their words: the answer to the question, or a first message that tells it."""
    if is_unsure(turn) or turn.talk.asked not in ("", "reason") or known(turn, "reason"):
        return turn
    if turn.talk.asked == "reason" or (turn.said.understood.slots.get("issue_type") or _tells_trouble(turn)):
        return knowing(turn, "reason", own_words(turn))
    return turn


def _tells_trouble(turn: Turn) -> bool:
    rest = CLAIM_WORDS.sub(" ", said_in(turn))
    return CLAIMS.search(rest) is not None or len(re.findall(r"[^\W\d_]{3,}", rest)) >= TELLS_MUCH


def _asks(turn: Turn, order: Order | None) -> Move | None:
    number = order.number if order else ""
    questions = [item_question(order, turn.talk.language), REASON, PHOTO, WISH]
    lead = _lead(turn, order) if turn.talk.asked in ("", "order_id") else ""
    return ask_next(turn, FLOW, [one for one in questions if one], lead=lead, order=number)


def _lead(turn: Turn, order: Order | None) -> str:
    what = what_is_meant(turn, order, item_named(turn, order))
    own = _coverage(turn, order) if order else ""
    if not own:
        return say(turn, SORRY, what=what)
    decides = say(turn, TEAM_DECIDES) if order and _is_over(turn, order) else ""
    return " ".join(filter(None, (say(turn, SORRY_FOR_IT), own, decides)))


def _is_over(turn: Turn, order: Order) -> bool:
    product = _product(turn, known(turn, "item")) if known(turn, "item") else None
    if product is None or not product.warranty_days or order.delivered_at is None:
        return False
    return turn.now > order.delivered_at + timedelta(days=product.warranty_days)


def _opens(turn: Turn, order: Order | None) -> Move:
    item = item_named(turn, order)
    slots = ticket_slots(turn, KEPT, order=order, item=item)
    wish = WANTED.get(known(turn, "requested_resolution"), "")
    over = "garansi tercatat sudah berakhir" if order and _is_over(turn, order) else ""
    summary = ", ".join(filter(None, (f"Klaim garansi {item}".strip(), wish, over)))
    report = Report("warranty", summary, slots, order, item)
    return opens_ticket(turn, report, say(turn, NOTED, what=what_is_meant(turn, order, item)))
