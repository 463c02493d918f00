"""Facts of the order that a journey is about (`domain.md` §3, rows of the checkout, confirmation and arrival)."""

from datetime import datetime, timedelta

from sapa.domain.journeys.facts import KnownFollowUp
from sapa.domain.journeys.registry.shorthand import (
    SENT,
    Read,
    by_name,
    instant,
    number,
    of_this_journey,
    started,
    yes_no,
)
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.times import payment_deadline_of, plus_working_days
from sapa.domain.orders import OVER, OrderFacts

WAITS_FOR_PAYMENT = frozenset(("placed", "awaiting_payment", "on_hold", "unknown"))
ONE_QUESTION_WITHIN = timedelta(days=14)


def of_order(name: str) -> Read:
    return lambda scene: getattr(scene.order, name) if scene.order else None


def payment_deadline(scene: Scene) -> datetime | None:
    if scene.order is None:
        return None
    person = scene.person
    return payment_deadline_of(scene.order, person.segment, person.zone, scene.is_day_off)


def is_over(scene: Scene) -> bool:
    return bool(scene.order and (scene.order.status in OVER or scene.order.cancelled_at))


def is_paid(scene: Scene) -> bool:
    return bool(scene.order and scene.order.paid_at)


def is_shipped(scene: Scene) -> bool:
    return bool(scene.order and (scene.order.shipped_at or scene.order.delivered_at))


def delivered_at(scene: Scene) -> datetime | None:
    """By the order, or by its parcel."""
    by_order = scene.order.delivered_at if scene.order else None
    return by_order or (scene.shipment.delivered_at if scene.shipment else None)


def is_delivered(scene: Scene) -> bool:
    return delivered_at(scene) is not None


def is_cod(scene: Scene) -> bool:
    return bool(scene.order and scene.order.is_cod)


def waits_for_payment(scene: Scene) -> bool:
    return bool(scene.order and scene.order.status in WAITS_FOR_PAYMENT)


def is_confirmed(scene: Scene) -> bool:
    """Paid, or to be paid at the door."""
    return is_paid(scene) or is_cod(scene)


def is_digital(scene: Scene) -> bool:
    """Nothing in it is shipped: so say its products, or the owner for the whole shop."""
    if scene.settings.get("from_payment"):
        return True
    return bool(scene.products) and all(product.is_digital for product in scene.products)


def is_in_hand(scene: Scene) -> bool:
    """The customer has it: it was delivered, or it is digital and paid (recipe.anchor)."""
    return in_hand_at(scene) is not None


def in_hand_at(scene: Scene) -> datetime | None:
    arrived_at = scene.trigger.at if scene.trigger.name == "shipment.delivered" else None
    paid_at = scene.order.paid_at if scene.order and is_digital(scene) else None
    return delivered_at(scene) or arrived_at or paid_at


def has_estimate(scene: Scene) -> bool:
    return bool(scene.order and scene.order.shipped_at and scene.order.eta)


def is_below_minimum(scene: Scene) -> bool:
    return total(scene) < int(scene.settings.get("min_total") or 0)


def total(scene: Scene) -> int:
    return scene.order.total.amount if scene.order else 0


def ship_by(scene: Scene) -> datetime | None:
    """So many working days after payment, or after the order was placed where it is paid at the door."""
    order = scene.order
    if order is None:
        return None
    days = int((scene.settings.get("kirim") or {}).get("hari_proses") or 1)
    return plus_working_days(order.paid_at or order.placed_at, days, scene.person.zone, scene.is_day_off)


def has_newer_reminder(scene: Scene) -> bool:
    """This journey reminds, or reminded, of a newer order of the same customer."""
    mine = (started(scene), scene.order_id or 0)
    others = (one for one in of_this_journey(scene) if one.order_id != scene.order_id)
    return any(one.state != "dropped" and (one.created_at, one.order_id or 0) >= mine for one in others)


def was_asked(scene: Scene) -> bool:
    """Another step of this journey was sent for the same order."""
    same = (one for one in of_this_journey(scene) if one.order_id == scene.order_id)
    return any(one.state in SENT and not is_own_step(one, scene) for one in same)


def is_own_step(one: KnownFollowUp, scene: Scene) -> bool:
    """While planning there is no key yet: the step that the trigger plans is the one that names it."""
    if scene.key or scene.definition is None:
        return one.key == scene.key
    on = next((step.on for step in scene.definition.steps if step.id == one.step), ())
    return not on or scene.trigger.name in on


