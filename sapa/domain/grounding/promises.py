"""What a machine must not promise: that people will act, how things will end, or that it is a person.

The lists are one expression a line, `<name>` for a line of words.txt. What `people` holds may be said where a hand-off
or a ticket truly stands behind it; `results` and `refunds` never, except as a citation.
"""

import re
from functools import cache
from importlib.resources import files

from sapa.domain.grounding.draft import Draft

I = re.IGNORECASE  # noqa: E741 (as in re)
NAME = re.compile(r"<([a-z]+)>")
NEAR = r"[^.!?;,\n]"
A_PERSON = re.compile(
    r"\b(?:saya|aku)\s(?:ini\s)?(?:bukan\s(?:bot|robot|mesin)|manusia|orang\s(?:asli|sungguhan))\b"
    r"|\bi(?:['’]m|\sam)\s(?:a\s)?(?:human|real\sperson|not\sa\s(?:bot|robot|machine))\b",
    I,
)
NEGATION = re.compile(
    rf"\b(?:tidak|tak|ga|gak|nggak|belum|bukan|tanpa|jangan|no|cannot|not|never|unable|without|(?:ca|wo|do|is|are|has)n['’]t)\b{NEAR}{{0,40}}$",
    I,
)
REQUESTED = re.compile(
    rf"\b(?:permintaan|permohonan|pengajuan|(?:me)?minta|ingin|mau|(?:meng)?ajukan|soal|tentang|pilih(?:an)?|antara|atau|request\w*|asked?\sfor|want|prefer|whether|or)\b{NEAR}{{0,40}}$",
    I,
)
MARKUP = re.compile(r"[*_~`]+")
CALLED_FOR = re.compile(
    r"\b(?:balas|reply|ketik|type)\s(?:dengan\s|with\s)?[«\"']?CS\b", I
)  # who asks for a person gets one
DONE = re.compile(r"\b(?:sudah|telah|has\sbeen|was|have)\b", I)


def false_promise(draft: Draft, *, people: bool, refunded: bool) -> bool:
    """`people`: somebody will truly look at it; `refunded`: a record tells that money went back."""
    return any(_promises(bare(one), people=people, refunded=refunded) for one in draft.own)


def bare(sentence: str) -> str:
    """On one line, without signs that make letters bold."""
    return " ".join(MARKUP.sub("", sentence).split())


def _promises(sentence: str, *, people: bool, refunded: bool) -> bool:
    if A_PERSON.search(sentence) or _said("results", sentence):
        return True
    if _said("refunds", sentence) and not (refunded and DONE.search(sentence)):
        return True
    return not people and not CALLED_FOR.search(sentence) and _said("people", sentence)


def _said(kind: str, sentence: str) -> bool:
    return any(_stands(hit, sentence) for pattern in patterns(kind) for hit in pattern.finditer(sentence))


def _stands(hit: re.Match[str], sentence: str) -> bool:
    """Neither denied nor only what the customer asked for."""
    if NEGATION.search(sentence[: hit.end()]) or sentence.rstrip().endswith("?"):
        return False
    return not REQUESTED.search(sentence[: hit.start()])


@cache
def patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """People, refunds or results."""
    words = dict(line.split("\t", 1) for line in _lines("words"))
    return tuple(re.compile(NAME.sub(lambda name: words[name[1]], line), I) for line in _lines(kind))


def _lines(name: str) -> list[str]:
    return (files(__package__) / "data" / f"{name}.txt").read_text("utf-8").splitlines()
