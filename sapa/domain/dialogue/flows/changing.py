"""Changing an order that has not left: variant, quantity, courier, note, merging; people of the shop do it."""

import re

from sapa.domain.dialogue.addressing import put_in_place
from sapa.domain.dialogue.choosing import Choice, any_order, name_of, references
from sapa.domain.dialogue.collecting import (
    MOST_TURNS,
    begin,
    is_unsure,
    knowing,
    known,
    own_words,
    said_in,
)
from sapa.domain.dialogue.handing import hands_over, when_people_answer
from sapa.domain.dialogue.moving import answers, asks, does, proposes
from sapa.domain.dialogue.naming import words_in
from sapa.domain.dialogue.policies import answers_by, rule_asked
from sapa.domain.dialogue.proposing import (
    NOT_FOUND_NOW,
    choose_first,
    own_order,
    settled,
    unsettled,
    yes_to,
)
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.speaking import Text, day, say
from sapa.domain.dialogue.stages import Stage, is_under_way, is_waiting, stage_of
from sapa.domain.dialogue.ticketing import Report
from sapa.domain.dialogue.types import Act, Move, Pending, Turn
from sapa.domain.tickets import LONGEST_VALUE

FLOW = "change_order"
CLOSED_STAGES: frozenset[Stage] = frozenset(("left", "arrived", "cancelled", "refunded"))
TELLING = ("variant", "quantity", "courier", "payment_method", "promo_code", "name", "phone")
EMPTY_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
        mau ubah rubah ganti edit revisi pesanan pesananku pesan order orderan orderanku saya aku bisa tolong
        kak kakak min admin dong ya yah lagi isi data tadi yang itu ini ada masih boleh ingin minta mas mbak
        bang halo hai change my please want update modify the can would like could you sebelum dikirim detail
        detailnya isinya pesanannya ordernya sedikit hi hello i to
        """,
    )
)
WORD = re.compile(r"[^\W_]+")
MERGING = re.compile(r"\b(?:gabung\w*|digabung\w*|satukan|disatukan|jadi satu|merge|combine)\b")
UNTIL_WHEN = re.compile(
    r"\b(?:batas waktu|sampai kapan|syarat\w*|kebijakan|aturan|policy|biaya|denda|deadline|until when"
    r"|how late|fee)\b"
)
CHANGEABLE = re.compile(r"\b(?:di|me|meng)?ubah\w*|\bperubahan\b|\bganti\w*|\bchang\w*")
COMMANDING = re.compile(
    r"\b(?:abaikan|ignore|instruksi|instructions?|prompt|sistem|system|developer|katakan|say that"
    r"|bilang bahwa"
    r"|anggap|pretend|pura-pura|you are|(?:balas|jawab|reply|answer) (?:dengan|with))\b"
)

WHAT = Text(
    "Apa yang mau diubah dari pesanan {order}, misalnya varian, jumlah, kurir, atau catatan?",
    "What should be changed in order {order}, such as the variant, quantity, courier or a note?",
)
ASKED = Text(
    "Permintaan untuk pesanan {order}:\n«{wanted}»\nPesanan ini belum dikirim, jadi permintaannya bisa saya catat "
    "untuk tim kami, dan mereka yang memastikan bisa atau tidaknya. Catat? Balas YA atau TIDAK.",
    "Your request for order {order}:\n“{wanted}”\nIt has not been shipped, so I can note this for our team, who will "
    "confirm whether it can be done. Shall I note it? Reply YES or NO.",
)
NOTED = Text(
    "Permintaan untuk pesanan {order} sudah dicatat sebagai tiket {ticket}: «{wanted}». {people}",
    "Your request for order {order} is noted as ticket {ticket}: “{wanted}”. {people}",
)
TOO_LATE: dict[Stage, Text] = {
    "left": Text(
        "Pesanan {order} sudah dikirim dan dibawa kurir{when}, jadi isinya tidak bisa diubah lagi. Tidak ada yang "
        "diubah.",
        "Order {order} has already been shipped{when}, so it cannot be changed any more. Nothing was changed.",
    ),
    "arrived": Text(
        "Pesanan {order} sudah diterima{when}, jadi tidak bisa diubah. Kalau ada yang kurang atau tidak pas, ceritakan "
        "di sini dan saya bantu laporkan.",
        "Order {order} was delivered{when}, so it cannot be changed. If something is missing or not right, tell me "
        "here and I will help you report it.",
    ),
    "cancelled": Text(
        "Pesanan {order} sudah batal{when}, jadi tidak bisa diubah.",
        "Order {order} is cancelled{when}, so it cannot be changed.",
    ),
    "refunded": Text(
        "Pesanan {order} sudah selesai dan dananya tercatat dikembalikan, jadi tidak bisa diubah.",
        "Order {order} is closed and recorded as refunded, so it cannot be changed.",
    ),
}
ON = Text(" pada {day}", " on {day}")


def change_order(turn: Turn) -> Move:
    turn = begin(turn, FLOW)
    if pending := yes_to(turn, (FLOW,)):
        return _carried_out(turn, pending)
    if rule := rule_asked(turn, UNTIL_WHEN, CHANGEABLE):
        return answers_by(turn, rule, code="change_rule")
    choice = spoken_instead(turn, choose_first(turn, is_waiting, is_under_way, any_order))
    order = choice.order or (choice.among[0] if choice.among and MERGING.search(said_in(turn)) else None)
    if order is None:
        return unsettled(_wanted(turn), FLOW, choice)
    return _asked_for(settled(_wanted(turn), order), order)


def spoken_instead(turn: Turn, choice: Choice) -> Choice:
    """ "Bisa diganti mozzarella?" names what is wanted: the order spoken of that can still be changed is meant."""
    spoken = own_order(turn, turn.talk.order)
    if spoken is None or choice.order is None or references(turn) or turn.talk.turns:
        return choice
    closed = not (is_waiting(choice.order) or is_under_way(choice.order))
    return Choice(spoken, newest=choice.newest) if closed and is_waiting(spoken) else choice


def _asked_for(turn: Turn, order: Order) -> Move:
    stage = stage_of(turn, order)
    if stage in CLOSED_STAGES:
        return too_late(turn, order, stage)
    if wanted := known(turn, "wanted_change"):
        return proposes_change(turn, order, wanted)
    if turn.talk.tries.get("wanted_change", 0) > 1 or turn.talk.turns >= MOST_TURNS:
        return hands_over(turn, "asked_by_flow", f"Mau mengubah pesanan {order.number}")
    text = say(turn, WHAT, order=name_of(order, turn.talk.language))
    return asks(turn, FLOW, "wanted_change", text, order=order.number)


def proposes_change(turn: Turn, order: Order, wanted: str) -> Move:
    """`wanted`: the change in the customer's own words, read back as it will be noted."""
    text = say(turn, ASKED, order=name_of(order, turn.talk.language), wanted=wanted)
    values = {"wanted_change": wanted, **_told(turn)}
    return proposes(turn, FLOW, "change_order", order.number, values, text, order=order.number)


