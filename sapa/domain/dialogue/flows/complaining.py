"""Displeasure without a request: said sorry for, asked once what would help, kept for people. Nobody is argued with."""

import re

from sapa.domain.dialogue.choosing import choose_order
from sapa.domain.dialogue.collecting import begin, is_unsure, knowing, known, own_words, said_in, ticket_slots
from sapa.domain.dialogue.moving import asks
from sapa.domain.dialogue.proposing import settled
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.replies import says_no
from sapa.domain.dialogue.reports import WANTED
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.ticketing import Report, known_already, opens_ticket
from sapa.domain.dialogue.types import Move, Turn

FLOW = "complaint"
KEPT = ("reason", "requested_resolution", "contact_time")
VAGUE = re.compile(
    r"^(?:(?:saya|aku|gue|kami|mau|ingin|sangat|sungguh|benar|banget|sekali|kecewa\w*|mengecewakan"
    r"|komplain|complain|protes"
    r"|keluhan|marah|kesal|sebal|parah|payah|jelek|buruk|nyesel|menyesal|tidak|puas|toko|ini|nya|kak"
    r"|kakak|min|admin|deh|sih"
    r"|ya|dong|sama|dengan|di|belanja|disini|sini|i|am|very|so|really|disappointed|unhappy|bad"
    r"|terrible|complaint|have|a|to"
    r"|make|want|pelayanan\w*|layanan\w*|your|service|is|jujur|berat|pathetic"
    r"|awful|worst|tenan|pisan|tokone|tokona|gimana|bagaimana|gila|males|kapok|ah|lah|kok|aduh|duh)\W*)+$"
)
SUMMARY_ROOM, SHORT_NO = 120, 3

SORRY = Text(
    "Kami mohon maaf atas pengalaman yang mengecewakan ini, {address}.",
    "We are sorry about this disappointing experience, {address}.",
)
WHAT = Text(
    "Boleh diceritakan apa yang terjadi dan apa yang paling membantu sekarang?",
    "Could you tell us what happened and what would help most now?",
)
NOTED = Text(
    "Keluhannya dicatat sebagai tiket {ticket} untuk ditangani tim kami. Kalau ada harapan tertentu, tulis di sini.",
    "Your complaint is noted as ticket {ticket} for our team. If you wish for something, just write it here.",
)


def complaint(turn: Turn) -> Move:
    """What happened is asked once where it was not told; then people have it, also from whoever falls silent."""
    turn = _with_words(begin(turn, FLOW))
    order = _order(turn)
    turn = settled(turn, order) if order else turn
    if told := known_already(turn, "complaint", order):
        return told
    if not known(turn, "reason") and not turn.talk.tries.get("reason"):
        return asks(turn, FLOW, "reason", f"{say(turn, SORRY)} {say(turn, WHAT)}")
    return _opens(turn, order)


def _with_words(turn: Turn) -> Turn:
    """What happened, in their own words; «kecewa banget» alone does not tell it."""
    words, asked = own_words(turn), turn.talk.asked == "reason"
    if not words or is_unsure(turn) or known(turn, "reason"):
        return turn
    refuses = says_no(turn.said.text) and len(words.split()) <= SHORT_NO
    tells = not refuses if asked else not VAGUE.match(said_in(turn))
    return knowing(turn, "reason", words) if tells else turn


def _order(turn: Turn) -> Order | None:
    """The order they name or that was spoken of; a complaint needs none."""
    choice = choose_order(turn, lambda one: one.number == turn.talk.order)
    return choice.order


def _opens(turn: Turn, order: Order | None) -> Move:
    slots = ticket_slots(turn, KEPT, order=order)
    wish = WANTED.get(known(turn, "requested_resolution"), "")
    reason = known(turn, "reason") or "tidak diceritakan"
    summary = f"Keluhan: {reason[:SUMMARY_ROOM]}" + (f"; {wish}" if wish else "")
    lead = "" if turn.talk.turns else say(turn, SORRY)
    text = " ".join(filter(None, (lead, say(turn, NOTED))))
    return opens_ticket(turn, Report("complaint", summary, slots, order, priority=1), text)
