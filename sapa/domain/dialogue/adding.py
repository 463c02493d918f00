"""More about a report that was just made: it belongs to the same ticket, and nothing is asked or opened anew."""

from sapa.domain.dialogue.collecting import tells_any_time
from sapa.domain.dialogue.handing import when_people_answer
from sapa.domain.dialogue.kinds import COURTESIES
from sapa.domain.dialogue.moving import answers, opens
from sapa.domain.dialogue.replies import asks_something, words_of_reply
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import PICTURES
from sapa.domain.dialogue.types import Move, TicketWish, Turn

MARK = "ticket:"
DOUBTFUL, FEWEST_WORDS, SHORT_WISH = 0.6, 2, 6
ADDED = Text(
    "Baik {address}, tambahan ini dibaca tim kami bersama catatan tadi. {people}",
    "All right, {address}, our team reads this together with your note. {people}",
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
    if not _says_more(turn):
        return None
    return answers(turn, say(turn, ADDED, people=when_people_answer(turn)), code=f"{MARK}{kind}")


def just_reported(turn: Turn) -> str:
    """The kind of the ticket that was the last thing done, or blank."""
    last = turn.talk.told[-1] if turn.talk.told else ""
    return last.removeprefix(MARK) if last.startswith(MARK) else ""


def _says_more(turn: Turn) -> bool:
    said = turn.said.understood
    if tells_any_time(turn):
        return True
    if (
        said.intent in COURTESIES
        or asks_something(turn.said.text)
        or {"order_id", "product"} & said.slots.keys()
    ):
        return False
    wishes = "requested_resolution" in said.slots and len(words_of_reply(turn.said.text)) <= SHORT_WISH
    is_loose = wishes or said.intent == "complaint" or said.confidence < DOUBTFUL
    return is_loose and len(words_of_reply(turn.said.text)) >= FEWEST_WORDS


def _pictured(turn: Turn, kind: str) -> Move:
    order = next((one for one in turn.tools.get_orders() if one.number == turn.talk.order), None)
    slots = {"photo": turn.said.attachment} | ({"order_id": order.number} if order else {})
    wish = TicketWish(kind, "Kiriman tambahan", slots, order.id if order else None)
    return opens(turn, say(turn, PICTURED, people=when_people_answer(turn)), wish)
