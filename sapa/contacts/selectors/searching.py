"""People by whatever somebody knows of them."""

from collections import defaultdict
from collections.abc import Sequence

from sapa.base.rows import fetch
from sapa.contacts.models import Contact, Identity
from sapa.contacts.selectors.people import members, with_tag
from sapa.domain.lookup import Asked, read_question

MOST_FOUND = 50
MOST_LOOKED_AT = 1000
SHORTEST_HANDLE = 3
SEARCH = "SELECT sapa_search_contacts(%s::text[], %s::text[], %s, %s, %s)"


def search(text: str, limit: int = MOST_FOUND, *, tag: str = "") -> list[Contact]:
    """People by parts of their name and company, a phone in any spelling, or what a shop or e-mail calls them.

    Of a phone the beginning or the last digits are enough, of a customer number or an e-mail the beginning. Who is
    meant exactly comes first, then the newest. With a tag: those that carry it among the newest `MOST_LOOKED_AT`.
    """
    asked = read_question(text)
    most = MOST_LOOKED_AT if tag else limit
    rows = fetch(SEARCH, [list(asked.words), list(asked.phones), asked.digits, _handle(asked), most])
    ids = [row[0] for row in rows]
    found = with_tag(tag).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found][:limit]


def handles_of(contact_ids: Sequence[int], asked: Asked, *, emails: bool) -> dict[int, list[str]]:
    """Customer numbers, and `emails`, by which these people answer to the question."""
    handle, told = _handle(asked), defaultdict[int, list[str]](list)
    if not contact_ids or not handle:
        return {}
    root = members(contact_ids)
    kinds = (Identity.Kind.EXTERNAL, *([Identity.Kind.EMAIL] if emails else []))
    rows = Identity.objects.filter(contact_id__in=root, kind__in=kinds).order_by("pk")
    for row in rows:
        called = row.value.partition(":")[2] if row.kind == Identity.Kind.EXTERNAL else row.value
        if called.lower().startswith(handle):
            told[root[row.contact_id]].append(called)
    return told


def _handle(asked: Asked) -> str:
    return asked.text.lower() if len(asked.text) >= SHORTEST_HANDLE else ""
