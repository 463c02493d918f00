"""A text prepared for the rules: what is said beside own names and addresses of pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from sapa.domain.guard.names import own_places
from sapa.domain.guard.types import GuardCase
from sapa.domain.guard.words import Places, covered, folded

TOP_LEVEL = "com|co|id|net|org|ly|me|link|store|shop|app|io|gg|at|gd|gy|gl|biz|xyz|my|sg|cc|page|bio"
LINK = re.compile(
    r"(?<![@\w.-])(?:https?://|www\.)\S*[^\s.,;:!?)\]}'\"]"
    rf"|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{TOP_LEVEL})(?![\w-])(?!\.\w)"
    r"(?:[/?#](?:\S*[^\s.,;:!?)\]}'\"])?)?",
    re.IGNORECASE,
)
OF_A_LINK = re.compile(rf"://|www\.|\.(?:{TOP_LEVEL})")
MAY_BE_A_LINK = re.compile(r"(?<!\S)[^\s.:]*+[.:]\S+")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
VARIABLE = re.compile(r"\{\{\s*(?:\d+|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}\}")
SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+(?=\s|$)|\n+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that found something. `strong`: it blocks where the rule by itself would only warn."""

    span: tuple[int, int] | None = None
    strong: bool = False
    values: dict[str, str] = field(default_factory=dict)


class Pattern(Protocol):
    """A list of phrases or an expression."""

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]: ...


Check = Callable[["Reading"], Hit | None]


class Reading:
    """All texts here have the length of the case's own, so that positions agree."""

    def __init__(self, case: GuardCase) -> None:
        self.case = case
        self.text = case.text
        self.links = links_in(case.text)
        self.linkless = without_addresses(case.text, self.links)

    @cached_property
    def own(self) -> tuple[tuple[int, int], ...]:
        """Where own names stand."""
        return tuple(own_places(self.linkless, self.case))

    @cached_property
    def bare(self) -> str:
        """Without addresses and without own names."""
        return covered(self.linkless, self.own)

    def said(self, wanted: Pattern) -> list[re.Match[str]]:
        """Where the words stand, addresses left out, never inside an own name. `Hari ini juga` is not inside Hari."""
        return [one for one in wanted.finditer(self.linkless) if not self.is_own(*one.span())]

    @cached_property
    def own_places(self) -> Places:
        return Places(self.own)

    def is_own(self, start: int, end: int) -> bool:
        return self.own_places.hold(start, end)

    @cached_property
    def filled(self) -> str:
        """In a template body, variables are no gaps: something will stand there."""
        if not self.case.wa_category:
            return self.bare
        return covered(self.bare, [found.span() for found in VARIABLE.finditer(self.text)])


def links_in(text: str) -> tuple[re.Match[str], ...]:
    """Only in words with a dot or colon inside: an address has no blank, and looking for one is slow."""
    if not OF_A_LINK.search(folded(text)):
        return ()
    words = MAY_BE_A_LINK.finditer(text)
    return tuple([link for word in words for link in LINK.finditer(text, *word.span())])


def without_addresses(text: str, links: tuple[re.Match[str], ...]) -> str:
    """Without addresses of pages and mailboxes."""
    mails = [found.span() for found in MAIL.finditer(text)] if "@" in text else []
    return covered(text, [*[link.span() for link in links], *mails]) if links or mails else text


def sentences(text: str) -> list[tuple[int, str]]:
    """Each sentence with its place. A dot inside a number or a word ends none."""
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        found.append((start, text[start : end.end()]))
        start = end.end()
    return [*found, (start, text[start:])]
