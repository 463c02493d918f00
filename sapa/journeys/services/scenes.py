"""Gather: everything that journeys may look at, for a whole batch, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sapa.base.rows import fetch_instances
from sapa.commerce.models import Order
from sapa.commerce.selectors import facts_of, products_of_orders, subjects, subjects_of_orders
from sapa.contacts.selectors import interactions, members, tickets
from sapa.domain.journeys import KnownFollowUp, PersonFacts, Trigger
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.scene import Outcome, Reply, Run, Scene
from sapa.domain.recipes import HOUSE, LIBRARY
from sapa.journeys.models import Enrolment, FollowUp
from sapa.journeys.services.house import House
from sapa.journeys.services.versions import definitions
from sapa.messaging.models import Message

OF_LAST_ORDER = (
    *("feedback.rated", "nps.answered", "message.received", "customer.quarterly", "campaign.started"),
    *("ticket.resolved", "interaction.first"),
)
BY_ID = "id = ANY(%(ids)b::bigint[])"
IN_COMMERCE = ("product", "shipment", "subscription", "invoice", "return", "feature")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a scene is about; `contact_id` is the root contact."""

    contact_id: int
    trigger: Trigger
    order_id: int | None = None
    refs: Mapping[str, int] = field(default_factory=dict)


class Backdrop(NamedTuple):
    """Rows of a batch by what they are: orders and products by order, the rest by (kind, id)."""

    orders: Mapping[int, Order]
    products: Mapping[int, Any]
    told: Mapping[tuple[str, int], Any]
    replies: Mapping[int, Reply]
    last: Mapping[int, Order]
    parcels: Mapping[int, Any]


def backdrop(wanted: Iterable[Wanted], *, replies_of: Iterable[int] = ()) -> Backdrop:
    """`replies_of`: root contacts whose newest message matters."""
    scenes = list(wanted)
    order_ids = {one.order_id for one in scenes if one.order_id}
    refs = {(kind, pk) for one in scenes for kind, pk in one.refs.items()}
    told: dict[tuple[str, int], Any] = dict(subjects([ref for ref in refs if ref[0] in IN_COMMERCE]))
    told |= {("interaction", pk): facts for pk, facts in interactions(_ids(refs, "interaction")).items()}
    told |= _tickets(scenes)
    told |= _messages(_ids(refs, "message"))
    orders = (
        {row.id: row for row in fetch_instances(Order, BY_ID, {"ids": list(order_ids)})} if order_ids else {}
    )
    last = _last_orders([one.contact_id for one in scenes if speaks_of_last_order(one)])
    order_ids |= {order.pk for order in last.values()}
    products = products_of_orders(order_ids) if order_ids else {}
    parcels = _parcels([one.order_id for one in scenes if one.order_id and _tells_of_parcel(one)])
    return Backdrop(orders, products, told, newest_replies(replies_of), last, parcels)


def speaks_of_last_order(wanted: Wanted) -> bool:
    return wanted.order_id is None and wanted.trigger.name in OF_LAST_ORDER


def _tells_of_parcel(wanted: Wanted) -> bool:
    """Complaints do, and what people compose, which no event started."""
    return "ticket" in wanted.refs or not wanted.trigger.name


def _last_orders(contact_ids: Iterable[int]) -> dict[int, Order]:
    """By root: the newest order that was not cancelled."""
    root = members(contact_ids)
    if not root:
        return {}
    rows = Order.objects.filter(contact_id__in=root, cancelled_at__isnull=True).order_by("placed_at", "pk")
    return {root[row.contact_id]: row for row in rows}


def _parcels(order_ids: Iterable[int]) -> dict[int, Any]:
    """The newest parcel of each order: what a complaint may be about."""
    wanted = set(order_ids)
    told = subjects_of_orders(wanted) if wanted else {}
    return {order_id: kinds["shipment"][-1] for order_id, kinds in told.items() if kinds.get("shipment")}


def _messages(ids: Iterable[int]) -> dict[tuple[str, int], Reply]:
    wanted = list(ids)
    rows = Message.objects.filter(pk__in=wanted, direction="in") if wanted else ()
    return {("message", row.id): Reply(row.text, row.at) for row in rows}


def _ids(refs: Iterable[tuple[str, int]], kind: str) -> list[int]:
    return [pk for name, pk in refs if name == kind]


def _tickets(scenes: Iterable[Wanted]) -> dict[tuple[str, int], Any]:
    """Tickets are kept with their contact."""
    pairs = [(one.contact_id, one.refs["ticket"]) for one in scenes if "ticket" in one.refs]
    return {("ticket", pk): facts for (_contact, pk), facts in tickets(pairs).items()} if pairs else {}


def newest_replies(contact_ids: Iterable[int]) -> dict[int, Reply]:
    """The last thing that each of them wrote."""
    wanted = set(contact_ids)
    if not wanted:
        return {}
    rows = Message.objects.filter(contact_id__in=wanted, direction="in")
    newest = rows.order_by("contact_id", "-at", "-pk").distinct("contact_id")
    return {row.contact_id: Reply(row.text, row.at) for row in newest}


