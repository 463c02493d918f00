"""Every text of the assistant against what this turn has read, before it may leave (assistant.md 4.2)."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from sapa.assistant.guard.others import others_in
from sapa.domain.dialogue.records import Cited, OpenTicket, Order, Product
from sapa.domain.dialogue.types import PENDING_FOR, Business, Move, Turn
from sapa.domain.formats import local_date
from sapa.domain.grounding import Fact, breaches, evidence_of, facts_of

LOW_SCORE, HIGHEST = 2, 5


def wrong_in(
    move: Move, turn: Turn, read: Sequence[object], *, theirs: Collection[int] | None = None
) -> tuple[str, ...]:
    """Codes of what is wrong; empty when it may leave. `read`: everything that the tools returned.

    `theirs`: all records of the customer, beside whom others' numbers are looked for; None: they are not.
    """
    business, today = turn.business, local_date(turn.now, turn.business.zone)
    known = [
        *read,
        *_ends_of_warranties(read),
        business.opens_at,
        business.answers_within,
        PENDING_FOR,
        turn.talk.order,
        turn.talk.product,
    ]
    evidence = evidence_of(known, business.zone, today=today)
    quoted = list(_of_the_shop(business, turn, read))
    return breaches(
        move.text,
        evidence=evidence,
        quoted=quoted,
        said=list(_of_the_customer(turn)),
        others=() if theirs is None else others_in(move.text, evidence | _facts(quoted), theirs),
        language=move.talk.language,
        promises_allowed=_people_know(move, read),
        today=today,
    )


def _facts(texts: Iterable[str]) -> frozenset[Fact]:
    return frozenset(fact for one in texts for fact in facts_of(one))


def _of_the_shop(business: Business, turn: Turn, read: Iterable[object]) -> Iterator[str]:
    """What may be cited whole: the shop's settings and the articles that were found."""
    yield from (business.name, business.phone, business.place, turn.customer.address)
    yield from business.hours.values()
    yield from business.links.values()
    for one in read:
        if isinstance(one, Cited) and one.text:
            yield one.text
            yield one.title


def _ends_of_warranties(read: Sequence[object]) -> Iterator[datetime]:
    """Counted from delivery, as `flows.warranties` tells them."""
    lengths = {one.warranty_days for one in read if isinstance(one, Product) and one.warranty_days}
    for one in read:
        if isinstance(one, Order) and one.delivered_at:
            yield from (one.delivered_at + timedelta(days=days) for days in lengths)


def _of_the_customer(turn: Turn) -> Iterator[str]:
    """What they said now and before."""
    yield turn.said.text
    yield from (str(one.value) for one in turn.talk.slots.values())
    if turn.talk.pending:
        yield from map(str, turn.talk.pending.values.values())


def _people_know(move: Move, read: Iterable[object]) -> bool:
    """A hand-off, a ticket of now or of before, a wish that people carry out, or the ticket that a low score opens."""
    stands = (move.hand_off, move.ticket, move.act, (move.rating or HIGHEST) <= LOW_SCORE or None)
    return any(one is not None for one in stands) or any(isinstance(one, OpenTicket) for one in read)
