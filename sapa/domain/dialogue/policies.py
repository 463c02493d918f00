"""What the shop's articles say, beside what a flow says by itself."""

import re

from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.speaking import joined, shortened
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding import normalise

MOST, ROOM, WHOLE_ROOM = 500, 300, 560  # letters of a whole text, of a quotation in it, and of one by itself
SHORTEST = 60
INDONESIAN = re.compile(r"\b(?:yang|dan|di|tidak|untuk|dengan|atau|dalam|bisa|sudah)\b", re.IGNORECASE)


def rule_for(turn: Turn, question: str = "") -> Cited | None:
    """The passage that answers `question`, by default the message itself; None where the articles do not hold it."""
    found = turn.tools.kb_search(question or turn.said.text)
    return found if found.text else None


def rule_beside(turn: Turn, question: str, about: re.Pattern[str]) -> Cited | None:
    """One that stands beside our own words: only if it is `about` that, and in the customer's language."""
    rule = rule_for(turn, question)
    if rule is None or not about.search((rule.text or "").casefold()):
        return None
    return None if turn.talk.language == "en" and INDONESIAN.search(rule.text or "") else rule


def rule_asked(turn: Turn, asks: re.Pattern[str], about: re.Pattern[str]) -> Cited | None:
    """What the articles say to a question of how it goes at all; None as soon as an order of theirs is meant."""
    said = turn.said.understood.slots.get("order_id")
    if turn.talk.turns or said or not asks.search(normalise(turn.said.text)):
        return None
    return rule_beside(turn, turn.said.text, about)


def quoted(rule: Cited | None, room: int = ROOM) -> str:
    return shortened(rule.text, room) if rule and rule.text else ""


def with_rule(rule: Cited | None, text: str) -> str:
    """The passage before `text`, as far as both fit with the first reply's greeting; `text` is never cut."""
    room = min(ROOM, MOST - len(text))
    if rule is None or not rule.text or room < SHORTEST:
        return text
    return joined(shortened(rule.text, room), text)


def cites_of(rule: Cited | None, text: str = "") -> tuple[str, ...]:
    """Only what was really quoted in `text`."""
    quoted = rule is not None and bool(rule.text) and (rule.text or "")[: SHORTEST // 2] in text
    return rule.cites if rule and quoted else ()


def answers_by(
    turn: Turn, rule: Cited, *more: str, code: str = "", order: str = "", product: str = ""
) -> Move:
    """The passage, and what is known of the customer's own affairs behind it."""
    behind = joined(*more)
    room = MOST - len(behind) if behind else WHOLE_ROOM
    text = joined(shortened(rule.text or "", max(room, SHORTEST)), behind)
    return answers(turn, text, code=code, order=order, product=product, cites=rule.cites)
