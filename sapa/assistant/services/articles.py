"""Articles of the shop: written, changed, restored, taken away; each change is a version and makes a new index."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.assistant.models import Article, ArticleVersion, Shelf
from sapa.assistant.selectors.quoting import known_values, quoted
from sapa.base.scope import current_scope
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

MOST_ARTICLES = 2000
LONGEST_CODE = 80
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SIGN_OF_CODE = re.compile(r"[^a-z0-9]+")
TOO_MANY_ARTICLES = refusal(
    "too_many_articles",
    _("A shop has at most %(most)s articles."),
    _("Join some of them, or take away those that nobody needs."),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it is written. `code`: blank makes one of the title."""

    title: str
    text: str
    internal: bool = False
    code: str = ""


@transaction.atomic
def add_articles(
    *, drafts: Iterable[Draft], now: datetime, source: str = ArticleVersion.Source.EDITOR
) -> list[Article]:
    """All of them or none. Raises Refused(too_many_articles)."""
    wanted = list(drafts)
    standing = Article.objects.filter(removed_at=None)
    if standing.count() + len(wanted) > MOST_ARTICLES:
        raise Refused(TOO_MANY_ARTICLES, most=MOST_ARTICLES)
    taken = set(standing.values_list("code", flat=True))
    values = known_values()
    rows = []
    for draft in wanted:
        code = free_code(draft.code or code_of(draft.title), taken)
        taken.add(code)
        rows.append(
            Article(
                code=code,
                title=draft.title,
                text=draft.text,
                internal=draft.internal,
                quotes=quoted(f"{draft.title}\n{draft.text}", values),
                created_at=now,
                updated_at=now,
                checked_at=now,
            )
        )
    Article.objects.bulk_create(rows)
    ArticleVersion.objects.bulk_create([version_of(row, source, now) for row in rows])
    turn_shelf(now=now)
    audit(
        action="article.added", subject=rows[0].code if len(rows) == 1 else "", now=now, data={"n": len(rows)}
    )
    return rows


@transaction.atomic
def change_article(
    *,
    article: Article,
    draft: Draft,
    now: datetime,
    seen: int | None = None,
    source: str = ArticleVersion.Source.EDITOR,
) -> Article:
    """The next version. `seen`: the version that the writer began from; Refused(changed_meanwhile) when it is past."""
    row = Article.objects.select_for_update().get(pk=article.pk)
    if seen is not None and seen != row.number:
        raise Refused(CHANGED_MEANWHILE)
    row.title, row.text, row.internal = draft.title, draft.text, draft.internal
    row.quotes = quoted(f"{row.title}\n{row.text}", known_values())
    row.number += 1
    row.updated_at = row.checked_at = now
    row.save()
    ArticleVersion.objects.create(**as_version(row, source, now))
    turn_shelf(now=now)
    audit(action="article.changed", subject=row.code, now=now, data={"version": row.number})
    return row


def restore_article(*, article: Article, number: int, now: datetime) -> Article:
    """An old version once more, as a new one. Raises ArticleVersion.DoesNotExist."""
    old = ArticleVersion.objects.get(article=article, number=number)
    draft = Draft(old.title, old.text, old.internal)
    return change_article(article=article, draft=draft, now=now, source=ArticleVersion.Source.RESTORED)


@transaction.atomic
def remove_article(*, article: Article, now: datetime) -> None:
    """Its versions stay."""
    Article.objects.filter(pk=article.pk, removed_at=None).update(removed_at=now)
    turn_shelf(now=now)
    audit(action="article.removed", subject=article.code, now=now)


@transaction.atomic
def check_article(*, article: Article, now: datetime) -> None:
    """Somebody looked: what it names is right as it is today."""
    values = quoted(f"{article.title}\n{article.text}", known_values())
    Article.objects.filter(pk=article.pk).update(checked_at=now, quotes=values)
    audit(action="article.checked", subject=article.code, now=now)


@transaction.atomic
def open_help_page(*, is_open: bool, now: datetime) -> None:
    turn_shelf(now=now)
    Shelf.objects.update(is_open=is_open)
    audit(action="help_page.opened" if is_open else "help_page.closed", now=now)


def turn_shelf(*, now: datetime) -> None:
    """Every process reads the articles anew."""
    if not Shelf.objects.update(edition=uuid4(), updated_at=now):
        Shelf.objects.bulk_create([Shelf(updated_at=now)], ignore_conflicts=True)


def free_code(wanted: str, taken: set[str]) -> str:
    """A code as it is where it can stand in an address; with a number behind where it is taken."""
    code = (wanted if CODE.fullmatch(wanted) else code_of(wanted))[:LONGEST_CODE]
    number = 2
    free = code
    while free in taken:
        free = f"{code[: LONGEST_CODE - 6]}-{number}"
        number += 1
    return free


def code_of(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title.lower())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return SIGN_OF_CODE.sub("-", letters).strip("-")[:60] or "artikel"


def version_of(row: Article, source: str, now: datetime) -> ArticleVersion:
    return ArticleVersion(**as_version(row, source, now))


def as_version(row: Article, source: str, now: datetime) -> dict[str, object]:
    return {
        "article": row,
        "number": row.number,
        "title": row.title,
        "text": row.text,
        "internal": row.internal,
        "source": source,
        "author_id": current_scope().user_id,
        "at": now,
    }
