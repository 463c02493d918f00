"""The message without the names of the shop's own goods: a name is no mood and no hurt."""

import re
from collections.abc import Callable

from sapa.domain.dialogue.kinds import PROBLEMS, QUESTIONS
from sapa.domain.dialogue.naming import MOST_READ, hits, words_in
from sapa.domain.dialogue.outright import SAID_OUTRIGHT, surest
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.types import Turn
from sapa.domain.understanding.escalation import escalation_of

WORD = re.compile(r"[^\W_]+")
FEWEST = 2  # words of a name in a row; one alone may be meant as it is
MOST_GOODS, SHORTEST = 5, 3
DOUBTFUL, SAID_ENOUGH = 0.5, 0.7
SOUNDS = frozenset(("safety", "anger", "threat", "repeat_failure"))
ENDING = r"(?:nya|ne|na|e|s)?"
BODY = re.compile(
    r"\b(?:lidah|mata|kaki|tangan|jari|kuping|telinga|mulut|bibir|kepala|leher|jantung|hati|perut|gigi|kuku|rambut"
    r"|kulit|tulang|darah|dada|punggung|lengan|wajah|muka|tongue|eye|hand|foot|finger|heart|skin|bone|face|head)\b",
    re.IGNORECASE,
)


def asked_of_goods(turn: Turn) -> str:
    """What is asked when the name of the goods itself sounds like trouble: "penggiling tangan ready gan?"."""
    said = turn.said.understood
    troubled = said.intent in PROBLEMS
    if not asks_something(turn.said.text) or not (troubled or said.confidence < DOUBTFUL):
        return ""
    rest = without_goods(turn)
    weight, intent = surest(rest) if rest != turn.said.text else (0.0, "")
    if intent in QUESTIONS and weight >= (SAID_OUTRIGHT if troubled else SAID_ENOUGH):
        return intent
    return _beside_its_words(turn) if troubled else ""


def _beside_its_words(turn: Turn) -> str:
    """The same where the words of the name stand apart."""
    text = turn.said.text
    for product in turn.tools.product_lookup(text)[:1]:
        named = hits(words_in(text), product.name)
        if len(named) < FEWEST:
            return ""
        words = "|".join(map(re.escape, named))
        weight, intent = surest(re.sub(rf"\b(?:{words}){ENDING}\b", " ", text, flags=re.IGNORECASE))
        return intent if intent in QUESTIONS and weight >= SAID_OUTRIGHT else ""
    return ""


def alarms_by_name(turn: Turn) -> bool:
    """Whether only the name of the shop's goods alarms: «Keripik Setan», «Lidah Mertua». Where somebody may be hurt,
    a name of a danger counts as one in a question alone."""
    said = turn.said
    reason = said.understood.escalation_reason
    if reason not in SOUNDS:
        return False
    harmless = reason != "safety" or asks_something(said.text)
    rest = without_goods(turn, lambda name: _sounds(name) if harmless else BODY.search(name) is not None)
    return rest != said.text and not escalation_of(rest, intents=said.understood.intents, amount=None)


def _sounds(name: str) -> bool:
    return BODY.search(name) is not None or escalation_of(name, intents=(), amount=None) in SOUNDS


def without_goods(turn: Turn, which: Callable[[str], bool] = bool) -> str:
    """As written, with a blank in place of the names of the shop's goods for which `which` holds, two words of each at
    least."""
    text = turn.said.text[:MOST_READ]
    if not words_in(text):
        return turn.said.text
    for product in turn.tools.product_lookup(text)[:MOST_GOODS]:
        if which(product.name):
            text = _without(text, product.name)
    return text + turn.said.text[MOST_READ:]


def _without(text: str, name: str) -> str:
    """The longest part of the name that stands there."""
    words = WORD.findall(name)
    for length in range(len(words), FEWEST - 1, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            if sum(len(word) >= SHORTEST for word in part if word.isalpha()) < FEWEST:
                continue
            said = r"\W+".join(map(re.escape, part))
            rest = re.sub(rf"\b{said}{ENDING}\b", " ", text, flags=re.IGNORECASE)
            if rest != text:
                return rest
    return text
