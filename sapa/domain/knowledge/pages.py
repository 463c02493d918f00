"""Questions and answers of a saved web page: structured data, folded details, lists of terms, or headings."""

import json
import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

SKIPPED = frozenset(
    ["script", "style", "nav", "footer", "header", "noscript", "template", "svg", "button", "form"]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "summary", "dt"])
BLOCKS = frozenset(
    ["p", "div", "section", "article", "br", "tr", "ul", "ol", "table", "dd", "details", "blockquote"]
)
VOID = frozenset(
    ["br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "base", "embed", "track"]
)
PREFERRED = ("summary", "dt")


def questions_of(page: str) -> list[tuple[str, str]]:
    """Pairs of question and answer in the order of the page; empty where it has none."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    told = [pair for block in reader.data for pair in from_data(block)]
    if told:
        return told
    for kind in PREFERRED:
        if pairs := joined(reader.parts, frozenset([kind])):
            return pairs
    return joined(reader.parts, HEADINGS)


def joined(parts: list[tuple[str, str]], kinds: frozenset[str]) -> list[tuple[str, str]]:
    """What stands under each heading of these kinds; another heading ends it."""
    pairs: list[tuple[str, list[str]]] = []
    is_open = False
    for kind, text in parts:
        if kind in kinds and text:
            pairs.append((text, []))
            is_open = True
        elif kind in HEADINGS:
            is_open = False
        elif is_open and text:
            pairs[-1][1].append(text)
    return [(title, "\n\n".join(body)) for title, body in pairs if body]


def from_data(block: str) -> Iterator[tuple[str, str]]:
    """Questions of schema.org in a block of JSON-LD; nothing where it cannot be read."""
    try:
        told = json.loads(block)
    except (ValueError, RecursionError):
        return
    yield from questions_in(told, depth=0)


def questions_in(told: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth > 8:
        return
    if isinstance(told, list):
        for one in told:
            yield from questions_in(one, depth + 1)
    elif isinstance(told, Mapping):
        answer = told.get("acceptedAnswer")
        answer = answer[0] if isinstance(answer, list) and answer else answer
        if told.get("@type") == "Question" and isinstance(answer, Mapping):
            yield plain(str(told.get("name", ""))), plain(str(answer.get("text", "")))
        else:
            for value in told.values():
                yield from questions_in(value, depth + 1)


def plain(html: str) -> str:
    """The words of a piece of HTML, paragraphs apart."""
    reader = PageReader()
    reader.feed(html)
    reader.close()
    return "\n\n".join(text for _kind, text in reader.parts if text)


class PageReader(HTMLParser):
    """`parts`: headings and texts in their order; `data`: blocks of JSON-LD."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self.data: list[str] = []
        self._skipped = 0
        self._kind = "text"
        self._said: list[str] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and ("type", "application/ld+json") in attrs:
            self._in_data = True
        if tag in SKIPPED and tag not in VOID:
            self._skipped += 1
        if tag in HEADINGS:
            self._close()
            self._kind = tag
        elif tag == "li":
            self._close()
            self._said.append("- ")
        elif tag in BLOCKS:
            self._said.append(" ") if self._kind != "text" else self._close()
        elif tag in ("td", "th"):
            self._said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_data = False
        if tag in SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        if tag in HEADINGS:
            self._close()
            self._kind = "text"
        elif (tag in BLOCKS or tag == "li") and self._kind == "text":
            self._close()

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(data)
        elif not self._skipped:
            self._said.append(data)

    def close(self) -> None:
        super().close()
        self._close()

    def _close(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._said)).strip()
        self._said.clear()
        if text and text != "-":
            self.parts.append((self._kind, text))
