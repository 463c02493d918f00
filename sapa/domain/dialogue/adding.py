"""More about a report that was just made: it belongs to the same ticket, and nothing is asked or opened anew."""

import re

from sapa.domain.dialogue.collecting import own_words, said_in, tells_when, wish_in, wishes
from sapa.domain.dialogue.handing import when_people_answer
from sapa.domain.dialogue.kinds import COURTESIES
from sapa.domain.dialogue.moving import answers, opens
from sapa.domain.dialogue.replies import asks_something, words_of_reply
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import PICTURES
from sapa.domain.dialogue.types import Move, TicketWish, Turn

MARK, MOST_BACK = "ticket:", 4
PARTICULARS = frozenset(("amount", "payment_method", "tracking_no", "quantity", "phone", "email", "date"))
LOOSELY = frozenset(
    ("payment_confirmation", "delivery_late", "defective_wrong_item", "return_refund", "complaint")
)
DOUBTFUL, FEWEST_WORDS, SHORT_WISH, LONGEST_WISH = 0.6, 2, 6, 16
CHANGES_MIND = re.compile(
    r"\b(?:ralat|eh|ternyata|(?:ber)?ubah|berubah pikiran|ganti jadi|jadinya|mending\w*|lebih baik|saja|aja|wae|deh"
    r"|actually|instead|rather|changed my mind)\b"
)
ADDED = Text(
    "Baik {address}, tambahan ini dibaca tim kami bersama catatan tadi. {people}",
    "All right, {address}, our team reads this together with your note. {people}",
)
FEARS = re.compile(
    r"\b(?:takut\w*|sieun|wedi|khawatir|kuatir|cemas|afraid|worried|jangan sampai|ojo nganti|ulah dugi)\b.{0,30}"
    r"\b\w*(?:batal|cancel|bolay)\w*"
)
NOTED = Text(
    "Baik {address}, sudah saya catat di tiket {ticket}. {people}",
    "All right, {address}, I have noted that on ticket {ticket}. {people}",
)
PICTURED = Text(
    "Terima kasih {address}, kirimannya saya tambahkan ke tiket {ticket}. {people}",
    "Thank you, {address}, I have added it to ticket {ticket}. {people}",
)


def added(turn: Turn) -> Move | None:
    """None where nothing was reported just before, or the message is about something else."""
    kind = just_reported(turn)
    if not kind or turn.talk.flow:
        return None
    if turn.said.attachment in PICTURES:
        return _pictured(turn, kind)
    if not says_more(turn):
        return None
    told = _told(turn)
    text = say(turn, NOTED if told else ADDED, people=when_people_answer(turn))
    return opens(turn, text, _more(turn, kind, told)) if told else answers(turn, text, code=f"{MARK}{kind}")


def just_reported(turn: Turn) -> str:
    """The kind of the ticket that was the last thing done, or blank."""
    for code in reversed(turn.talk.told[-MOST_BACK:]):
        if code.startswith(MARK):
            return code.removeprefix(MARK)
        if not code.startswith("known_ticket:") and code != "when_answered":
            break
    return ""


def says_more(turn: Turn) -> bool:
    """Whether it belongs to what was just reported."""
    if not just_reported(turn):
        return False
    said = turn.said.understood
    if tells_when(turn):
        return True
    if FEARS.search(said_in(turn)):
        return True
    if asks_something(turn.said.text) or "order_id" in said.slots:
        return False
    if _wishes_anew(turn) or (PARTICULARS & said.slots.keys() and said.intent in LOOSELY):
        return True
    if said.intent in COURTESIES or "product" in said.slots:
        return False
    is_loose = said.intent == "complaint" or said.confidence < DOUBTFUL
    return is_loose and len(words_of_reply(turn.said.text)) >= FEWEST_WORDS


def _wishes_anew(turn: Turn) -> bool:
    """ "Eh, refund saja": another remedy than the one that was noted."""
    said, words = said_in(turn), len(words_of_reply(turn.said.text))
    named = "requested_resolution" in turn.said.understood.slots
    if named and words <= SHORT_WISH:
        return True
    return words <= LONGEST_WISH and (named or wishes(said)) and CHANGES_MIND.search(said) is not None


def _told(turn: Turn) -> dict[str, str]:
    """What of it has a place of its own in the ticket."""
    found: dict[str, str] = {}
    if tells_when(turn):
        found["contact_time"] = own_words(turn)
    elif _wishes_anew(turn):
        slots = turn.said.understood.slots
        found["requested_resolution"] = first(slots.get("requested_resolution")) or wish_in(said_in(turn))
    return found


def first(value: object) -> str:
    several = value if isinstance(value, list | tuple) else (value,)
    return next((str(one) for one in several if one), "")


def _pictured(turn: Turn, kind: str) -> Move:
    wish = _more(turn, kind, {"photo": turn.said.attachment})
    return opens(turn, say(turn, PICTURED, people=when_people_answer(turn)), wish)


def _more(turn: Turn, kind: str, told: dict[str, str]) -> TicketWish:
    """For the ticket of the order that was reported."""
    order = next((one for one in turn.tools.get_orders() if one.number == turn.talk.order), None)
    slots = told | ({"order_id": order.number} if order else {})
    return TicketWish(kind, "Keterangan tambahan", slots, order.id if order else None)
