"""Many consents and refusals at once, each with how it was obtained and where that can be looked up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction

from sapa.contacts.models import Consent, Contact
from sapa.contacts.selectors import members
from sapa.contacts.services.gates import lock
from sapa.contacts.services.wishes import ANYTIME

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Proven:
    """`contact_id` is a root. `purpose`: promo or anytime."""

    contact_id: int
    purpose: str
    state: Literal["granted", "denied"]
    source: str
    proof: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """`is_new`: it was not known. `changes`: what is in force is another answer now."""

    is_new: bool
    changes: bool


@transaction.atomic
def keep_consents(*, told: Sequence[Proven]) -> list[Kept]:
    """One result for each statement, in order. An old one is history: the newest `at` stays in force."""
    lock(contact_ids={one.contact_id for one in told})
    known = _known({one.contact_id for one in told})
    results, rows = [], []
    for one in told:
        said = known.setdefault((one.contact_id, one.purpose), {})
        before = _in_force(said)
        is_new = said.get(one.at) != one.state
        said[one.at] = one.state
        results.append(Kept(is_new, is_new and _in_force(said) != before))
        if is_new:
            rows.append(Consent(**_columns(one)))
    Consent.objects.bulk_create(rows)
    _open_hours(known)
    return results


def _known(roots: Iterable[int]) -> dict[Key, dict[datetime, str]]:
    """What was said before, by time; of two answers at one time the one that was written last."""
    root = members(roots)
    rows = Consent.objects.filter(contact_id__in=root).order_by("pk")
    found: dict[Key, dict[datetime, str]] = {}
    for contact_id, purpose, at, state in rows.values_list("contact_id", "purpose", "at", "state"):
        found.setdefault((root[contact_id], purpose), {})[at] = state
    return found


def _in_force(said: dict[datetime, str]) -> str:
    return said[max(said)] if said else "unknown"


def _columns(one: Proven) -> dict[str, object]:
    return {name: getattr(one, name) for name in Proven.__slots__}


def _open_hours(known: dict[Key, dict[datetime, str]]) -> None:
    for granted in (True, False):
        state = "granted" if granted else "denied"
        agreed = [
            pk for (pk, purpose), said in known.items() if purpose == ANYTIME and _in_force(said) == state
        ]
        Contact.objects.filter(pk__in=agreed).exclude(anytime_consent=granted).update(anytime_consent=granted)
