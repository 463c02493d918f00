"""An open flow and a message: an answer to it, a side question, another wish, or giving it up."""

import re
from dataclasses import replace

from sapa.domain.dialogue.adding import FEARS
from sapa.domain.dialogue.asides import (
    asks_beside,
    asks_number,
    asks_plainly,
    asks_rule,
    is_akin,
    is_aside,
    outright,
    rule_asked_beside,
    rule_beside,
)
from sapa.domain.dialogue.collecting import is_unsure, own_words, tells_when
from sapa.domain.dialogue.confirming import reminded
from sapa.domain.dialogue.flows import FLOWS
from sapa.domain.dialogue.flows.opting import is_plain
from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.items import CALLED, ITEM
from sapa.domain.dialogue.kinds import CHANGES, PROBLEMS, QUESTIONS, REPORTS
from sapa.domain.dialogue.languages import language_of
from sapa.domain.dialogue.loops import THRICE
from sapa.domain.dialogue.particulars import told_deadline, told_total
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.replies import (
    asks_something,
    drops,
    needs_not,
    says_no,
    thanks,
    waits,
    words_of_reply,
)
from sapa.domain.dialogue.routing import goes_to, stays_with
from sapa.domain.dialogue.speaking import LONGEST, Text, joined, say
from sapa.domain.dialogue.talking import closed, remembering, resumed, slot, telling, with_slot
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

SIDE_SURE, SWITCH_SURE, SAID_OUTRIGHT, SAID_PLAINLY = 0.55, 0.7, 0.6, 0.8
SHORT_ANSWER = 4
FREE = frozenset(
    ("new_address", "wanted_change", "contact_time", "photo", "requested_resolution", "name", "phone")
)
REASONS_ASKED = frozenset(("reason", "wanted_change"))
LOOKED_UP = frozenset(("order_id", "new_address", "wanted_change", "product", "identity"))
LONGEST_WAIT = 8
CALLING = frozenset(
    re.findall(
        r"\w+",
        "halo hai hi hello hey helo p ping tes test permisi punten assalamualaikum kak kakak min admin gan sis mas "
        "mbak pak bu",
    )
)
YES_NO_ASKED = frozenset(("issue_type", "courier_help"))
GIVES_REASON = re.compile(
    r"^\W*(?:soalnya|karena|krn|gara-gara|sebab|because|since|habis(?:nya)?)\b", re.IGNORECASE
)
QUESTION = re.compile(r"[^.!?\n]*\?")

CLOSED = Text(
    "Baik {address}, tidak saya lanjutkan. Kalau perlu apa-apa lagi, tulis saja di sini.",
    "All right, {address}, I leave it at that. If you need anything else, just write here.",
)
UNTOUCHED = Text("Soal {target} tadi tidak ada yang diubah.", "Nothing was changed on {target}.")
TAKE_TIME = Text("Siap {address}, saya tunggu di sini.", "Take your time, {address}, I will wait here.")
HERE = Text("Ya {address}, saya di sini.", "Yes {address}, I am here.")
BACK_TO = Text("Kembali ke yang tadi: {question}", "Back to where we were: {question}")
STILL_OPEN = Text(
    "Soal {target} tadi belum ada yang diubah: balas YA untuk melanjutkan, atau TIDAK bila tidak jadi.",
    "Nothing has been changed on {target} yet: reply YES to go on, or NO to leave it.",
)


