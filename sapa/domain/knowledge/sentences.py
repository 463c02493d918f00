"""An article as sentences: headings, lists and tables of Markdown become sentences of their own."""

import re
from dataclasses import dataclass

LONGEST_SENTENCE = 420
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(.*)$")
RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
LINE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})$")
LINKED = re.compile(r"!?\[([^\]\n]{0,200})\]\(([^()\s]{0,500})\)")
MARKS = re.compile(
    r"(\*\*|__|`|~~)(?=\S)(.{1,300}?)(?<=\S)\1|(?<![\w*])\*(?=\S)([^*\n]{1,300})(?<=\S)\*(?!\w)"
)
END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9À-ÞÉ])")
SHORT_FOR = re.compile(
    r"(?:\b(?:jl|jln|no|hlm|tgl|dr|drs|ir|hj|prof|st|sdr|bpk|rp|ext|tel|telp|min|maks|max|vs|kec|kab|kel|gg|approx"
    r"|misal|dll|dsb|[a-z])\.)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`heading`: of the part of the article that it stands in."""

    text: str
    heading: str = ""


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """In the order of the article; none for blank text."""
    found: list[Sentence] = []
    heading = ""
    for kind, told in blocks_of(text):
        if kind == "heading":
            heading = told
            continue
        found += [Sentence(one, heading) for one in split(told)]
    return tuple(found)


def blocks_of(text: str) -> list[tuple[str, str]]:
    """Pairs of `heading` or `text` and what they say, paragraphs in one piece."""
    blocks: list[tuple[str, str]] = []
    paragraph: list[str] = []
    header: list[str] | None = None

    def close() -> None:
        if paragraph:
            blocks.append(("text", " ".join(paragraph)))
            paragraph.clear()

    lines = [line.strip() for line in text.replace("\x00", "").splitlines()]
    for place, line in enumerate(lines):
        if line.startswith("|") or (header and "|" in line):
            close()
            header = _table_line(line, header, lines, place, blocks)
            continue
        header = None
        if not line or LINE.fullmatch(line):
            close()
        elif heading := HEADING.match(line):
            close()
            blocks.append(("heading", unmarked(heading[1])))
        elif item := ITEM.match(line):
            close()
            blocks.append(("text", ended(unmarked(item[1]))))
        else:
            paragraph.append(unmarked(line.removeprefix(">").strip()))
    close()
    return blocks


def _table_line(
    line: str, header: list[str] | None, lines: list[str], place: int, blocks: list[tuple[str, str]]
) -> list[str] | None:
    """A row as «head: cell, head: cell.»; the first row of a table is its head when a rule follows."""
    if RULE.fullmatch(line):
        return header or []
    cells = [unmarked(cell.strip()) for cell in line.strip("|").split("|")]
    following = lines[place + 1] if place + 1 < len(lines) else ""
    if header is None and RULE.fullmatch(following) and "-" in following:
        return cells
    names = header or []
    told = [
        f"{names[column]}: {cell}" if column < len(names) and names[column] and column else cell
        for column, cell in enumerate(cells)
        if cell
    ]
    if told:
        blocks.append(("text", ended(", ".join(told))))
    return names


def unmarked(text: str) -> str:
    """Without the marks of Markdown; a link keeps its words and its address."""
    linked = LINKED.sub(
        lambda found: f"{found[1]} ({found[2]})" if found[2] not in found[1] else found[1], text
    )
    return MARKS.sub(lambda found: found[2] or found[3], linked).strip()


def ended(text: str) -> str:
    return text if not text or text[-1] in ".!?:;" else f"{text}."


def split(text: str) -> list[str]:
    """Sentences of one paragraph; «Jl. Melati» and «Rp 5.000» stay whole, one too long is cut at a blank."""
    found: list[str] = []
    for piece in END.split(" ".join(text.split())):
        if found and SHORT_FOR.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece:
            found.append(piece)
    return [part for one in found for part in cut(one)]


def cut(sentence: str) -> list[str]:
    parts = []
    while len(sentence) > LONGEST_SENTENCE:
        at = max(sentence.rfind("; ", 0, LONGEST_SENTENCE) + 1, sentence.rfind(", ", 0, LONGEST_SENTENCE) + 1)
        at = at if at > 80 else max(sentence.rfind(" ", 0, LONGEST_SENTENCE), 1)
        at = at if at > 1 else LONGEST_SENTENCE
        parts.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*parts, sentence] if sentence else parts
