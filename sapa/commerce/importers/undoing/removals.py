"""One batch of an import goes, in the caller's transaction, with what it told of itself."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.importers.undoing.prospects import Going, events_of_going, going_of
from sapa.commerce.importers.undoing.repeats import hand_over
from sapa.commerce.models import ImportBatch, ImportRun, Order, Product, Subscription
from sapa.commerce.selectors import facts_of
from sapa.contacts.models import Consent, Contact
from sapa.contacts.selectors import members
from sapa.contacts.services import Paid, forget_consents, forget_people, lock, recount_paid
from sapa.domain.orders import events_of
from sapa.events.services import forget_events, forget_events_of_orders

DELETE = "DELETE FROM {table} WHERE workspace_id = %(workspace)b AND id = ANY(%(ids)b::bigint[])"


def remove(batch: ImportBatch, now: datetime) -> None:
    _hold(batch)
    going = going_of(batch, only_look=False)
    touched = _remove_orders(going.orders) - going.people
    _remove_others(going)
    forget_people(contact_ids=going.people)
    recount_paid(paid=_paid(touched), contact_ids=touched, now=now)
    names = {"removed": going.count, "kept": going.kept, "repeated": going.repeated}
    counted = {name: F(name) + number for name, number in names.items()}
    ImportRun.objects.filter(pk=batch.run_id).update(**counted)
    hand_over(batch, going.again)
    batch.delete()


def _hold(batch: ImportBatch) -> None:
    owned = (
        Order.objects.filter(pk__in=batch.orders),
        Consent.objects.filter(pk__in=batch.others.get("consents", [])),
        Subscription.objects.filter(pk__in=batch.others.get("subscriptions", [])),
    )
    owners = [pk for rows in owned for pk in rows.values_list("contact_id", flat=True)]
    people = Contact.objects.filter(pk__in=batch.contacts).values_list("pk", flat=True)
    lock(contact_ids={*owners, *people})
    products = Product.objects.filter(pk__in=batch.others.get("products", []))
    list(products.order_by("pk").select_for_update().values_list("pk"))


def _remove_orders(ids: Collection[int]) -> set[int]:
    """Whose they were."""
    rows = list(Order.objects.filter(pk__in=ids).order_by("pk").select_for_update())
    forget_events(
        keys=[f"{row.source}:{event.key_suffix}" for row in rows for event in events_of(facts_of(row))]
    )
    owners = {row.contact_id for row in rows}
    forget_events_of_orders(order_ids=ids, contact_ids=members(owners))
    _delete(Order, [row.pk for row in rows])
    return owners


def _remove_others(going: Going) -> None:
    plans = Subscription.objects.filter(pk__in=going.subscriptions)
    list(plans.order_by("pk").select_for_update().values_list("pk"))
    forget_events(keys=events_of_going(going))
    forget_consents(ids=going.consents)
    _delete(Subscription, going.subscriptions)
    _delete(Product, going.products)


def _delete(model: type[Order] | type[Subscription] | type[Product], ids: Collection[int]) -> None:
    given = {"workspace": current_workspace_id(), "ids": list(ids)}
    fetch(DELETE.format(table=model._meta.db_table), given)


def _paid(contact_ids: Collection[int]) -> list[Paid]:
    rows = Order.objects.filter(contact_id__in=contact_ids).values_list("contact_id", "pk", "paid_at")
    return [Paid(contact_id, pk, at) for contact_id, pk, at in rows if at]
