"""What of an import may go: asked before anybody agrees, and again of each batch while its people are held."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from sapa.commerce.importers.consents import event_keys
from sapa.commerce.importers.tables import SOURCE
from sapa.commerce.importers.undoing.references import used
from sapa.commerce.importers.undoing.repeats import repeated
from sapa.commerce.models import ImportBatch, Order, Product, Subscription
from sapa.commerce.services import subscription_keys
from sapa.contacts.models import Consent, Contact
from sapa.contacts.selectors import orders_of_tickets
from sapa.contacts.services import untouched_people, unused_people
from sapa.events.selectors import people_told_of

PLANS = {"journeys.Enrolment", "journeys.FollowUp", "journeys.Task", "journeys.Decision"}
OF_PEOPLE = {"contacts.Identity", "contacts.ContactGate", "contacts.ContactState", "contacts.Consent"}
OWNED = {"commerce.Order", "commerce.Subscription"}
MADE = ("subscriptions", "products")


@dataclass(frozen=True, slots=True)
class Going:
    """Ids of what a batch made and nobody has used since.

    `kept` counts the others, `again` are those of them that another file of the same kind tells too.
    """

    orders: set[int]
    people: set[int]
    subscriptions: set[int]
    products: set[int]
    consents: set[int]
    kept: int = field(default=0)
    again: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return self.unused + len(self.consents)

    @property
    def repeated(self) -> int:
        return len(self.again)

    @property
    def unused(self) -> int:
        return len(self.orders) + len(self.people) + len(self.subscriptions) + len(self.products)


def going_of(batch: ImportBatch, *, only_look: bool) -> Going:
    """Unless `only_look`, what was planned for it is deleted already."""
    again = _repeated(batch)
    free = _unused(batch, again)
    lasting = import_string(settings.FORGET_PLANS)(
        order_ids=free.orders,
        contact_ids=free.people,
        subscription_ids=free.subscriptions,
        only_look=only_look,
    )
    going = _with_owners(
        replace(
            free,
            orders=free.orders - lasting.orders,
            people=free.people - lasting.people,
            subscriptions=free.subscriptions - lasting.subscriptions,
        )
    )
    made = len(batch.orders) + len(batch.contacts) + sum(len(_made(batch, name)) for name in MADE)
    answers = again if batch.run.holds == "consents" else ()
    return replace(going, kept=made - going.unused + len(answers), again=again)


def events_of_going(going: Going) -> list[str]:
    """Keys of what told of these answers and subscriptions."""
    rows = Subscription.objects.filter(pk__in=going.subscriptions)
    return event_keys(going.consents) + [key for row in rows for key in subscription_keys(row)]


def _made(batch: ImportBatch, name: str) -> list[int]:
    found: list[int] = batch.others.get(name, [])
    return found


def _repeated(batch: ImportBatch) -> set[int]:
    """Of the kind that the file holds."""
    holds = batch.run.holds
    made = {"orders": batch.orders, "customers": batch.contacts}.get(holds) or _made(batch, holds)
    return repeated(batch.run, holds, made)


def _unused(batch: ImportBatch, again: set[int]) -> Going:
    """What was told again, or to which anything belongs by now, stays with its customer."""
    untold = {"updated_at": F("recorded_at")}
    orders = set(Order.objects.filter(pk__in=batch.orders, **untold).values_list("pk", flat=True))
    plans = Subscription.objects.filter(pk__in=_made(batch, "subscriptions"), **untold)
    consents = Consent.objects.filter(pk__in=_made(batch, "consents"))
    subscriptions = set(plans.values_list("pk", flat=True))
    told: dict[str, set[int]] = defaultdict(set, {batch.run.holds: again})
    going = Going(
        orders=orders - told["orders"] - used(Order, orders, PLANS) - _of_cases(orders),
        people=set(),
        subscriptions=subscriptions - told["subscriptions"] - used(Subscription, subscriptions, PLANS),
        products=_products(batch, told["products"]),
        consents=set(consents.values_list("pk", flat=True)) - told["consents"],
    )
    people = _people(batch, going) - repeated(batch.run, "customers", batch.contacts)
    people -= used(Contact, people, PLANS | OF_PEOPLE | OWNED)
    return _with_owners(replace(going, people=people))


def _of_cases(order_ids: Collection[int]) -> set[int]:
    owners = Order.objects.filter(pk__in=order_ids).values_list("contact_id", flat=True)
    return orders_of_tickets(set(owners))


def _products(batch: ImportBatch, again: set[int]) -> set[int]:
    """What goes with a product that stays, stays."""
    untold = Product.objects.filter(pk__in=_made(batch, "products"), updated_at=F("recorded_at"), by_hand=[])
    free = set(untold.values_list("pk", flat=True)) - again
    free -= used(Product, free, {"commerce.Product"})
    while True:
        staying = Product.objects.filter(complement_id__in=free).exclude(pk__in=free)
        named = set(staying.values_list("complement_id", flat=True))
        if not named:
            return free
        free -= named


def _people(batch: ImportBatch, going: Going) -> set[int]:
    """Of a file of orders a later row may complete a customer; of the others every column counts."""
    if "marks" not in batch.others:
        return unused_people(contact_ids=batch.contacts, source=SOURCE)
    marks = dict(zip(batch.contacts, batch.others["marks"], strict=True))
    wishes = set(batch.others["wishes"])
    wishes -= repeated(batch.run, "consents", wishes)
    people = untouched_people(marks=marks, consents=wishes | going.consents)
    return people - people_told_of(contact_ids=people, apart_from=events_of_going(going))


def _with_owners(going: Going) -> Going:
    """Who has an order or a subscription that stays, stays."""
    alone = going.people
    for model, gone in ((Order, going.orders), (Subscription, going.subscriptions)):
        alone = alone - _owners(model, alone, gone)
    return replace(going, people=alone)


def _owners(
    model: type[Order] | type[Subscription], contact_ids: Collection[int], gone: Collection[int]
) -> set[int]:
    rows = model._default_manager.filter(contact_id__in=contact_ids).exclude(pk__in=gone)
    return set(rows.values_list("contact_id", flat=True))
