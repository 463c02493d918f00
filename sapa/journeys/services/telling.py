"""What the records know of one customer, as the variables that texts may say."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sapa.accounts.selectors import workspace
from sapa.commerce.models import Order
from sapa.contacts.selectors import members
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.recipes.house import LATER, STEP
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.services.house import house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.scenes import sights


def known_of(*, contact_id: int, now: datetime) -> Mapping[str, Any]:
    """Nested as `variables_for` gives them, blank where nothing is known; of the newest order that stands."""
    roots = members([contact_id])
    orders = Order.objects.filter(contact_id__in=roots, cancelled_at=None).order_by("-placed_at", "-pk")
    row = FollowUp(
        id=-1,
        contact_id=contact_id,
        order_id=orders.values_list("pk", flat=True).first(),
        journey=Journey(recipe=LATER),
        key=LATER,
        recipe=LATER,
        step=STEP,
        created_at=now,
    )
    house = house_of(workspace(), now=now)
    [sight] = sights([row], roots=roots, people=facts_of_people(roots), house=house, now=now).values()
    return variables_for(sight.scene, now)
