"""What the pure journeys must know about people, by set."""

from collections.abc import Mapping
from datetime import datetime

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import calendar
from sapa.contacts.models import Contact, ContactState
from sapa.contacts.selectors import customers
from sapa.domain import journeys, policy
from sapa.domain.journeys.times import DayOff
from sapa.domain.zones.resolve import resolve
from sapa.journeys.models import FollowUp
from sapa.journeys.services.gathering import rules

WEEKEND = (5, 6)


def working_week(shop: Workspace) -> DayOff:
    """Days on which companies of the workspace's country do not work."""
    return journeys.days_off(calendar(), shop.country, WEEKEND)


def facts_of_people(
    roots: dict[int, int],
    *,
    known: Mapping[int, policy.Customer] | None = None,
    chosen: policy.Policy | None = None,
) -> dict[int, journeys.PersonFacts]:
    """By root contact; `roots` are all records of these people, merged ones too, with their root.

    `known` and `chosen`: customers and policy where the caller has read them already.
    """
    if not roots:
        return {}
    wanted = sorted(set(roots.values()))
    people = known or customers(wanted)
    rules_in_force = chosen or rules().policy
    follow_ups = _known_follow_ups(roots)
    states = {state.contact_id: state for state in ContactState.objects.filter(contact_id__in=roots)}
    paid: dict[int, datetime] = {}
    for contact_id, state in states.items():
        if state.last_paid_at:
            root = roots[contact_id]
            paid[root] = max(state.last_paid_at, paid.get(root, state.last_paid_at))
    return {
        contact.pk: _person(
            contact,
            zone_of(people[contact.pk], rules_in_force),
            follow_ups.get(contact.pk, ()),
            paid.get(contact.pk),
            states.get(contact.pk),
        )
        for contact in Contact.objects.filter(pk__in=wanted).order_by("pk")
    }


def _person(
    contact: Contact,
    zone: str,
    follow_ups: tuple[journeys.KnownFollowUp, ...],
    last_paid_at: datetime | None,
    state: ContactState | None,
) -> journeys.PersonFacts:
    return journeys.PersonFacts(
        contact_id=contact.pk,
        segment=contact.segment,
        zone=zone,
        name=contact.name,
        company=contact.company,
        gender=contact.gender,
        preferred_address=contact.preferred_address,
        last_paid_at=last_paid_at,
        last_csat=state.last_csat if state else None,
        follow_ups=follow_ups,
    )


def zone_of(customer: policy.Customer, chosen: policy.Policy) -> str:
    """The customer's primary zone, by which days are counted and times are written (domain.md 2.3)."""
    address = customer.address or policy.Address()
    return resolve(
        timezone=customer.timezone or "",
        country=address.country,
        province=address.province,
        postcode=address.postcode,
        region=address.region,
        phone=customer.phone or "",
        business=chosen.business_timezone,
        unknown=chosen.unknown_zone,
    ).primary


def _known_follow_ups(roots: dict[int, int]) -> dict[int, tuple[journeys.KnownFollowUp, ...]]:
    found: dict[int, list[journeys.KnownFollowUp]] = {}
    rows = FollowUp.objects.filter(contact_id__in=roots).select_related("order").order_by("id")
    for row in rows:
        found.setdefault(roots[row.contact_id], []).append(known(row))
    return {root: tuple(follow_ups) for root, follow_ups in found.items()}


def known(row: FollowUp) -> journeys.KnownFollowUp:
    return journeys.KnownFollowUp(
        key=row.key,
        recipe=row.recipe,
        step=row.step,
        state=row.state,
        created_at=row.created_at,
        due_at=row.due_at,
        order_id=row.order_id,
        value=row.order.amount if row.order else 0,
        finished_at=row.finished_at,
    )
