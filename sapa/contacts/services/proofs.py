"""Many consents and refusals at once, each with how it was obtained and where that can be looked up."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from sapa.contacts.models import Consent, Contact
from sapa.contacts.selectors import members, roots
from sapa.contacts.selectors.consents import SENT_BY, in_force, on_channel
from sapa.contacts.services.gates import lock
from sapa.contacts.services.wishes import ANYTIME

Key = tuple[int, str]
Said = dict[tuple[datetime, str], str]


@dataclass(frozen=True, slots=True)
class Proven:
    """`contact_id` is a root. `purpose`: promo or anytime. `channel`: blank for every one."""

    contact_id: int
    purpose: str
    state: Literal["granted", "denied"]
    source: str
    proof: str
    at: datetime
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """`row_id`: None where it was known. `changes`: what is in force is another answer now."""

    row_id: int | None
    changes: bool

    @property
    def is_new(self) -> bool:
        return self.row_id is not None


@transaction.atomic
def keep_consents(*, told: Sequence[Proven]) -> list[Kept]:
    """One result for each statement, in order. An old one is history: the newest `at` stays in force."""
    lock(contact_ids={one.contact_id for one in told})
    known = _known({one.contact_id for one in told})
    changes: list[bool] = []
    rows: list[Consent | None] = []
    for one in told:
        said = known.setdefault((one.contact_id, one.purpose), {})
        before = _answers(said)
        is_new = said.get((one.at, one.channel)) != one.state
        if is_new:
            _put(said, one.at, one.channel, one.state)
        rows.append(Consent(**_columns(one)) if is_new else None)
        changes.append(_answers(said) != before)
    Consent.objects.bulk_create([row for row in rows if row])
    _open_hours(known)
    return [Kept(row.pk if row else None, changed) for row, changed in zip(rows, changes, strict=True)]


def forget_consents(*, ids: Collection[int]) -> None:
    """What was in force before them holds again. Call while their contacts are held."""
    rows = Consent.objects.filter(pk__in=ids)
    owners = roots(rows.filter(purpose=ANYTIME).values_list("contact_id", flat=True)).values()
    rows.delete()
    _open_hours({(root, ANYTIME): {} for root in owners} | _known(owners))


def _known(roots: Iterable[int]) -> dict[Key, Said]:
    """What was said before, by time and channel; of two answers at one time the one that was written last."""
    root = members(roots)
    rows = Consent.objects.filter(contact_id__in=root).order_by("pk")
    found: dict[Key, Said] = {}
    for contact_id, purpose, at, *told in rows.values_list("contact_id", "purpose", "at", "channel", "state"):
        _put(found.setdefault((root[contact_id], purpose), {}), at, *told)
    return found


def _put(said: Said, at: datetime, channel: str, state: str) -> None:
    """Last, even where it takes the place of another."""
    said.pop((at, channel), None)
    said[at, channel] = state


def _answers(said: Said) -> dict[str, str]:
    """By channel; one that says what holds for every channel is not named."""
    told = sorted(said.items(), key=lambda one: one[0][0])
    held = in_force((channel, state) for (_at, channel), state in told)
    return {channel: state for channel, state in held.items() if not channel or state != held.get("")}


def _columns(one: Proven) -> dict[str, object]:
    return {name: getattr(one, name) for name in Proven.__slots__}


def _open_hours(known: dict[Key, Said]) -> None:
    for granted in (True, False):
        agreed = [
            pk
            for (pk, purpose), said in known.items()
            if purpose == ANYTIME and (on_channel(_answers(said), SENT_BY) == "granted") is granted
        ]
        Contact.objects.filter(pk__in=agreed).exclude(anytime_consent=granted).update(anytime_consent=granted)
