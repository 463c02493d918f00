"""`sapa assistant ask`: what articles answer to questions."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapa.config.commands.assistant.lines import BAD_LINE, add_files, answer_lines
from sapa.config.parsers import add_command
from sapa.config.words import _, said

if TYPE_CHECKING:
    from sapa.domain.knowledge.index import Index
    from sapa.domain.knowledge.types import Article

LONGEST_QUESTION = 4000


def add(group: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa assistant ask shop.json questions.jsonl answers.jsonl"
    says = _("answer questions from the articles of a shop, or say that they do not hold it")
    parser = add_command(group, "ask", says, example)
    parser.add_argument(
        "fixture", metavar="FIXTURE", type=Path, help=_("a JSON file with the articles in `kb`")
    )
    add_files(parser)
    parser.set_defaults(run=ask)


def ask(args: argparse.Namespace) -> int:
    """Exit 1 when a line was bad, 2 for bad files."""
    from sapa.domain.knowledge.index import Index

    try:
        index = Index.of(articles_of(args.fixture.read_bytes()))
    except (OSError, *BAD_LINE) as error:
        print(f"{args.fixture}: {said(error)}", file=sys.stderr)
        return 2
    return answer_lines(args.asked, args.answers, answering(index))


def answering(index: "Index") -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    from sapa.domain.knowledge.answering import answer

    def answered(case: Mapping[str, Any]) -> dict[str, Any]:
        question = case.get("question")
        if not isinstance(question, str):
            raise ValueError(_("`question` must be text."))
        found = answer(question[:LONGEST_QUESTION], index)
        return {"answer": found.text, "cites": list(found.cites), "refused": found.refused}

    return answered


def articles_of(told: bytes) -> "list[Article]":
    """ValueError says in one sentence what is wrong with the file."""
    try:
        fixture = json.loads(told.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError(_("The file is not JSON.")) from None
    rows = fixture.get("kb") if isinstance(fixture, dict) else None
    if not isinstance(rows, list):
        raise ValueError(_("`kb` must be a list of articles."))
    articles = [article_of(row, place) for place, row in enumerate(rows, start=1)]
    if len({article.id for article in articles}) < len(articles):
        raise ValueError(_("Two articles have the same id."))
    return articles


def article_of(row: object, place: int) -> "Article":
    from sapa.domain.knowledge.types import Article

    if not isinstance(row, dict) or not all(isinstance(row.get(key), str) for key in ("id", "title", "text")):
        raise ValueError(_("Article %(place)d: `id`, `title` and `text` must be text.") % {"place": place})
    return Article(row["id"], row["title"], row["text"])
