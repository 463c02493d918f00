"""What the shop's articles say about a question: whole sentences with their articles, or nothing."""

from sapa.assistant.selectors.articles import index_now
from sapa.domain.dialogue.records import Cited
from sapa.domain.knowledge.answering import answer


def search(question: str) -> Cited:
    """Articles for the team alone are never told."""
    found = answer(question, index_now())
    return Cited(found.text, found.cites, found.coverage, found.title)
