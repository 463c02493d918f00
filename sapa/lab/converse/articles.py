"""The articles of a fixture as published articles of the shop."""

from collections.abc import Sequence
from datetime import datetime

from sapa.assistant.services.articles import Draft, add_articles
from sapa.lab.converse.fixture import Part, text_of


def keep_articles(articles: Sequence[Part], now: datetime) -> dict[str, str]:
    """Ids of the file by what the shop cites them by."""
    drafts = [
        Draft(text_of(one, "title") or one["id"], text_of(one, "text"), code=one["id"]) for one in articles
    ]
    rows = add_articles(drafts=drafts, now=now) if drafts else []
    return {row.code: one["id"] for row, one in zip(rows, articles, strict=True)}
