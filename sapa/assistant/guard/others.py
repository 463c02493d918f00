"""What of other customers a text could tell: numbers that this turn has not read, and whose they are."""

from collections.abc import Collection, Iterator

from sapa.commerce.selectors.searching import owners_of
from sapa.contacts.models import Contact
from sapa.domain.grounding import Fact, facts_of

NUMBERS = frozenset(("reference", "digits"))
MOST = 8  # of a text that holds more the rest is no answer anyway


def others_in(text: str, known: frozenset[Fact], theirs: Collection[int]) -> frozenset[str]:
    """Numbers, names and phones of whoever an unread number of the text belongs to.

    `known`: what records and articles of the turn hold; `theirs`: all records of the customer. Nothing is asked where
    every number was read.
    """
    unread = sorted({fact.value.lower() for fact in facts_of(text) - known if fact.kind in NUMBERS})[:MOST]
    owned = [(owner, number) for owner, number in owners_of(unread) if owner not in theirs]
    if not owned:
        return frozenset()
    return frozenset(
        filter(None, (*(number for _owner, number in owned), *_named({one for one, _ in owned})))
    )


def _named(owners: Collection[int]) -> Iterator[str]:
    for name, phone in Contact.objects.filter(pk__in=owners).values_list("name", "phone"):
        yield from (name, phone)
