"""Markdown of an article as HTML: headings, lists, tables, emphasis and links; everything else is plain text."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from sapa.domain.knowledge.sentences import HEADING, ITEM, LINE, RULE

FIRST_LEVEL = 2
NUMBERED = re.compile(r"\d{1,3}[.)]\s")
BOLD = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=\S)\*(?![\w*])")
CODE = re.compile(r"`([^`\n]{1,500})`")
LINK = re.compile(
    r"(?<!!)\[(?P<told>[^\]\n]{1,300})\]\((?P<to>(?:https?://|mailto:|tel:)[^\s()]{1,500})\)"
    r"|(?<![\"'>=\w/])(?P<bare>https?://[^\s<>()\"']{1,500}[^\s<>()\"'.,;:!?])"
)
HELD = re.compile("\x00(\\d+)\x00")


def html_of(text: str) -> str:
    """Safe to be written into a page: every sign of the text is escaped before anything is made of it."""
    return "\n".join(blocks(text.replace("\x00", "").split("\n")))


def blocks(lines: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(lines):
        line = lines[place].strip()
        end = place + 1
        if heading := HEADING.match(line):
            level = min(FIRST_LEVEL + line.index(" ") - 1, 4)
            yield f"<h{level}>{inline(heading[1])}</h{level}>"
        elif line.startswith("|"):
            end = until(lines, place, lambda one: not one.startswith("|"))
            yield table([one.strip() for one in lines[place:end]])
        elif ITEM.match(line):
            end = until(lines, place, lambda one: not ITEM.match(one))
            yield listed([one.strip() for one in lines[place:end]])
        elif line and not LINE.fullmatch(line):
            end = until(lines, place, starts_another)
            yield f"<p>{'<br>'.join(inline(one.strip().removeprefix('>').strip()) for one in lines[place:end])}</p>"
        place = end


def until(lines: Sequence[str], place: int, ends: Callable[[str], object]) -> int:
    end = place + 1
    while end < len(lines) and lines[end].strip() and not ends(lines[end].strip()):
        end += 1
    return end


def starts_another(line: str) -> bool:
    return bool(HEADING.match(line) or ITEM.match(line) or LINE.fullmatch(line)) or line.startswith("|")


def listed(items: Sequence[str]) -> str:
    tag = "ol" if NUMBERED.match(items[0]) else "ul"
    told = (found[1] for item in items if (found := ITEM.match(item)))
    return f"<{tag}>{''.join(f'<li>{inline(one)}</li>' for one in told)}</{tag}>"


def table(lines: Sequence[str]) -> str:
    has_head = len(lines) > 1 and RULE.fullmatch(lines[1]) is not None
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if not RULE.fullmatch(line)
    ]
    told = [row(cells, "th" if has_head and not place else "td") for place, cells in enumerate(rows)]
    return f"<table>{''.join(told)}</table>"


def row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{inline(cell)}</{tag}>' for cell in cells)}</tr>"


def inline(text: str) -> str:
    """Signs are escaped first; what marks are left make elements of our own. Addresses are put back last: nothing
    inside of one is read again, for an element there would end the attribute it stands in.
    """
    links: list[str] = []

    def held(found: re.Match[str]) -> str:
        to, told = found["to"] or found["bare"], marked(found["told"] or "")
        links.append(f'<a href="{to}" rel="noopener nofollow">{told or to}</a>')
        return f"\x00{len(links) - 1}\x00"

    safe = marked(LINK.sub(held, escape(text)))
    return HELD.sub(lambda found: links[int(found[1])], safe)


def marked(safe: str) -> str:
    coded = CODE.sub(r"<code>\1</code>", safe)
    return ITALIC.sub(r"<em>\1</em>", BOLD.sub(r"<strong>\2</strong>", coded))
