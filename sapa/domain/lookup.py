"""What somebody types into the one search box, read as words, as a part of a phone number, and as a code."""

import re
from dataclasses import dataclass

from sapa.domain.disguises import plain
from sapa.domain.phones import normalise

LONGEST = 100
MOST_WORDS = 6
SHORTEST_DIGITS = 4
SHORTEST_CODE = 3
BETWEEN = str.maketrans("", "", " -/#._:")
SIGNS_BETWEEN = r"[ \-/#._:]*"
DIALLED = re.compile(r"[\d +\-().']+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """`words`: lower case, each wanted. `phones`: beginnings of numbers in E.164. `digits`: their last ones.

    `code`: the number of an order or parcel, or of a customer at a shop, without case and the signs between.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    digits: str = ""
    code: str = ""


def read_question(text: str) -> Asked:
    """Never fails; a question that says nothing has no parts."""
    text = " ".join(text.replace("\0", "").split())[:LONGEST]
    words = tuple(text.lower().split())[:MOST_WORDS]
    code = code_of(text)
    return Asked(text, words, _phones(text), _digits(text), code if len(code) >= SHORTEST_CODE else "")


def code_of(number: str) -> str:
    """«#SARI-1041» and «sari 1041» are one number."""
    return number.lower().translate(BETWEEN)


def _phones(text: str) -> tuple[str, ...]:
    """A number may still be growing under the fingers: what is whole already is a beginning too."""
    if whole := normalise(text).e164:
        return (whole,)
    plain = _digits(text).lstrip("0")
    return (f"+62{plain}", f"+{plain}") if len(plain) >= SHORTEST_DIGITS else ()


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdecimal, text)) if DIALLED.fullmatch(text) else ""
    return digits if len(digits) >= SHORTEST_DIGITS else ""


def marked(text: str, asked: Asked) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is what was asked for."""
    pieces, done = [], 0
    for begin, end in _spans(text, asked):
        pieces += [(text[done:begin], False), (text[begin:end], True)]
        done = end
    return [piece for piece in [*pieces, (text[done:], False)] if piece[0]]


def excerpt(text: str, asked: Asked, length: int = 140) -> str:
    """One line around the first place that was asked for."""
    text = " ".join(plain(text).split())
    first = next(iter(_spans(text, asked)), (0, 0))[0]
    begin = max(0, first - length // 4) if len(text) > length else 0
    cut = text[begin : begin + length]
    return f"{'…' if begin else ''}{cut}{'…' if begin + length < len(text) else ''}"


def _spans(text: str, asked: Asked) -> list[tuple[int, int]]:
    """Without overlaps, in order."""
    numbers = (asked.digits, asked.code, *(one.lstrip("+") for one in asked.phones))
    patterns = [re.escape(word) for word in asked.words]
    patterns += [SIGNS_BETWEEN.join(map(re.escape, number)) for number in numbers if number]
    found = sorted(hit.span() for one in patterns for hit in re.finditer(one, text, re.IGNORECASE))
    spans: list[tuple[int, int]] = []
    for begin, end in found:
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((begin, end))
    return spans
