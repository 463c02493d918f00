"""Articles out of a file: looked at first, then taken in; one whose title is known becomes its next version."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.assistant.models import Article, ArticleVersion
from sapa.assistant.selectors.articles import standing
from sapa.assistant.services.articles import Draft, add_articles, change_article
from sapa.domain.knowledge.files import LARGEST, MOST, FileRefused, Found, read_file
from sapa.web.errors import Refused, refusal

CODES = {
    "empty": refusal("articles_file_empty", _("The file is empty."), _("Choose another file.")),
    "too_large": refusal(
        "articles_file_too_large", _("The file is larger than 1 MB."), _("Divide it into several files.")
    ),
    "not_text": refusal(
        "articles_file_not_text",
        _("The file cannot be read as text or as a table."),
        _("Save it as Markdown, CSV or a web page, then choose it again."),
    ),
    "unknown_kind": refusal(
        "articles_file_kind",
        _("Articles cannot be read from files of this kind."),
        _("Choose a file that ends with .md, .txt, .csv, .xlsx or .html."),
    ),
    "no_columns": refusal(
        "articles_file_columns",
        _("The table has no columns for the title and the text."),
        _("Call them «judul» and «isi», or «pertanyaan» and «jawaban», in the first row."),
    ),
    "no_articles": refusal(
        "articles_file_none",
        _("No articles were found in the file."),
        _("Put a heading above each article, or save the page with its questions unfolded."),
    ),
    "too_many": refusal(
        "articles_file_many", _("The file holds more than 500 articles."), _("Divide it into several files.")
    ),
}
BROKEN = refusal(
    "articles_file_changed",
    _("What was looked at did not arrive whole."),
    _("Choose the file again."),
)


MOST_PACKED = 8 * LARGEST


@dataclass(frozen=True, slots=True)
class Line:
    """One article of a file. `fate`: new, changed, same, or the problem for which it is left out."""

    found: Found
    fate: str


def look(*, name: str, content: bytes) -> list[Line]:
    """What would become of each article. Raises Refused with a code of `CODES`."""
    try:
        return lines_of(read_file(name, content))
    except FileRefused as refused:
        raise Refused(CODES[refused.code]) from None


def lines_of(found: Sequence[Found]) -> list[Line]:
    known = by_title()
    seen: set[str] = set()
    lines = []
    for one in found:
        title = one.title.casefold()
        lines.append(Line(one, "twice" if title in seen else fate_of(one, known.get(title))))
        seen.add(title)
    return lines


def fate_of(found: Found, known: Article | None) -> str:
    if found.problem:
        return found.problem
    if known is None:
        return "new"
    return "same" if (known.text, known.internal) == (found.text, found.internal) else "changed"


def by_title() -> dict[str, Article]:
    return {row.title.casefold(): row for row in standing().order_by("-id")}


def packed(lines: Sequence[Line]) -> str:
    """As the page carries what was looked at to the next step."""
    return json.dumps(
        [
            [one.found.title, one.found.text, one.found.internal]
            for one in lines
            if one.fate in ("new", "changed")
        ]
    )


def unpacked(told: str) -> list[Found]:
    """Raises Refused(articles_file_changed)."""
    try:
        rows = json.loads(told) if len(told) <= MOST_PACKED else []
        return [Found(str(title), str(text), bool(internal)) for title, text, internal in rows[:MOST]]
    except (ValueError, TypeError, RecursionError):
        raise Refused(BROKEN) from None


@transaction.atomic
def take_in(*, found: Sequence[Found], now: datetime) -> tuple[int, int]:
    """How many are new and how many a next version; what is as it was stays, what has a problem is left out."""
    lines, known = lines_of(found), by_title()
    new = [one.found for one in lines if one.fate == "new"]
    changed = [one.found for one in lines if one.fate == "changed"]
    source = ArticleVersion.Source.IMPORT
    if new:
        add_articles(drafts=[draft_of(one) for one in new], now=now, source=source)
    for one in changed:
        change_article(article=known[one.title.casefold()], draft=draft_of(one), now=now, source=source)
    return len(new), len(changed)


def draft_of(found: Found) -> Draft:
    return Draft(found.title, found.text, found.internal)
