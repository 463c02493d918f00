"""The same message again and again: answered twice, then a person's."""

import re
from dataclasses import replace

from sapa.domain.dialogue.kinds import COURTESIES, OWN
from sapa.domain.dialogue.replies import words_of_reply
from sapa.domain.dialogue.types import Talk, Turn

MOST_READ = 300
SUPPOSES = re.compile(
    r"^\W*(?:(?:terus|trus|lalu|oke?|and|so)\W+)?(?:kalau|kalo|klo|nek|mun|what if|if)\b", re.IGNORECASE
)
ALIKE = 0.7
FEWEST_WORDS = 2
RULE = "_rule"  # of what was told out of an article
TWICE, THRICE = 1, 2  # repeats of a first message


def heard(turn: Turn) -> Turn:
    """With the message counted as a repeat of the one before, or not."""
    text = " ".join(words_of_reply(turn.said.text[:MOST_READ]))
    talk = turn.talk
    repeats = talk.repeats + 1 if text and _alike(text, talk.last_text) else 0
    intents = (*talk.intents, turn.said.understood.intent)[-6:]
    return replace(turn, talk=replace(talk, repeats=repeats, last_text=text, intents=intents))


def goes_in_circles(turn: Turn) -> bool:
    """The same for the third time, in the same words, or about the same trouble with nothing new in it."""
    talk = turn.talk
    if talk.flow or talk.pending or turn.said.understood.intent in COURTESIES:
        return False
    if talk.repeats >= THRICE and len(talk.last_text.split()) >= FEWEST_WORDS:
        return True
    intent = turn.said.understood.intent
    return intent in OWN and talk.intents[-3:] == (intent,) * 3 and not _brings_news(turn)


def calls_in_vain(talk: Talk) -> bool:
    """A greeting or a sign for the third time: whoever only calls wants somebody."""
    return talk.repeats >= THRICE and not talk.flow and not talk.pending


def _brings_news(turn: Turn) -> bool:
    """Another order, parcel or thing than before is another question; so is what comes behind a rule that was told."""
    if turn.talk.told[-1:] and turn.talk.told[-1].partition(":")[0].endswith(RULE):
        return True
    if SUPPOSES.search(turn.said.text) or turn.said.understood.intent != turn.talk.intents[-1]:
        return True
    slots = turn.said.understood.slots
    named = (slots.get("order_id"), slots.get("product"), slots.get("tracking_no"))
    return any(named) and slots.get("order_id") != turn.talk.order


def _alike(text: str, before: str) -> bool:
    if text == before:
        return True
    one, other = set(text.split()), set(before.split())
    return min(len(one), len(other)) > FEWEST_WORDS and len(one & other) / len(one | other) >= ALIKE