def continued(turn: Turn) -> Turn | Move:
    """The turn itself when nothing is open, or when the message begins something else."""
    flow = turn.talk.flow
    if flow not in FLOWS:
        return turn
    turn = asks_plainly(turn)
    if is_given_up(turn):
        return closes(turn)
    if only_calls(turn):
        return hands_over(turn, "low_confidence") if turn.talk.repeats >= THRICE else asks_again(turn)
    if is_looking(turn):
        return waits_for(turn)
    if flow in REPORTS and tells_when(turn) and talk_waits(turn):
        return goes_to(replace(turn, talk=with_slot(turn.talk, "contact_time", own_words(turn))), flow)
    if fact := told_deadline(turn) or told_total(turn):
        return beside(turn, fact)
    if turn.said.understood.intent != "warranty" and asks_rule(turn) and (rule := rule_for(turn)):
        return beside(turn, answers_by(turn, rule, code="rule"))
    if is_worse(turn):
        return stays_with(turn, "defective_wrong_item")
    if asks_number(turn):
        return aside(turn)
    if turn.talk.pending is None and fills(turn) and not is_plainly_another_wish(turn):
        return goes_to(turn, flow)
    if is_aside(turn) or (turn.talk.pending and asks_beside(turn)):
        return aside(turn)
    if is_another_wish(turn):
        return _switched(turn)
    if rule := rule_beside(turn):
        return beside(turn, answers_by(turn, rule, code="rule"))
    if turn.talk.pending:
        return reminded(turn, turn.talk.pending)
    if turn.talk.asked in YES_NO_ASKED and not is_akin(turn) and wants_else(turn):
        return _switched(turn)
    rule = rule_asked_beside(turn)
    return beside(turn, answers_by(turn, rule, code="rule")) if rule else goes_to(turn, flow)


def talk_waits(turn: Turn) -> bool:
    """Something else than a yes is asked for."""
    return bool(turn.talk.asked) and turn.talk.pending is None


def is_given_up(turn: Turn) -> bool:
    """A bare no to a question that may be left open is an answer to it."""
    text, talk = turn.said.text, turn.talk
    if turn.said.understood.slots.get("order_id") and talk.flow != "cancel_order":
        return False
    if is_unsure(turn) and not drops(text):
        return False
    if drops(text, cancelling=talk.flow == "cancel_order"):
        return talk.asked not in REASONS_ASKED or len(words_of_reply(text)) <= SHORT_ANSWER
    if thanks(text) and turn.said.understood.intent == "thanks_closing" and not asks_something(text):
        return talk.flow not in REPORTS and not turn.said.attachment
    refuses = needs_not(text) or (says_no(text) and talk.asked in YES_NO_ASKED and not _tells_more(turn))
    return refuses and talk.asked not in FREE and len(words_of_reply(text)) <= SHORT_ANSWER


def only_calls(turn: Turn) -> bool:
    """ "Halo?" while something is asked."""
    words = words_of_reply(turn.said.text)
    return bool(words and turn.talk.question) and CALLING.issuperset(words)


def asks_again(turn: Turn) -> Move:
    """The same question, and no failed answer. A list of orders is read anew: nothing is repeated from memory."""
    talk = turn.talk
    if talk.asked == "order_id" and not talk.pending:
        move = goes_to(turn, talk.flow)
        again = replace(move.talk, tries=talk.tries, turns=talk.turns)
        return replace(move, talk=again) if move.asked == talk.asked else move
    text = joined(say(turn, HERE), _reminder(turn))
    return Move(text, talk, "asked", asked=talk.asked, confirm=talk.pending is not None)


def is_looking(turn: Turn) -> bool:
    """ "Bentar, saya cari dulu nomornya": waited for, and no failed answer."""
    asked, text = turn.talk.asked, turn.said.text
    if asked not in LOOKED_UP or turn.said.understood.slots or asks_something(text) or turn.said.attachment:
        return False
    return waits(text) and len(words_of_reply(text)) <= LONGEST_WAIT and turn.talk.repeats == 0


def _tells_more(turn: Turn) -> bool:
    return bool(turn.said.understood.slots) or turn.talk.turns > 1


def fills(turn: Turn) -> bool:
    """Whether it answers what was asked for last."""
    asked, text = turn.talk.asked, turn.said.text
    if not asked or (asked in YES_NO_ASKED and not is_akin(turn) and wants_else(turn)):
        return False
    if asked in turn.said.understood.slots or (asked == "photo" and turn.said.attachment):
        return True
    if asked == "order_id":
        return _points_at_order(turn)
    if asks_something(text):
        return False
    return asked in FREE | REASONS_ASKED or len(words_of_reply(text)) <= SHORT_ANSWER


