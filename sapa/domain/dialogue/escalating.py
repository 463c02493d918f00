"""The reasons for which a person takes over at once (assistant.md 4.4). Displeasure alone is none."""

import re

from sapa.domain.dialogue.adding import just_reported, says_more
from sapa.domain.dialogue.addressing import address_in
from sapa.domain.dialogue.choosing import choose_order
from sapa.domain.dialogue.collecting import tells_when
from sapa.domain.dialogue.continuing import talk_waits
from sapa.domain.dialogue.flows.opting import is_plain
from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.kinds import AKIN, QUESTIONS, REPORTS
from sapa.domain.dialogue.loops import calls_in_vain, goes_in_circles
from sapa.domain.dialogue.misnamed import alarms_by_name
from sapa.domain.dialogue.outright import surest
from sapa.domain.dialogue.parcels import is_lost
from sapa.domain.dialogue.replies import asked_before, asks_something, read, rejects, words_of_reply
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import slot
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.escalation import escalation_of

SHORT_ANSWER, SHORT_QUESTION = 4, 8  # words
DEAR_TAGS = frozenset(("vip", "b2b"))
TROUBLES = frozenset(("delivery_late", "defective_wrong_item", "complaint"))
MONEY_TROUBLES = frozenset(("paid_not_verified", "double_payment"))
TONES = frozenset(("repeat_failure", "anger", "human_request", "threat"))
LOOSE = frozenset(("complaint", "other", "talk_to_human", "thanks_closing", "greeting"))
PLAIN, DOUBTFUL, UNLIKELY, FEWEST_WORDS = 0.8, 0.6, 0.4, 6
LIKELY = 0.7
FEWEST_TOLD = 3  # words in which somebody can tell of a danger that no pattern knows
ASTRAY = re.compile(
    r"\b(?:belum|tidak|kok|kenapa|padahal|tetapi|tapi|dua kali|2x|dobel|double|twice|telat|terlambat"
    r"|lama banget|hilang|ilang|leungit|salah|gagal"
    r"|not|never|still|but|late|missing|lost|wrong|failed|overdue|rusak|komplain|mana)\b|n't\b"
)
SPARKLESS = re.compile(
    r"\bspark[- ]?plugs?\b|\bburn(?:er|ing) (?:cap|coil)\w*\b", re.IGNORECASE
)  # parts that only sound like fire
SPOILT = re.compile(
    r"\b(?:mem)?(?:busuk|bosok|buruk|basi|jamuran|berjamur|gosong|hangus|tengik|rotten|mou?ldy)(?=(?:nya|ne|e|na)?\b)",
    re.IGNORECASE,
)
LOST = re.compile(r"\b(?:hilang|ilang|leungit|kelangan|lost|missing)\b")

CALLED = Text(
    "Supaya langsung terbantu, {address}, percakapan ini saya teruskan ke tim kami.",
    "So that you are helped right away, {address}, I am passing this conversation to our team.",
)


def escalated(turn: Turn) -> Turn | Move:
    reason = reason_of(turn)
    if not reason:
        return turn
    called = say(turn, CALLED) if reason == "low_confidence" else ""
    return hands_over(turn, reason, before=called)


def reason_of(turn: Turn) -> str:
    """One of `understanding.REASONS`, low_confidence, or blank."""
    said = turn.said.understood
    if _only_stops(turn) or _tells_when_to_call(turn):
        return ""
    if said.escalation_reason == "safety" and SPARKLESS.search(turn.said.text):
        return escalation_of(SPARKLESS.sub(" ", turn.said.text), intents=(), amount=None) or ""
    if said.escalation_reason == "human_request" and said.confidence < DOUBTFUL:
        return escalation_of(turn.said.text, intents=(), amount=None) or _of_person(turn)
    if said.should_escalate and said.escalation_reason:
        if _goes_on_reporting(turn) or _asks_how_often(turn) or _told_calmly_before(turn):
            return ""
        if alarms_by_name(turn):
            return "high_value" if is_dear(turn) else ""
        mild = _is_short_answer(turn) or _gives_what_was_asked(turn) or _says_what(turn)
        return _by_its_words(turn) if mild else said.escalation_reason
    if said.intent == "talk_to_human" and said.confidence >= UNLIKELY and not _asks_plainly(turn):
        return "human_request"
    if (goes_in_circles(turn) and not says_more(turn)) or _is_in_vain(turn):
        return "repeat_failure"
    if said.intent == "greeting" and calls_in_vain(turn.talk):
        return "low_confidence"
    return "high_value" if is_dear(turn) else ""


def _tells_when_to_call(turn: Turn) -> bool:
    """ "Bisa ditelepon habis magrib" beside a report is a time for people, and no wish for one now."""
    reported = talk_waits(turn) and turn.talk.flow in REPORTS
    if not (reported or just_reported(turn)) or not tells_when(turn):
        return False
    return _only_wants_person(turn) or not (turn.said.understood.should_escalate and _by_its_words(turn))


def _only_wants_person(turn: Turn) -> bool:
    said = turn.said.understood
    return said.escalation_reason in ("human_request", "repeat_failure") or (
        said.escalation_reason is None and said.intent == "talk_to_human"
    )