def is_outvalued(scene: Scene) -> bool:
    """Within 14 days a more valuable order is asked about instead."""
    if scene.order is None:
        return False
    due_at = own_due(scene, scene.order)
    others = (one for one in of_this_journey(scene) if one.order_id != scene.order_id and one.is_open)
    mine = (scene.order.total.amount, scene.order_id or 0)
    return any(close(one.due_at, due_at) and (one.value, one.order_id or 0) > mine for one in others)


def own_due(scene: Scene, order: OrderFacts) -> datetime | None:
    same = (one for one in of_this_journey(scene) if one.order_id == scene.order_id)
    mine = next((one for one in same if is_own_step(one, scene)), None)
    return mine.due_at if mine else order.delivered_at or order.eta


def close(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(one - other) < ONE_QUESTION_WITHIN


ORDER_FACTS = by_name(
    (
        yes_no(
            "order.is_over",
            is_over,
            ("pesanan dibatalkan atau berakhir", "the order was cancelled or has ended"),
            if_yes="order_over",
        ),
        yes_no(
            "order.is_paid",
            is_paid,
            ("pesanan sudah dibayar", "the order is paid"),
            if_yes="already_paid",
            if_no="not_paid",
        ),
        yes_no(
            "order.waits_for_payment",
            waits_for_payment,
            ("pesanan menunggu pembayaran", "the order waits for payment"),
            if_no="already_paid",
        ),
        yes_no(
            "order.is_confirmed",
            is_confirmed,
            ("pesanan pasti: dibayar atau COD", "the order is certain: paid or COD"),
            if_no="not_paid",
        ),
        yes_no(
            "order.is_shipped",
            is_shipped,
            ("pesanan sudah dikirim", "the order is shipped"),
            if_yes="already_shipped",
            if_no="not_shipped",
        ),
        yes_no(
            "order.is_delivered",
            is_delivered,
            ("pesanan sudah tiba", "the order was delivered"),
            if_yes="delivery_confirmed",
            if_no="not_in_hand",
        ),
        yes_no("order.is_cod", is_cod, ("bayar di tempat (COD)", "paid on delivery (COD)"), if_yes="cod"),
        yes_no(
            "order.is_digital",
            is_digital,
            ("barang digital atau jasa", "digital goods or a service"),
        ),
        yes_no(
            "order.is_in_hand",
            is_in_hand,
            ("barang sudah di tangan pelanggan", "the customer has the goods"),
            if_no="not_in_hand",
        ),
        yes_no(
            "order.has_estimate",
            has_estimate,
            ("perkiraan tiba diketahui", "the estimated arrival is known"),
            if_no="no_estimate",
        ),
        yes_no(
            "order.is_below_minimum",
            is_below_minimum,
            ("nilai pesanan di bawah batas resep", "the order is below the recipe's minimum"),
            if_yes="below_minimum",
        ),
        yes_no(
            "order.has_newer_reminder",
            has_newer_reminder,
            ("ada pengingat untuk pesanan lebih baru", "a newer order has its own reminder"),
            if_yes="newest_order_wins",
        ),
        yes_no(
            "order.is_outvalued",
            is_outvalued,
            ("pesanan lain lebih bernilai ditanyakan", "a more valuable order is asked about"),
            if_yes="more_valuable_order",
        ),
        yes_no(
            "order.was_asked",
            was_asked,
            ("pesanan ini sudah ditanyakan", "this order was asked about"),
            if_yes="already_asked",
        ),
        number("order.total", total, ("nilai pesanan", "value of the order"), code="below_minimum"),
        number(
            "order.quantity",
            lambda scene: scene.order.quantity if scene.order else None,
            ("jumlah barang", "number of pieces"),
        ),
        *(
            instant(f"order.{name}", of_order(name), label)
            for name, label in (
                ("placed_at", ("saat pesanan dibuat", "when the order was placed")),
                ("paid_at", ("saat pesanan dibayar", "when the order was paid")),
                ("shipped_at", ("saat pesanan dikirim", "when the order was shipped")),
                ("delivered_at", ("saat pesanan tiba", "when the order was delivered")),
                ("eta", ("perkiraan tiba", "estimated arrival")),
            )
        ),
        instant("order.in_hand_at", in_hand_at, ("saat barang di tangan", "since when they have the goods")),
        instant("order.ship_by", ship_by, ("perkiraan kirim", "estimated shipping")),
        instant(
            "order.payment_deadline",
            payment_deadline,
            ("batas pembayaran", "payment deadline"),
            code="payment_window_over",
        ),
    )
)
