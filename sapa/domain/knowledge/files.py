"""Articles out of a file: Markdown by its headings, a table by its columns, a saved web page by its questions."""

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from sapa.domain.csvorders import open_sheet
from sapa.domain.csvorders.failures import UnreadableFileError
from sapa.domain.knowledge.pages import questions_of

LARGEST = 1_000_000
MOST = 500
LONGEST_TITLE = 200
LONGEST_TEXT = 60_000
HEADING = re.compile(r"^(#{1,3})\s+(.+?)\s*#*\s*$")
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
TITLES = ("judul", "title", "pertanyaan", "question", "tanya", "topik", "topic", "nama", "name")
TEXTS = (
    "isi",
    "text",
    "teks",
    "jawaban",
    "answer",
    "jawab",
    "content",
    "konten",
    "body",
    "artikel",
    "article",
)
HIDDEN = ("internal", "khusus tim", "tim", "private")
YES = frozenset(["ya", "y", "yes", "true", "1", "x", "internal"])
TABLES, PAGES = (".csv", ".tsv", ".xlsx"), (".html", ".htm", ".xhtml")
NOTES = (".md", ".markdown", ".txt")


class FileRefused(Exception):
    """`code`: empty, too_large, not_text, unknown_kind, no_columns, no_articles, too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a file. `problem`: `no_title`, `no_text`, `too_long` or ""; with one it cannot be taken."""

    title: str
    text: str
    internal: bool = False

    @property
    def problem(self) -> str:
        if not self.title:
            return "no_title"
        if not self.text:
            return "no_text"
        return "too_long" if len(self.title) > LONGEST_TITLE or len(self.text) > LONGEST_TEXT else ""


def read_file(name: str, content: bytes) -> list[Found]:
    """In the order of the file. Raises FileRefused."""
    if not content.strip():
        raise FileRefused("empty")
    if len(content) > LARGEST:
        raise FileRefused("too_large")
    found = reader_of(name)(name, content)
    kept = [one for one in found if one.title or one.text]
    if not kept:
        raise FileRefused("no_articles")
    if len(kept) > MOST:
        raise FileRefused("too_many")
    return kept


def reader_of(name: str) -> Callable[[str, bytes], Sequence[Found]]:
    kind = PurePath(name.lower()).suffix
    if kind in TABLES:
        return of_table
    if kind in PAGES:
        return of_page
    if kind in NOTES:
        return of_markdown
    raise FileRefused("unknown_kind")


def text_of(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else the text of Western Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in content:
        raise FileRefused("not_text")
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def of_markdown(name: str, content: bytes) -> list[Found]:
    """The highest level of heading that stands more than once parts the articles; what comes before the first
    heading is one by itself, called after the title above it or the file."""
    lines = FRONT.sub("", text_of(content)).split("\n")
    level = parting_level(lines)
    title = PurePath(name).stem.replace("_", " ").replace("-", " ").strip().capitalize()
    parts: list[tuple[str, list[str]]] = [(title, [])]
    for line, is_code in outside_code(lines):
        heading = None if is_code else HEADING.match(line)
        if heading and len(heading[1]) == level:
            parts.append((heading[2].strip(), []))
        elif heading and len(heading[1]) < level and not any(parts[-1][1]) and len(parts) == 1:
            parts[-1] = (heading[2].strip(), [])
        else:
            parts[-1][1].append(line)
    found = [Found(head, "\n".join(body).strip()) for head, body in parts]
    return found if found[0].text else found[1:]


def parting_level(lines: Sequence[str]) -> int:
    counted = [0, 0, 0, 0]
    for line, is_code in outside_code(lines):
        if not is_code and (heading := HEADING.match(line)):
            counted[len(heading[1])] += 1
    return next(
        (level for level in (1, 2, 3) if counted[level] > 1), 1 if counted[1] and not counted[2] else 2
    )


def outside_code(lines: Iterable[str]) -> list[tuple[str, bool]]:
    """Each line, and whether it stands in a fenced block."""
    told, inside = [], False
    for line in lines:
        fence = line.lstrip().startswith("```")
        told.append((line, inside or fence))
        inside ^= fence
    return told


def of_table(_name: str, content: bytes) -> list[Found]:
    try:
        sheet = open_sheet(io.BytesIO(content))
        rows = [row.cells for row in islice(sheet.rows, MOST + 1)]
    except UnreadableFileError as error:
        raise FileRefused("not_text") from error
    head = [cell.strip().lower() for cell in sheet.header]
    title, body = column(head, TITLES), column(head, TEXTS)
    if title is None or body is None:
        raise FileRefused("no_columns")
    hidden = column(head, HIDDEN)
    return [
        Found(cell(row, title), cell(row, body), cell(row, hidden).lower() in YES)
        for row in rows
        if any(one.strip() for one in row)
    ]


def column(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def of_page(_name: str, content: bytes) -> list[Found]:
    return [Found(question, answer) for question, answer in questions_of(text_of(content))]