def _asks_how_often(turn: Turn) -> bool:
    """ "How many times a day?" counts nothing that was asked before."""
    text = turn.said.text
    short = "?" in text and len(words_of_reply(text)) <= SHORT_QUESTION
    return short and turn.said.understood.escalation_reason == "repeat_failure" and not asked_before(text)


def _goes_on_reporting(turn: Turn) -> bool:
    """What a half-sure reading takes for impatience, while the report it speaks of is open."""
    said = turn.said.understood
    if turn.talk.flow not in REPORTS or said.escalation_reason != "repeat_failure":
        return False
    akin = said.intent == turn.talk.flow or said.intent in AKIN.get(turn.talk.flow, ())
    return akin and not asked_before(turn.said.text)


def _told_calmly_before(turn: Turn) -> bool:
    """ "Balik ke yang busuk tadi": what was rotten and no danger when the report began is none now."""
    said, told = turn.said, str(slot(turn.talk, "reason") or "")
    if turn.talk.flow not in REPORTS or said.understood.escalation_reason != "safety":
        return False
    known = {found.casefold() for found in SPOILT.findall(told)}
    rest = SPOILT.sub(lambda found: " " if found[0].casefold() in known else found[0], said.text)
    return rest != said.text and not escalation_of(rest, intents=said.understood.intents, amount=None)


def _is_short_answer(turn: Turn) -> bool:
    return bool(turn.talk.asked) and len(words_of_reply(turn.said.text)) <= SHORT_ANSWER


def _gives_what_was_asked(turn: Turn) -> bool:
    """An address, a number or an e-mail after our own question for it alarms nobody by its sound."""
    asked, slots = turn.talk.asked, turn.said.understood.slots
    if asked == "new_address":
        return bool(address_in(turn.said.text, bare=True))
    return asked in slots or (asked == "identity" and bool({"order_id", "email", "phone"} & slots.keys()))


def _asks_plainly(turn: Turn) -> bool:
    """A question about goods or an order in so many words, whatever else it sounds like."""
    weight, intent = surest(turn.said.text)
    return asks_something(turn.said.text) and weight >= PLAIN and intent in QUESTIONS


def _says_what(turn: Turn) -> bool:
    """A wish that is plain is granted, where nothing but its tone calls for a person; a few words or a question have
    none. What is written out is asked of the words themselves."""
    said = turn.said.understood
    if said.intent in QUESTIONS and said.confidence >= PLAIN and "?" in turn.said.text:
        return True
    if said.escalation_reason not in TONES:
        tiny = len(words_of_reply(turn.said.text)) < FEWEST_TOLD
        return tiny and said.escalation_reason == "safety" and said.confidence < LIKELY
    if (said.intent not in LOOSE and said.confidence >= PLAIN) or _asks_plainly(turn):
        return True
    begins = len(turn.talk.intents) <= 1
    if begins and said.escalation_reason == "repeat_failure" and said.intent not in LOOSE:
        return True
    short = len(words_of_reply(turn.said.text)) < FEWEST_WORDS or "?" in turn.said.text
    if said.intent == "talk_to_human":
        return said.confidence < UNLIKELY and short
    return short and (said.confidence <= DOUBTFUL or said.intent not in LOOSE)


def _of_person(turn: Turn) -> str:
    return "" if _is_short_answer(turn) or _says_what(turn) else "human_request"


def _only_stops(turn: Turn) -> bool:
    """Whoever wants no more messages gets none, however often it was said."""
    said = turn.said.understood
    return said.intent == "opt_out" and said.escalation_reason == "repeat_failure" and is_plain(turn)


def _by_its_words(turn: Turn) -> str:
    """«uang balik» after our own question is an answer: in so few words only what is written out is an alarm."""
    said = turn.said
    return escalation_of(said.text, intents=said.understood.intents, amount=None) or ""


def _is_in_vain(turn: Turn) -> bool:
    text = turn.said.text
    return asked_before(text) or (rejects(text) and turn.talk.rejected > 0)


def is_dear(turn: Turn) -> bool:
    """Trouble of a customer, or with an order, that the shop wants in a person's hands."""
    if not is_trouble(turn):
        return False
    if DEAR_TAGS & {tag.casefold() for tag in turn.customer.tags} or turn.customer.segment == "b2b":
        return True
    order = choose_order(turn).order
    return order is not None and order.currency == "IDR" and order.amount >= turn.business.high_value


def _has_lost(turn: Turn) -> bool:
    """Whether the order that is meant was lost on its way."""
    order = choose_order(turn).order
    return order is not None and any(map(is_lost, turn.tools.get_shipment(order)))


def is_trouble(turn: Turn) -> bool:
    """Of this message, or of the report that is being taken down."""
    said, text = turn.said.understood, read(turn.said.text)
    if said.intent == "delivery_late" and asks_something(text) and not ASTRAY.search(text):
        return False
    if said.intent in TROUBLES or turn.talk.flow in TROUBLES:
        return True
    if said.intent == "return_refund" and (LOST.search(text) or _has_lost(turn)):
        return True
    kinds = said.slots.get("issue_type")
    return ASTRAY.search(text) is not None and bool(
        MONEY_TROUBLES & set(kinds if isinstance(kinds, list | tuple) else (str(kinds),))
    )
