"""What WhatsApp's own signs in a text mean: *bold*, _italic_, ~struck~, ```as typed```, and addresses of pages.

Every sign that means nothing stays as it was typed; one pass, without backtracking over the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST_SPAN = 1000
DEEPEST = 3
SIGNS = {"*": "strong", "_": "em", "~": "s"}
TYPED = re.compile(r"```([^`]{1,%s})```|`([^`\n]{1,%s})`" % (LONGEST_SPAN, LONGEST_SPAN))  # noqa: UP031 (braces)
ADDRESS = re.compile(r"https?://[^\s<>\"'`]{3,2000}", re.IGNORECASE)
AFTER_ADDRESS = ".,:;!?)]}*_~…"
EMPHASIS = re.compile(
    "|".join(
        rf"(?<![^\W_]){sign}(?=[^\s{sign}])([^{sign}\n]{{1,{LONGEST_SPAN}}})(?<=\S){sign}(?![^\W_])"
        for sign in (r"\*", "_", "~")
    )
)


class Piece(NamedTuple):
    """`kind` is blank for plain words, strong, em, s, code or link; `parts` are the pieces inside of emphasis."""

    kind: str
    text: str
    parts: tuple["Piece", ...] = ()


def pieces(text: str) -> tuple[Piece, ...]:
    """In order; the texts of all, with the signs around them, are the text again."""
    return tuple(_typed(text))


def _typed(text: str) -> Iterator[Piece]:
    done = 0
    for found in TYPED.finditer(text):
        yield from _linked(text[done : found.start()], 0)
        yield Piece("code", found[1] or found[2])
        done = found.end()
    yield from _linked(text[done:], 0)


def _linked(text: str, depth: int) -> Iterator[Piece]:
    done = 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(AFTER_ADDRESS)
        yield from _emphasised(text[done : found.start()], depth)
        yield Piece("link", address)
        done = found.start() + len(address)
    yield from _emphasised(text[done:], depth)


def _emphasised(text: str, depth: int) -> Iterator[Piece]:
    done = 0
    for found in EMPHASIS.finditer(text) if depth < DEEPEST else ():
        if found.start() > done:
            yield Piece("", text[done : found.start()])
        inner = next(one for one in found.groups() if one is not None)
        yield Piece(SIGNS[found[0][0]], inner, tuple(_emphasised(inner, depth + 1)))
        done = found.end()
    if done < len(text):
        yield Piece("", text[done:])