def scene(
    wanted: Wanted,
    seen: Backdrop,
    *,
    person: PersonFacts,
    definition: Definition,
    chosen: Mapping[str, Any],
    house: House,
    now: datetime,
    key: str = "",
    run: Run | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Scene:
    """`chosen`: what the owner filled in; the journey's own defaults stand below it, unless they were put together
    already as `settings`. `key` and `run`: of the follow-up under question."""
    row, order_id = seen.orders.get(wanted.order_id or 0), wanted.order_id
    if row is None and speaks_of_last_order(wanted):
        row = seen.last.get(wanted.contact_id)
        order_id = row.pk if row and definition.trigger.subject == "order" else None
    told = {kind: seen.told.get((kind, pk)) for kind, pk in wanted.refs.items()}
    product = told.get("product")
    of_order = tuple(seen.products.get(row.id, ())) if row else ()
    return Scene(
        now=now,
        trigger=wanted.trigger,
        person=person,
        settings=definition.with_defaults(chosen) if settings is None else settings,
        order=facts_of(row) if row else None,
        order_id=order_id,
        products=(product, *of_order) if product else of_order,
        shipment=told.get("shipment") or seen.parcels.get(wanted.order_id or 0),
        subscription=told.get("subscription"),
        invoice=told.get("invoice"),
        returned=told.get("return"),
        ticket=told.get("ticket"),
        interaction=told.get("interaction"),
        feature=told.get("feature"),
        said=told.get("message"),
        shop=house.shop.name,
        agent=house.agent,
        hours=house.hours,
        is_open=house.is_open,
        answer_by=house.answer_by,
        is_day_off=house.is_day_off,
        definition=definition,
        key=key,
        run=run,
    )


def run_of(row: Enrolment, key: str, known: Iterable[KnownFollowUp], reply: Reply | None) -> Run:
    """`key`: of the journey. What became of each message is read from the follow-ups themselves."""
    start = f"{key}:{row.subject}:"
    kept = {step: _outcome(told) for step, told in row.outcomes.items()}
    seen = {
        one.key.removeprefix(start): Outcome(one.state, one.finished_at)
        for one in known
        if one.key.startswith(start)
    }
    return Run(
        subject=row.subject,
        started_at=row.started_at,
        arm=row.arm,
        variant=row.variant,
        position=row.position,
        outcomes=kept | seen,
        reply=_since_sending(reply, row.started_at, seen.values()),
    )


def _outcome(told: Mapping[str, Any]) -> Outcome:
    at = told.get("at")
    return Outcome(told["state"], datetime.fromisoformat(at) if at else None)


def _since_sending(reply: Reply | None, started_at: datetime, outcomes: Iterable[Outcome]) -> Reply | None:
    sent = [one.at for one in outcomes if one.at and one.state in ("sent", "rehearsed")]
    return reply if reply and reply.at > max(sent, default=started_at) else None


class Sight(NamedTuple):
    """One follow-up with the journey it belongs to and all that may be asked of it."""

    definition: Definition
    scene: Scene


def sights(
    rows: Sequence[FollowUp],
    *,
    roots: Mapping[int, int],
    people: Mapping[int, PersonFacts],
    house: House,
    now: datetime,
) -> dict[int, Sight]:
    """By follow-up; `people` by root contact, `rows` with their journey at hand."""
    begun = list({row.enrolment_id for row in rows if row.enrolment_id})
    enrolments = {one.pk: one for one in fetch_instances(Enrolment, BY_ID, {"ids": begun})} if begun else {}
    parsed = definitions({one.version_id for one in enrolments.values()})
    found = {row.id: enrolments.get(row.enrolment_id or 0) for row in rows}
    known = {
        row.id: parsed[one.version_id] if (one := found[row.id]) else _of_house(row.recipe) for row in rows
    }
    wanted = {row.id: _wanted(row, found[row.id], roots[row.contact_id]) for row in rows}
    asks = [wanted[row.id].contact_id for row in rows if asks_for_reply(known[row.id])]
    seen = backdrop(wanted.values(), replies_of=asks)
    chosen = _chosen(rows, known)
    return {
        row.id: Sight(
            known[row.id],
            _at(row, found[row.id], known[row.id], wanted[row.id], seen, people, house, now, chosen[row.id]),
        )
        for row in rows
    }


def _of_house(recipe: str) -> Definition:
    return HOUSE[recipe] if recipe in HOUSE else LIBRARY[recipe]


def _chosen(rows: Sequence[FollowUp], known: Mapping[int, Definition]) -> dict[int, dict[str, Any]]:
    """The settings of each follow-up's journey over the defaults, put together once for each journey."""
    made: dict[tuple[int, int], dict[str, Any]] = {}
    for row in rows:
        key = (row.journey_id, id(known[row.id]))
        if key not in made:
            made[key] = known[row.id].with_defaults(row.journey.settings)
    return {row.id: made[row.journey_id, id(known[row.id])] for row in rows}


def _wanted(row: FollowUp, enrolment: Enrolment | None, root: int) -> Wanted:
    if enrolment is None:
        return Wanted(root, Trigger("", row.created_at), row.order_id)
    trigger = Trigger(enrolment.trigger_name, enrolment.trigger_at, enrolment.attempt)
    return Wanted(root, trigger, row.order_id, enrolment.refs)


def _at(
    row: FollowUp,
    enrolment: Enrolment | None,
    definition: Definition,
    wanted: Wanted,
    seen: Backdrop,
    people: Mapping[int, PersonFacts],
    house: House,
    now: datetime,
    settings: Mapping[str, Any],
) -> Scene:
    person = people[wanted.contact_id]
    reply = seen.replies.get(wanted.contact_id)
    run = run_of(enrolment, row.recipe, person.follow_ups, reply) if enrolment else None
    return scene(
        wanted,
        seen,
        person=person,
        definition=definition,
        chosen=row.journey.settings,
        house=house,
        now=now,
        key=row.key,
        run=run,
        settings=settings,
    )


def asks_for_reply(definition: Definition) -> bool:
    conditions = [*definition.conditions, *(c for step in definition.messages for c in step.when)]
    return any(one.fact.startswith("reply.") for one in conditions)
