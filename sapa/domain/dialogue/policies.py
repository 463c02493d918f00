"""What the shop's articles say, beside what a flow says by itself."""

import re

from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.naming import hits, words_of_name
from sapa.domain.dialogue.records import Cited
from sapa.domain.dialogue.replies import FILLERS, asks_something, words_of_reply
from sapa.domain.dialogue.speaking import joined, shortened
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding import normalise

MOST, ROOM, WHOLE_ROOM = 500, 300, 560  # letters of a whole text, of a quotation in it, and of one by itself
SHORTEST = 60
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
LONGEST_FOLLOWING = 10
SHORTEST_WORD, STEM, FEW_WORDS = 4, 5, 2
SAYS_LITTLE = FILLERS | frozenset(
    re.findall(
        r"\w+",
        """
    kalau terus lalu berapa bagaimana kapan bisa boleh apakah juga masih what about often long much many does with then
    tidak ingin punya harus kira kalo gimana dari untuk pada sama yang seberapa sering
    """,
    )
)
FOLLOWS = re.compile(
    r"^\W*(?:(?:ok|oke|oh|ooh|eh|hmm)\W+)*(?:and|dan|kalau|kalo|klo|kl|kalo|nek|mun|lha|terus|trus|lalu"
    r"|what (?:about|if)|how about"
    r"|and if|itu|yang itu|how (?:often|many|long|much)|berapa kali|seberapa)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 3  # a question of fewer is one only together with what stands before it
RULE_ASKED = re.compile(
    r"\b(?:berapa (?:lama|hari|bulan|tahun)|sampai kapan|sabaraha (?:lami|dinten|poe)|pirang (?:dina|sasi)"
    r"|lami\w* sabaraha|(?:suwe|suwi|lama|lami)\w* (?:piro|pira|pinten|berapa)|(?:piro|pira|pinten) suwe\w*"
    r"|how (?:long|many days)|until when"
    r"|siapa (?:yang )?(?:tanggung|nanggung|ditanggung|bayar|menanggung|nanggung)|who pays|syarat\w*)\b"
)
SUPPOSES = re.compile(
    r"^(?:\W*\w+){0,3}?\W*\b(?:kalau(?! (?:be)?(?:gitu|gini)\b)|jika|bila|misal\w*|seandainya|if)\b"
)
INDONESIAN = re.compile(r"\b(?:yang|dan|di|tidak|untuk|dengan|atau|dalam|bisa|sudah)\b", re.IGNORECASE)


def rule_for(turn: Turn, question: str = "") -> Cited | None:
    """The passage that answers `question`, by default the message itself, then what of it asks; None where the articles
    do not hold it."""
    if not question and FOLLOWS.search(turn.said.text) and (found := following(turn)):
        return found
    for asked in (question,) if question else (turn.said.text, *asking_parts(turn)):
        found = turn.tools.kb_search(asked)
        if found.text:
            return found
    return None if question else following(turn)


def following(turn: Turn) -> Cited | None:
    """ "How often?", "klo yg tahunan?": of the article or plan that the last answer told of, and of no other."""
    found = of_topic(turn) if len(words_of_reply(turn.said.text)) <= LONGEST_FOLLOWING else None
    return found if found and leans_on(turn.said.text, found) else None


def leans_on(text: str, found: Cited) -> bool:
    """Words of the question stand in the passage, or it hardly has any: the name of the topic alone answers nothing."""
    words = {word for word in words_of_reply(text) if len(word) >= SHORTEST_WORD and word not in SAYS_LITTLE}
    shared = [word for word in words if word.removesuffix("nya")[:STEM] in (found.text or "").casefold()]
    return len(shared) * 3 >= len(words) or (len(words) <= FEW_WORDS and FOLLOWS.search(text) is not None)


def of_topic(turn: Turn) -> Cited | None:
    topic, text = turn.talk.topic, turn.said.text
    if not topic:
        return None
    found = turn.tools.kb_search(f"{topic}: {text}")
    named = hits(words_of_name(topic), f"{found.title} {found.text}") if found.text else ()
    return found if named and len(named) * 2 >= len(words_of_name(topic)) else None


def asking_parts(turn: Turn) -> tuple[str, ...]:
    """Sentences that ask by themselves where others only tell something; none where a thing is named in those."""
    parts = [part for part in SENTENCE.split(turn.said.text.strip()) if part]
    asking = [part for part in parts if is_question(part)]
    if len(parts) < 2 or not asking:
        return ()
    kept = " ".join(asking).casefold()
    named = turn.said.understood.slots.get("product")
    things = named if isinstance(named, list | tuple) else (named,)
    return tuple(asking) if all(str(one).casefold() in kept for one in things if one) else ()


def is_question(part: str) -> bool:
    return len(words_of_reply(part)) >= FEWEST_WORDS and (part.endswith("?") or asks_something(part))


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
    return answers(turn, text, code=code, order=order, product=product, cites=rule.cites, topic=rule.title)
