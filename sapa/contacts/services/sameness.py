"""What a person decides about two records, one customer or two, with its trail and its way back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from sapa.accounts.services import audit
from sapa.base.scope import current_scope
from sapa.contacts.models import Contact, Sameness
from sapa.contacts.selectors import roots
from sapa.contacts.services.comparing import compare_soon
from sapa.contacts.services.gates import lock
from sapa.contacts.services.merging import MERGE_ITSELF, merge, unmerge
from sapa.web.errors import Refused

JOINED, DIFFERENT = Sameness.Verdict.JOINED, Sameness.Verdict.DIFFERENT


@transaction.atomic
def join_records(*, contact_id: int, into_id: int, reasons: Sequence[str], now: datetime) -> Sameness:
    """Both are read as `into_id` from now on. Raises Refused(merge_itself) when they are already."""
    first, second = _held(contact_id, into_id)
    along = list(Contact.objects.filter(root_id=first).order_by("pk").values_list("pk", flat=True))
    merge(contact_id=first, into_id=second)
    _close(_between(first, second), now)
    compare_soon()
    return _decide(first, second, JOINED, reasons, now, along=along)


@transaction.atomic
def tell_apart(*, first_id: int, second_id: int, reasons: Sequence[str], now: datetime) -> Sameness:
    """They are two people, and nobody is asked again. Raises Refused(merge_itself) for one customer."""
    first, second = sorted(_held(first_id, second_id))
    known = _between(first, second).filter(verdict=DIFFERENT).first()
    return known or _decide(first, second, DIFFERENT, reasons, now)


@transaction.atomic
def separate(*, public_id: UUID, now: datetime) -> None:
    """A joined record stands for itself again, with those that came along with it. Raises Http404."""
    contact = get_object_or_404(Contact, public_id=public_id)
    lock(contact_ids=[contact.pk])
    contact.refresh_from_db(fields=["root"])
    if contact.root_id is None:
        return
    unmerge(public_id=public_id)
    joined = Sameness.objects.filter(first=contact, verdict=JOINED, undone_at=None)
    along = {pk for row in joined for pk in row.along}
    Contact.objects.filter(pk__in=along, root_id=contact.root_id).update(root_id=contact.pk)
    _close(joined, now)
    compare_soon()
    audit(action="contact.separated", subject=str(public_id), now=now)


@transaction.atomic
def undo_decision(*, public_id: UUID, now: datetime) -> None:
    """Takes two records apart again, or asks again about two people. Once is enough. Raises Http404."""
    row = get_object_or_404(Sameness.objects.select_related("first"), public_id=public_id)
    if row.undone_at is not None:
        return
    if row.verdict == JOINED:
        separate(public_id=row.first.public_id, now=now)
    else:
        audit(action="contact.asked_again", subject=str(row.first.public_id), now=now)
    _close(Sameness.objects.filter(pk=row.pk, undone_at=None), now)


def _held(one: int, other: int) -> tuple[int, int]:
    lock(contact_ids=[one, other])
    root = roots([one, other])
    if root[one] == root[other]:
        raise Refused(MERGE_ITSELF)
    return root[one], root[other]


def _between(first: int, second: int) -> QuerySet[Sameness]:
    both = [first, second]
    return Sameness.objects.filter(first_id__in=both, second_id__in=both, undone_at=None)


def _close(rows: QuerySet[Sameness], now: datetime) -> None:
    rows.update(undone_at=now, undone_by_id=current_scope().user_id)


def _decide(
    first: int,
    second: int,
    verdict: str,
    reasons: Sequence[str],
    now: datetime,
    along: Sequence[int] = (),
) -> Sameness:
    names = dict(Contact.objects.filter(pk__in=[first, second]).values_list("pk", "public_id"))
    told = {"other": str(names[second]), "reasons": list(reasons)}
    action = "contact.joined" if verdict == JOINED else "contact.told_apart"
    audit(action=action, subject=str(names[first]), now=now, data=told)
    return Sameness.objects.create(
        first_id=first,
        second_id=second,
        verdict=verdict,
        reasons=list(reasons),
        along=list(along),
        at=now,
        author_id=current_scope().user_id,
    )