def too_late(turn: Turn, order: Order, stage: Stage) -> Move:
    moments = {"left": order.shipped_at, "arrived": order.delivered_at, "cancelled": order.cancelled_at}
    at = moments.get(stage)
    when = say(turn, ON, day=day(at, turn.business.zone, turn.talk.language)) if at else ""
    text = say(turn, TOO_LATE[stage], order=name_of(order, turn.talk.language), when=when)
    return answers(turn, text, code=f"change_refused:{stage}", order=order.number)


def _wanted(turn: Turn) -> Turn:
    """The message itself is what is wanted, unless it only says that something is."""
    if turn.talk.asked == "order_id" and known(turn, "wanted_change"):
        return turn
    words = own_words(turn)
    if not words or is_unsure(turn) or not _says_what(turn):
        return turn
    before = known(turn, "wanted_change")
    if before and (better := put_in_place(before, turn.said.text)):
        return knowing(turn, "wanted_change", better[:LONGEST_VALUE])
    return knowing(turn, "wanted_change", f"{before}; {words}"[:LONGEST_VALUE] if before else words)


def _says_what(turn: Turn) -> bool:
    if COMMANDING.search(said_in(turn)):
        return False
    if turn.talk.asked == "wanted_change":
        return True
    if any(turn.said.understood.slots.get(name) for name in TELLING):
        return True
    known_words = EMPTY_WORDS | words_in(known(turn, "order_id"))
    words = [word for word in WORD.findall(said_in(turn)) if not any(sign.isdecimal() for sign in word)]
    return len([word for word in words if word not in known_words]) > 1


def _told(turn: Turn) -> dict[str, str]:
    return {name: told for name in TELLING if (told := last_told(turn, name))}


def last_told(turn: Turn, name: str) -> str:
    """«dari 2 jadi 7»: what it shall be stands last."""
    kept = turn.talk.slots.get(name)
    value = kept.value if kept else None
    if isinstance(value, list | tuple):
        value = value[-1] if value else None
    return "" if value is None else str(value)


def _carried_out(turn: Turn, pending: Pending) -> Move:
    order = own_order(turn, pending.target)
    if order is None:
        return answers(turn, say(turn, NOT_FOUND_NOW, number=pending.target), code="order_not_found")
    stage = stage_of(turn, order)
    if stage in CLOSED_STAGES:
        return too_late(turn, order, stage)
    wanted = pending.values.get("wanted_change", "")
    slots = {**pending.values, "order_id": order.number, "wanted_change": wanted}
    report = Report("change", f"Ubah pesanan {order.number}: {wanted}"[:300], slots, order)
    text = say(
        turn,
        NOTED,
        order=name_of(order, turn.talk.language),
        wanted=wanted,
        people=when_people_answer(turn),
    )
    act = Act("change_order", order.id, order.number, pending.values)
    return does(turn, text, act, order=order.number, ticket=report.wish())