def wants_else(turn: Turn) -> bool:
    """Neither yes nor no: something of its own."""
    said = turn.said.understood
    asks = said.intent in QUESTIONS and said.confidence >= SIDE_SURE
    return asks or outright(turn) >= SAID_OUTRIGHT


def _points_at_order(turn: Turn) -> bool:
    text = turn.said.text
    if chosen_place(text, max(len(turn.talk.options), 1)) is not None:
        return True
    return len(words_of_reply(text)) <= SHORT_ANSWER and not is_aside(turn)


def is_worse(turn: Turn) -> bool:
    """A return or a complaint whose reason turns out to be a defect."""
    said = turn.said.understood
    is_defect = said.intent == "defective_wrong_item" and "issue_type" in said.slots
    return turn.talk.flow in {"return_refund", "complaint"} and is_defect


def is_another_wish(turn: Turn) -> bool:
    said = turn.said.understood
    if (
        turn.talk.pending
        and turn.talk.flow == "cancel_order"
        and said.intent in {"change_order", "change_address"}
    ):
        return outright(turn) >= SAID_PLAINLY
    wishes = CHANGES | PROBLEMS | {"opt_out", "feedback_csat"}
    if said.intent == "cancel_order" and FEARS.search(normalise(turn.said.text)):
        return False
    if said.intent not in wishes or is_akin(turn) or said.confidence < SWITCH_SURE:
        return False
    if said.intent == "opt_out" and not is_plain(turn):
        return False
    return outright(turn) >= SAID_OUTRIGHT


def is_plainly_another_wish(turn: Turn) -> bool:
    """Said so plainly that it cannot be the address or the words that were asked for."""
    if turn.talk.asked in REASONS_ASKED and GIVES_REASON.search(turn.said.text):
        return False
    return is_another_wish(turn) and outright(turn) >= SAID_PLAINLY


def _switched(turn: Turn) -> Turn | Move:
    """To another wish; what was proposed before is said to be undone."""
    pending = turn.talk.pending
    onward = replace(turn, talk=closed(turn.talk))
    if pending is None:
        return onward
    return _untouched(turn, goes_to(onward, turn.said.understood.intent))


def _untouched(turn: Turn, move: Move) -> Move:
    """What was proposed before is said to be as it was."""
    pending = turn.talk.pending
    anew = move.talk.pending
    if pending is None or (anew is not None and anew.target == pending.target):
        return move
    return replace(move, text=joined(say(turn, UNTOUCHED, target=pending.target), move.text))


def aside(turn: Turn) -> Move:
    """The answer, and then the open question again, where there is room and the answer asks nothing itself."""
    spoken = slot(turn.talk, ITEM) or slot(turn.talk, CALLED)
    about = remembering(turn.talk, product=str(spoken)) if spoken else turn.talk
    return beside(turn, goes_to(replace(turn, talk=about), turn.said.understood.intent))


def beside(turn: Turn, move: Move) -> Move:
    """With what was open before, as it was."""
    before = turn.talk
    if move.outcome != "answered" or move.hand_off or move.ticket:
        return _untouched(turn, move)
    text = joined(move.text, _reminder(turn))
    talk = resumed(move.talk, before)
    if "?" in move.text or len(text) > LONGEST:
        return replace(move, talk=talk)
    return replace(move, text=text, talk=talk, asked=before.asked, confirm=before.pending is not None)


def _reminder(turn: Turn) -> str:
    if pending := turn.talk.pending:
        return say(turn, STILL_OPEN, target=pending.target)
    found = QUESTION.findall(turn.talk.question)
    if not found or language_of(found[-1], turn.talk.language) != turn.talk.language:
        return ""
    lead = BACK_TO.of(turn.talk.language).partition("{")[0]
    return say(turn, BACK_TO, question=found[-1].replace(lead, "").strip())


def waits_for(turn: Turn) -> Move:
    return Move(say(turn, TAKE_TIME), turn.talk, "asked", asked=turn.talk.asked)


def closes(turn: Turn) -> Move:
    talk = telling(closed(turn.talk), f"left:{turn.talk.flow}")
    return Move(say(turn, CLOSED), talk, "answered")
