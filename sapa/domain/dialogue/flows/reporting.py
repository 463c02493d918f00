"""A report of something broken, wrong, missing or spoilt (assistant.md 4.3)."""

import re
from collections.abc import Mapping

from sapa.domain.dialogue.choosing import name_of
from sapa.domain.dialogue.collecting import (
    PHOTO,
    WISH,
    Question,
    ask_next,
    begin,
    forgetting,
    is_unsure,
    knowing,
    known,
    own_words,
    said_in,
    ticket_slots,
)
from sapa.domain.dialogue.flows.warranties import warranty_claim
from sapa.domain.dialogue.items import calling, item_named, item_question, with_item
from sapa.domain.dialogue.policies import RULE_ASKED, SUPPOSES, answers_by, rule_for
from sapa.domain.dialogue.proposing import choose_first, kept_order, settled
from sapa.domain.dialogue.records import Cited, Order
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.reports import WANTED, asks_order, of_other_goods, what_is_meant
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.stages import is_arrived, is_sent, is_waiting
from sapa.domain.dialogue.ticketing import Report, known_already, opens_ticket
from sapa.domain.dialogue.types import Move, Turn

FLOW = "defective_wrong_item"
KEPT = ("issue_type", "quantity", "requested_resolution", "reason", "photo", "contact_time")
ISSUE = "issue"  # the kind that this flow settled on
RESIDUAL = "defective"  # whatever is wrong with the thing itself
ISSUES = ("defective", "damaged", "wrong_item", "missing_item", "expired")
CALLED: Mapping[str, Text] = {
    "defective": Text("tidak berfungsi atau cacat", "not working or faulty"),
    "damaged": Text("rusak saat diterima", "damaged on arrival"),
    "wrong_item": Text("barang yang datang salah", "the wrong item came"),
    "missing_item": Text("ada yang kurang", "something is missing"),
    "expired": Text("kedaluwarsa", "expired"),
}
KINDS: Mapping[str, re.Pattern[str]] = {
    "missing_item": re.compile(
        r"\b(?:kurang|hilang|tidak ada|ketinggalan|missing|incomplete|tidak lengkap|kosong)\b"
    ),
    "wrong_item": re.compile(r"\b(?:salah|beda|lain|tertukar|ketukar|tidak sesuai|wrong|different)\b"),
    "expired": re.compile(r"\b(?:kadaluarsa|kedaluwarsa|kadaluwarsa|basi|expired|jamur\w*|bulukan|tengik)\b"),
    "damaged": re.compile(
        r"\b(?:pecah|penyok|patah|coklek|sobek|robek|retak|bocor|hancur|remuk|lecet|basah|tumpah"
        r"|broken|torn|crack\w*)\b"
    ),
    "defective": re.compile(
        r"\b(?:rusak|mati|tidak (?:bisa|mau|nyala|jalan|berfungsi)|error|cacat|macet|defect\w*)\b"
    ),
}
BARE = frozenset(
    re.findall(
        r"\S+",
        """
        mau ingin minta lapor laporan melapor komplain komplen complain keluhan barang barangnya produk produknya
        rusak cacat salah kurang ada yang saya aku min admin kak kakak mas mbak dong ya tolong pesanan pesananku
        paket paketnya order halo hai pagi siang sore malam selamat nih ini itu di dan i want to report a broken item
        product my the is has problem masalah kendala bang gan sis permisi maaf
        """,
    )
)
WORD = re.compile(r"[^\W_]+")

SENT_WRONG = re.compile(
    r"\b(?:malah (?:datang|dikirim|dapat|diberi|yang)|(?:dikirim|datang|kirim|sent) (?:\w+ )?(?:salah|wrong)"
    r"|salah kirim|(?:ter|ke)tukar|bukan (?:pesanan|punya) saya)\b"
)
CORRECTS = re.compile(
    r"\b(?:eh|bukan|salah|ternyata|maksud\w*|ralat|koreksi|keliru|ding|actually|sorry|mean|rather|wrong)\b"
)

SORRY = Text(
    "Maaf ya {address}, {item} dari pesanan {number} bermasalah.",
    "Sorry about the {item} of order {number}, {address}.",
)
SORRY_ORDER = Text(
    "Maaf ya {address} atas kendala di pesanan {order}.",
    "Sorry about the trouble with order {order}, {address}.",
)
SORRY_FOR_IT = Text("Maaf ya {address} atas kendalanya.", "Sorry about that, {address}.")
CORRECTED = Text("Baik, saya ganti catatannya: {issue}.", "All right, I have changed it to: {issue}.")
WHAT_HAPPENED = Question(
    "issue_type",
    Text(
        "Apa yang terjadi: rusak atau pecah, tidak berfungsi, kurang, salah barang, atau kedaluwarsa?",
        "What happened: broken on arrival, not working, something missing, the wrong item, or expired?",
    ),
    Text(
        "Boleh diceritakan sedikit kendalanya, misalnya pecah, tidak menyala, atau ada yang kurang?",
        "Could you say a little more, for example broken, does not switch on, or something missing?",
    ),
)
INVITED = Text(
    "Kalau ada barang yang bermasalah, ceritakan di sini dan saya bantu laporkan.",
    "If something is wrong with an item, tell me here and I will help you report it.",
)
NOTED = Text(
    "Laporan {what} sudah dicatat sebagai tiket {ticket}.",
    "Your report about {what} is noted as ticket {ticket}.",
)


