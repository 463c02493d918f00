"""Articles read: the index of each process, the list with what has gone stale, versions, gaps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sapa.assistant.models import Article, ArticleVersion, Gap, Shelf
from sapa.assistant.selectors.quoting import changed, known_values
from sapa.base.scope import current_workspace_id
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.types import Article as Written

MOST_KEPT = 40
MOST_LISTED = 500
MOST_GAPS = 200
KEPT: dict[tuple[int, bool], tuple[UUID | None, Index]] = {}


@dataclass(frozen=True, slots=True)
class Listed:
    """`stale`: names of settings and products whose value is another now."""

    row: Article
    stale: list[str]


def standing() -> QuerySet[Article]:
    return Article.objects.filter(removed_at=None)


def shelf() -> Shelf | None:
    return Shelf.objects.first()


def index_now(*, internal: bool = False) -> Index:
    """Of the articles as they are; with those for the team alone where `internal`. Kept until an article changes."""
    row = shelf()
    edition = row.edition if row else None
    key = (current_workspace_id(), internal)
    kept = KEPT.get(key)
    if kept and kept[0] == edition:
        return kept[1]
    rows = standing().order_by("id").values_list("code", "title", "text", "internal")
    index = Index.of(
        Written(code, title, text) for code, title, text, hidden in rows if internal or not hidden
    )
    if len(KEPT) >= MOST_KEPT:
        KEPT.clear()
    KEPT[key] = (edition, index)
    return index


def articles(*, wanted: str = "", only_stale: bool = False) -> list[Listed]:
    """All, the newest first; found by words where `wanted` is given, the nearest first."""
    rows = found(wanted) if wanted.strip() else list(standing().order_by("-updated_at", "-id")[:MOST_LISTED])
    values = known_values()
    listed = [Listed(row, changed(row.quotes, values)) for row in rows]
    return [one for one in listed if one.stale] if only_stale else listed


def found(wanted: str, *, internal: bool = True, limit: int = 30) -> list[Article]:
    """The nearest first: by what is meant, and by the words themselves."""
    codes = [one.article.id for one in index_now(internal=internal).search(wanted, limit)]
    rows = {row.code: row for row in standing().filter(code__in=codes)}
    near = [rows[code] for code in codes if code in rows and (internal or not rows[code].internal)]
    named = standing().filter(title__icontains=wanted.strip())
    named = named if internal else named.filter(internal=False)
    first = list(named.order_by("title")[:limit])
    return list({row.pk: row for row in (*first, *near)}.values())[:limit]


def public_articles() -> list[Article]:
    return list(standing().filter(internal=False).order_by("title", "id").only("code", "title", "public_id"))


def versions(article: Article) -> list[ArticleVersion]:
    return list(ArticleVersion.objects.filter(article=article).order_by("-number"))


def gaps() -> list[Gap]:
    """The most asked first."""
    return list(Gap.objects.filter(closed_at=None).order_by("-count", "-last_at", "-id")[:MOST_GAPS])


def gap_count() -> int:
    return Gap.objects.filter(closed_at=None).count()


def help_page_workspace(public_id: UUID) -> int | None:
    """Number of the workspace, for readers who have none in scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sapa_help_page(%s)", [public_id])
        row = cursor.fetchone()
    return int(row[0]) if row and row[0] is not None else None


def newest_change() -> datetime | None:
    row = shelf()
    return row.updated_at if row else None
