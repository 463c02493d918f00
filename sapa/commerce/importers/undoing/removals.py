"""One batch of an import goes, in the caller's transaction, with what it told of itself."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.importers.consents import event_keys
from sapa.commerce.importers.undoing.prospects import going_of
from sapa.commerce.models import ImportBatch, ImportRun, Order
from sapa.commerce.selectors import facts_of
from sapa.contacts.models import Consent, Contact
from sapa.contacts.services import Paid, forget_consents, forget_people, lock, recount_paid
from sapa.domain.orders import events_of
from sapa.events.services import forget_events

DELETE_ORDERS = """
DELETE FROM commerce_order WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])
"""


def remove(batch: ImportBatch, now: datetime) -> None:
    _hold(batch)
    going = going_of(batch, only_look=False)
    touched = _remove_orders(going.orders) - going.people
    _remove_consents(going.consents)
    forget_people(contact_ids=going.people)
    recount_paid(paid=_paid(touched), contact_ids=touched, now=now)
    counted = {"removed": F("removed") + going.count, "kept": F("kept") + going.kept}
    ImportRun.objects.filter(pk=batch.run_id).update(**counted)
    batch.delete()


def _hold(batch: ImportBatch) -> None:
    owners = Order.objects.filter(pk__in=batch.orders).values_list("contact_id", flat=True)
    sayers = Consent.objects.filter(pk__in=batch.others.get("consents", [])).values_list(
        "contact_id", flat=True
    )
    people = Contact.objects.filter(pk__in=batch.contacts).values_list("pk", flat=True)
    lock(contact_ids={*owners, *sayers, *people})


def _remove_orders(ids: Collection[int]) -> set[int]:
    """Whose they were."""
    rows = list(Order.objects.filter(pk__in=ids).order_by("pk").select_for_update())
    forget_events(
        keys=[f"{row.source}:{event.key_suffix}" for row in rows for event in events_of(facts_of(row))]
    )
    fetch(DELETE_ORDERS, {"workspace": current_workspace_id(), "ids": [row.pk for row in rows]})
    return {row.contact_id for row in rows}


def _remove_consents(ids: Collection[int]) -> None:
    forget_events(keys=event_keys(ids))
    forget_consents(ids=ids)


def _paid(contact_ids: Collection[int]) -> list[Paid]:
    rows = Order.objects.filter(contact_id__in=contact_ids).values_list("contact_id", "pk", "paid_at")
    return [Paid(contact_id, pk, at) for contact_id, pk, at in rows if at]
