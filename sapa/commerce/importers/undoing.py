"""A whole import is taken back: what only this file made, and what nobody has used since.

Done in the batches in which it was made, each in a transaction of its own, so that a stopped one goes on.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from sapa.accounts.services import audit
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.commerce.importers.tables import SOURCE
from sapa.commerce.models import ImportBatch, ImportRow, ImportRun, Order
from sapa.commerce.selectors import facts_of
from sapa.contacts.models import Contact
from sapa.contacts.services import Paid, forget_people, lock, recount_paid, unused_people
from sapa.domain.orders import events_of
from sapa.events.services import forget_events
from sapa.web.errors import Refused, refusal

UNDO = "commerce.undo_import"
NOT_UNDOABLE = refusal(
    "import_not_undoable",
    _("This import cannot be taken back."),
    _("Only a finished import of orders can be, and only once."),
)
MOST_COUNTED = 20_000
DELETE_ORDERS = """
DELETE FROM commerce_order WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
"""
PLANS = {"journeys.Enrolment", "journeys.FollowUp", "journeys.Task", "journeys.Decision"}
OF_PEOPLE = {"contacts.Identity", "contacts.ContactGate", "contacts.ContactState", "contacts.Consent"}


class Going(NamedTuple):
    """Ids of what a batch made and nobody has used since; `kept` counts the others."""

    orders: set[int]
    people: set[int]
    kept: int


@transaction.atomic
def start_undo(*, run_id: int, now: datetime) -> None:
    """Leaves the work to a worker. Raises Refused."""
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if not can_be_undone(run):
        raise Refused(NOT_UNDOABLE)
    ImportRun.objects.filter(pk=run_id).update(state=ImportRun.State.UNDOING)
    ImportRow.objects.filter(run=run, next_at__isnull=False).update(next_at=None, facts=None)
    audit(action="import.undone", subject=str(run.public_id), now=now, data={"rows": run.rows})
    chore = app.configure_task(UNDO, lock=f"import:{current_workspace_id()}")
    chore.defer(workspace_id=current_workspace_id(), run_id=run_id)


def can_be_undone(run: ImportRun) -> bool:
    ended = run.state in (ImportRun.State.DONE, ImportRun.State.FAILED)
    return ended and ImportBatch.objects.filter(run=run).exists()


def run_undo(*, workspace_id: int, run_id: int, now: datetime) -> None:
    """Goes on where a killed one stopped; one that failed may be asked for again."""
    try:
        while _undo_newest(workspace_id, run_id, now):
            pass
    except Exception:
        _finish(workspace_id, run_id, ImportRun.State.DONE, now)
        raise
    _finish(workspace_id, run_id, ImportRun.State.UNDONE, now)


def _undo_newest(workspace_id: int, run_id: int, now: datetime) -> bool:
    with workspace_scope(workspace_id):
        batch = ImportBatch.objects.filter(run_id=run_id).order_by("-pk").first()
        if batch:
            _undo(batch, now)
    return batch is not None


def _finish(workspace_id: int, run_id: int, state: str, now: datetime) -> None:
    with workspace_scope(workspace_id):
        undoing = ImportRun.objects.filter(pk=run_id, state=ImportRun.State.UNDOING)
        undoing.update(state=state, finished_at=now)


def outlook(run: ImportRun) -> Going | None:
    """What would go and what would stay; None where there is too much to be counted while somebody waits."""
    if run.created > MOST_COUNTED:
        return None
    whole = ImportBatch(run=run)
    for batch in ImportBatch.objects.filter(run=run):
        whole.orders += batch.orders
        whole.contacts += batch.contacts
    going = _going(whole)
    return _without(going, *_forget(order_ids=going.orders, contact_ids=going.people, only_look=True))


def _undo(batch: ImportBatch, now: datetime) -> None:
    owners = Order.objects.filter(pk__in=batch.orders).values_list("contact_id", flat=True)
    lock(contact_ids={*owners, *Contact.objects.filter(pk__in=batch.contacts).values_list("pk", flat=True)})
    unused = _going(batch)
    going = _without(unused, *_forget(order_ids=unused.orders, contact_ids=unused.people))
    rows = list(Order.objects.filter(pk__in=going.orders).order_by("pk").select_for_update())
    forget_events(
        keys=[f"{row.source}:{event.key_suffix}" for row in rows for event in events_of(facts_of(row))]
    )
    fetch(DELETE_ORDERS, {"workspace": current_workspace_id(), "ids": [row.pk for row in rows]})
    forget_people(contact_ids=going.people)
    touched = {row.contact_id for row in rows} - going.people
    recount_paid(paid=_paid(touched), contact_ids=touched, now=now)
    gone = len(going.orders) + len(going.people)
    ImportRun.objects.filter(pk=batch.run_id).update(removed=F("removed") + gone, kept=F("kept") + going.kept)
    batch.delete()


def _forget(**asked: Any) -> tuple[set[int], set[int]]:
    found: tuple[set[int], set[int]] = import_string(settings.FORGET_PLANS)(**asked)
    return found


def _going(batch: ImportBatch) -> Going:
    """An order that was told again, or to which anything belongs by now, stays with its customer."""
    orders = Order.objects.filter(pk__in=batch.orders, updated_at=F("recorded_at"))
    free = set(orders.values_list("pk", flat=True))
    free -= _used(Order, free, PLANS)
    people = unused_people(contact_ids=batch.contacts, source=SOURCE)
    people -= _used(Contact, people, PLANS | OF_PEOPLE | {"commerce.Order"})
    whole = Going(free, people, len(batch.orders) + len(batch.contacts) - len(free) - len(people))
    return _without(whole, set(), set())


def _without(going: Going, orders: set[int], people: set[int]) -> Going:
    """Who has an order that stays, stays."""
    free, alone = going.orders - orders, going.people - people
    others = Order.objects.filter(contact_id__in=alone).exclude(pk__in=free)
    alone -= set(others.values_list("contact_id", flat=True))
    spared = len(going.orders) + len(going.people) - len(free) - len(alone)
    return Going(free, alone, going.kept + spared)


def _used(model: type[models.Model], ids: Collection[int], apart_from: Collection[str]) -> set[int]:
    """Those of these rows to which rows of any other table point."""
    found = set[int]()
    for other, column in _references(model):
        if other._meta.label not in apart_from:
            rows: Any = other._default_manager.filter(**{f"{column}__in": ids})
            found |= set(rows.values_list(column, flat=True))
    return found


def _references(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if field.many_to_one and field.related_model is model:
                yield other, field.attname


def _paid(contact_ids: Collection[int]) -> list[Paid]:
    rows = Order.objects.filter(contact_id__in=contact_ids).values_list("contact_id", "pk", "paid_at")
    return [Paid(contact_id, pk, at) for contact_id, pk, at in rows if at]
