"""Talks with people of the shop: what was said, what was promised, and that they count as contacts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from sapa.base.rows import update_rows
from sapa.contacts.models import Interaction, LedgerEntry
from sapa.contacts.selectors import members
from sapa.contacts.services.facts import write_ledger
from sapa.contacts.services.gates import lock

LOGGED = ("call", "visit")
CHANGEABLE = ("topic", "outcome", "by_name", "ended_at", "promised_at")


@dataclass(frozen=True, slots=True)
class Talk:
    """`ended_at` None: a chat that goes on; a call or visit is over when it is told.

    `key` recognises what a source tells again (`<source>:<its number>`); blank: noted by hand, always new.
    `said_at`: since when it is so; None = now.
    """

    contact_id: int
    kind: Literal["call", "visit", "chat"]
    at: datetime
    ended_at: datetime | None = None
    topic: str = ""
    outcome: str = ""
    by_name: str = ""
    author_id: int | None = None
    promised_at: datetime | None = None
    key: str = ""
    said_at: datetime | None = None


class Noted(NamedTuple):
    """`is_first`: the first talk with this person ever, told once."""

    row: Interaction
    is_new: bool
    is_first: bool


def note_interactions(*, talks: Sequence[Talk], now: datetime) -> list[Noted]:
    """One result for each, in order. Calls and visits enter the ledger, so that gaps count them (S1-D4)."""
    lock(contact_ids={talk.contact_id for talk in talks})
    root = members({talk.contact_id for talk in talks})
    known = _known(talks)
    met = _met(root)
    noted = []
    for talk in talks:
        row = known.get(talk.key)
        is_first = row is None and root[talk.contact_id] not in met
        noted.append(Noted(_kept(row, talk, now), row is None, is_first))
        met.add(root[talk.contact_id])
        if talk.key:
            known[talk.key] = noted[-1].row
    _write(noted)
    return noted


def _known(talks: Sequence[Talk]) -> dict[str, Interaction]:
    keys = [talk.key for talk in talks if talk.key]
    return {row.key: row for row in Interaction.objects.filter(key__in=keys)}


def _met(root: dict[int, int]) -> set[int]:
    """Roots of whom a talk is known."""
    rows = Interaction.objects.filter(contact_id__in=root).values_list("contact_id", flat=True)
    return {root[contact_id] for contact_id in rows.distinct()}


def _kept(row: Interaction | None, talk: Talk, now: datetime) -> Interaction:
    said_at = talk.said_at or now
    if row is None:
        return Interaction(
            contact_id=talk.contact_id,
            kind=talk.kind,
            key=talk.key,
            topic=talk.topic,
            outcome=talk.outcome,
            by_name=talk.by_name,
            author_id=talk.author_id,
            at=talk.at,
            ended_at=talk.ended_at or (talk.at if talk.kind in LOGGED else None),
            promised_at=talk.promised_at,
            said_at=said_at,
            recorded_at=now,
        )
    for name in CHANGEABLE:
        value = getattr(talk, name)
        if value and (said_at >= row.said_at or not getattr(row, name)):
            setattr(row, name, value)
    row.said_at = max(row.said_at, said_at)
    return row


def _write(noted: Iterable[Noted]) -> None:
    new = [one.row for one in noted if one.is_new]
    fresh = {id(row) for row in new}
    Interaction.objects.bulk_create(new)
    told_again = {one.row.pk: one.row for one in noted if not one.is_new and id(one.row) not in fresh}
    columns = ("id", *CHANGEABLE, "said_at")
    update_rows(Interaction, [{name: getattr(row, name) for name in columns} for row in told_again.values()])
    write_ledger(entries=[_logged(row) for row in new if row.kind in LOGGED])


def _logged(row: Interaction) -> LedgerEntry:
    return LedgerEntry(
        contact_id=row.contact_id, at=row.ended_at or row.at, fact="logged", channel=row.kind, by="agent"
    )