def defective_wrong_item(turn: Turn) -> Move:
    if turn.talk.flow != FLOW and is_after_warranty(turn):
        return warranty_claim(turn)
    if turn.talk.flow != FLOW and (rule := rule_asked_for(turn)):
        return answers_by(turn, rule, say(turn, INVITED), code="report_rule")
    turn = calling(begin(turn, FLOW))
    before, spoken = known(turn, ISSUE), kept_order(turn)
    turn = _with_issue(turn)
    choice = choose_first(turn, is_arrived, is_sent)
    if asked := of_other_goods(turn, FLOW, choice):
        return asked
    if choice.order is None and (asked := asks_order(turn, FLOW, choice)):
        return asked
    order = choice.order
    turn = with_item(settled(turn, order) if order else turn, order)
    if told := known_already(turn, "defective", order):
        return told
    return _asks(turn, order, before, spoken) or _opens(turn, order)


def _with_issue(turn: Turn) -> Turn:
    """The kind of trouble: once told it stays, until they correct it or are asked again."""
    before, asked = known(turn, ISSUE), turn.talk.asked == "issue_type"
    says = not (is_bare(turn) or is_unsure(turn)) and (asked or not before or CORRECTS.search(said_in(turn)))
    found = _kind_in(turn) if says else ""
    kind = found or before or (RESIDUAL if says and (asked or not turn.talk.turns) else "")
    if not kind:
        return forgetting(turn, "issue_type")
    turn = knowing(knowing(turn, "issue_type", kind), ISSUE, kind)
    return knowing(turn, "reason", own_words(turn)) if found or not known(turn, "reason") else turn


def _kind_in(turn: Turn) -> str:
    """As understood, else by plain words; "" when the message does not say it."""
    told = turn.said.understood.slots.get("issue_type")
    kinds = [str(one) for one in (told if isinstance(told, list | tuple) else (told,)) if one in ISSUES]
    said = said_in(turn)
    if kinds in ([], [RESIDUAL]) and SENT_WRONG.search(said):
        return "wrong_item"
    kinds += [kind for kind, pattern in KINDS.items() if pattern.search(said)]
    return next(iter(kinds), "")


def _asks(turn: Turn, order: Order | None, before: str, spoken: Order | None) -> Move | None:
    changed = order is not None and spoken is not None and order.number != spoken.number
    lead = _sorry(turn, order) if order and changed else _lead(turn, order, before)
    questions = [item_question(order, turn.talk.language), WHAT_HAPPENED, PHOTO, WISH]
    number = order.number if order else ""
    return ask_next(turn, FLOW, [one for one in questions if one], lead=lead, order=number)


def _lead(turn: Turn, order: Order | None, before: str) -> str:
    """What was understood, named once; a correction is read back."""
    issue = known(turn, ISSUE)
    if before and issue != before:
        return say(turn, CORRECTED, issue=CALLED[issue].of(turn.talk.language))
    if order is None:
        return "" if turn.talk.turns else say(turn, SORRY_FOR_IT)
    return _sorry(turn, order) if turn.talk.asked in ("", "order_id") else ""


def _sorry(turn: Turn, order: Order) -> str:
    item = item_named(turn, order)
    if item:
        return say(turn, SORRY, item=item, number=order.number)
    return say(turn, SORRY_ORDER, order=name_of(order, turn.talk.language))


def _opens(turn: Turn, order: Order | None) -> Move:
    item = item_named(turn, order)
    slots = ticket_slots(turn, KEPT, order=order, item=item)
    report = Report("defective", _summary(turn, order, item), slots, order, item)
    return opens_ticket(turn, report, say(turn, NOTED, what=what_is_meant(turn, order, item)))


def _summary(turn: Turn, order: Order | None, item: str) -> str:
    issue, wish = known(turn, "issue_type"), known(turn, "requested_resolution")
    trouble = CALLED[issue].id if issue in CALLED else "bermasalah"
    unsent = "pesanannya belum tercatat dikirim" if order and is_waiting(order) else ""
    return ", ".join(filter(None, (f"{item or 'Barang'} {trouble}", WANTED.get(wish, ""), unsent)))


def rule_asked_for(turn: Turn) -> Cited | None:
    """Who pays, how long, under which terms: asked of faulty goods at all, and no order is named."""
    said = turn.said
    asks = RULE_ASKED.search(said_in(turn)) or SUPPOSES.search(said_in(turn))
    if not asks_something(said.text) or not asks:
        return None
    return None if "order_id" in said.understood.slots else rule_for(turn)


def is_after_warranty(turn: Turn) -> bool:
    """Trouble told right after asking about its warranty is a claim of it."""
    return turn.talk.told[-1:] in (("warranty_told",), ("warranty_rule",))


def tells_fault(turn: Turn) -> bool:
    """Whether the message itself says what is wrong with goods, whatever is wanted for it."""
    told = turn.said.understood.slots.get("issue_type")
    return any(one in ISSUES for one in (told if isinstance(told, list | tuple) else (told,)))


def is_bare(turn: Turn) -> bool:
    """Only that something is wrong, not what: «mau lapor barang rusak»."""
    words = [word for word in WORD.findall(said_in(turn)) if not any(sign.isdecimal() for sign in word)]
    return all(word in BARE for word in words)
