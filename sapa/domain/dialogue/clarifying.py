"""One question when it is not clear what is wanted, with at most three answers to choose from; then a person."""

import re
from dataclasses import replace

from sapa.domain.dialogue.handing import hands_over
from sapa.domain.dialogue.identity import asks_proof
from sapa.domain.dialogue.kinds import OWN
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.reading import LEAST_SURE
from sapa.domain.dialogue.replies import says_no, words_of_reply
from sapa.domain.dialogue.routing import goes_to, meaning
from sapa.domain.dialogue.speaking import Text, joined, numbered, say
from sapa.domain.dialogue.talking import closed, filled, slot, telling, with_slot
from sapa.domain.dialogue.topics import NAMES
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding import stem

FLOW = "clarifying"
MOST_OPTIONS = 3
WORDS = "unclear_words"
NOT_OFFERED = frozenset(("greeting", "thanks_closing", "other", "opt_out", "feedback_csat", "talk_to_human"))
OFFERED = re.compile(r"(?:rule|top):(\w+)(?:=([\d.]+))?")
USUAL_WITH_ORDERS = ("order_status", "product_info", "defective_wrong_item")
USUAL = ("product_info", "stock_price", "order_status")

WHICH = Text("Maaf {address}, yang dimaksud soal apa ya?", "Sorry {address}, what is this about?")
SORRY = Text(
    "Maaf {address}, jawaban saya belum pas. Yang dimaksud soal apa ya?",
    "Sorry {address}, my answer missed. What is this about?",
)
HOW = Text(
    "Balas nomornya, tulis dengan kata lain, atau balas CS untuk petugas.",
    "Reply with the number, say it in other words, or reply CS for a person.",
)


def asks(turn: Turn, lead: Text = WHICH) -> Move:
    """The second miss in a row is handed over."""
    if turn.talk.clarified:
        return hands_over(turn, "low_confidence")
    options = options_for(turn)
    lines = numbered([NAMES[intent].of(turn.talk.language) for intent in options])
    talk = filled(closed(turn.talk), turn.said)
    talk = with_slot(talk, WORDS, turn.said.text, turn.said.message_id)
    talk = replace(telling(talk, "clarified"), flow=FLOW, asked="intent", options=options, clarified=1)
    return Move(joined(say(turn, lead), f"{lines}\n{say(turn, HOW)}"), talk, "asked", asked="intent")


def options_for(turn: Turn) -> tuple[str, ...]:
    """What it was nearest to, then what customers like this one usually want."""
    said = turn.said.understood
    near = [found[1] for found in map(OFFERED.match, said.trace) if found]
    usual = USUAL_WITH_ORDERS if turn.customer.proven and turn.tools.get_orders() else USUAL
    found = dict.fromkeys((*said.intents, *near, *usual))
    return tuple(one for one in found if one in NAMES and one not in NOT_OFFERED)[:MOST_OPTIONS]


def answered(turn: Turn) -> Turn | Move:
    """A choice goes on with the message it was asked about; new words are heard anew."""
    talk = turn.talk
    if talk.flow != FLOW:
        return turn
    if chosen := chosen_option(turn):
        return _goes_on(turn, chosen)
    return replace(turn, talk=replace(closed(talk), options=()))


def chosen_option(turn: Turn) -> str:
    options = turn.talk.options
    if says_no(turn.said.text):
        return ""
    place = chosen_place(turn.said.text, len(options))
    if place is not None:
        return options[place]
    if turn.said.understood.intent in options and turn.said.understood.confidence >= LEAST_SURE:
        return ""
    said = {stem(word) for word in words_of_reply(turn.said.text)}
    named = [one for one in options if said and said <= _words_of(one)]
    return named[0] if len(named) == 1 else ""


def _words_of(intent: str) -> set[str]:
    return {stem(word) for text in (NAMES[intent].id, NAMES[intent].en) for word in words_of_reply(text)}


def _goes_on(turn: Turn, intent: str) -> Move:
    before = turn.talk
    words = slot(before, WORDS)
    slots = {name: kept.value for name, kept in before.slots.items() if name != WORDS}
    understood = replace(turn.said.understood, slots=slots, should_escalate=False, escalation_reason=None)
    talk = replace(closed(before), options=())
    again = replace(turn, talk=talk, said=replace(turn.said, understood=understood))
    meant = meaning(again, intent, text=str(words or turn.said.text), sure=True)
    return goes_to(meant, intent) if turn.customer.proven or intent not in OWN else asks_proof(meant)
