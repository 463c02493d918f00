"""What of an import may go: asked before anybody agrees, and again of each batch while its people are held."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from sapa.commerce.importers.consents import event_keys
from sapa.commerce.importers.tables import SOURCE
from sapa.commerce.importers.undoing.references import used
from sapa.commerce.models import ImportBatch, Order
from sapa.contacts.models import Consent, Contact
from sapa.contacts.services import untouched_people, unused_people
from sapa.events.selectors import people_told_of

PLANS = {"journeys.Enrolment", "journeys.FollowUp", "journeys.Task", "journeys.Decision"}
OF_PEOPLE = {"contacts.Identity", "contacts.ContactGate", "contacts.ContactState", "contacts.Consent"}


@dataclass(frozen=True, slots=True)
class Going:
    """Ids of what a batch made and nobody has used since; `kept` counts the others."""

    orders: set[int]
    people: set[int]
    kept: int
    consents: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.orders) + len(self.people) + len(self.consents)


def going_of(batch: ImportBatch, *, only_look: bool) -> Going:
    """Unless `only_look`, what was planned for it is deleted already."""
    unused = _unused(batch)
    forget_plans = import_string(settings.FORGET_PLANS)
    lasting = forget_plans(order_ids=unused.orders, contact_ids=unused.people, only_look=only_look)
    return _without(unused, *lasting)


def _unused(batch: ImportBatch) -> Going:
    """An order that was told again, or to which anything belongs by now, stays with its customer."""
    orders = Order.objects.filter(pk__in=batch.orders, updated_at=F("recorded_at"))
    free = set(orders.values_list("pk", flat=True))
    free -= used(Order, free, PLANS)
    wishes = Consent.objects.filter(pk__in=batch.others.get("consents", []))
    consents = set(wishes.values_list("pk", flat=True))
    people = _people(batch, consents)
    people -= used(Contact, people, PLANS | OF_PEOPLE | {"commerce.Order"})
    kept = len(batch.orders) + len(batch.contacts) - len(free) - len(people)
    return _without(Going(free, people, kept, consents), set(), set())


def _people(batch: ImportBatch, consents: Collection[int]) -> set[int]:
    """Of a file of orders a later row may complete a customer; of the others every column counts."""
    if "marks" not in batch.others:
        return unused_people(contact_ids=batch.contacts, source=SOURCE)
    marks = dict(zip(batch.contacts, batch.others["marks"], strict=True))
    people = untouched_people(marks=marks, consents=[*batch.others["wishes"], *consents])
    return people - people_told_of(contact_ids=people, apart_from=event_keys(consents))


def _without(going: Going, orders: set[int], people: set[int]) -> Going:
    """Who has an order that stays, stays."""
    free, alone = going.orders - orders, going.people - people
    others = Order.objects.filter(contact_id__in=alone).exclude(pk__in=free)
    alone -= set(others.values_list("contact_id", flat=True))
    spared = len(going.orders) + len(going.people) - len(free) - len(alone)
    return replace(going, orders=free, people=alone, kept=going.kept + spared)
