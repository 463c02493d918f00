"""Conditions beyond the policy's: asked when a follow-up is planned and once more before it is sent."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sapa.domain.journeys.facts import KnownFollowUp, PersonFacts, PlannedFollowUp
from sapa.domain.journeys.times import DayOff, payment_deadline_of, promo_end
from sapa.domain.orders import OVER, OrderFacts
from sapa.domain.recipes import CEK_SETELAH_TIBA, CHECKOUT_BELUM_BAYAR, KANGEN_PELANGGAN, missing_settings

SECOND_AFTER_FIRST = timedelta(hours=6)
ONE_QUESTION_WITHIN = timedelta(days=14)
BAD_RATING = 2
WAITS_FOR_PAYMENT = frozenset(("placed", "awaiting_payment", "on_hold", "unknown"))

FollowUps = tuple[KnownFollowUp, ...]


def still_wanted(
    follow_up: KnownFollowUp,
    *,
    order: OrderFacts | None,
    person: PersonFacts,
    settings: Mapping[str, Any],
    now: datetime,
    is_day_off: DayOff,
) -> str | None:
    """The code of the first condition that no longer holds, or None.

    `person.follow_ups` may contain the follow-up itself.
    """
    if follow_up.recipe == CHECKOUT_BELUM_BAYAR.id and order:
        return _checkout_now(follow_up, order, person, now, is_day_off)
    if follow_up.recipe == CEK_SETELAH_TIBA.id and order:
        return arrival_reason(order, follow_up.order_id, follow_up.step, person.follow_ups)
    if follow_up.recipe == KANGEN_PELANGGAN.id:
        return winback_reason(person, follow_up.created_at, KANGEN_PELANGGAN.with_defaults(settings), now)
    return None


def supersedes(planned: PlannedFollowUp, known: FollowUps) -> list[str]:
    """Keys of the customer's waiting follow-ups that this one replaces."""
    same_recipe = (one for one in known if one.recipe == planned.recipe and one.state == "waiting")
    return [one.key for one in same_recipe if one.key != planned.key and _replaced(one, planned)]


def _replaced(old: KnownFollowUp, new: PlannedFollowUp) -> bool:
    if new.recipe == CHECKOUT_BELUM_BAYAR.id:
        return old.order_id != new.order_id and _newer(new.created_at, new.order_id, old)
    if new.recipe == CEK_SETELAH_TIBA.id:
        return old.order_id == new.order_id or _close(old.due_at, new.due_at)
    return True


def checkout_reason(
    order: OrderFacts, order_id: int | None, placed_at: datetime, known: FollowUps
) -> str | None:
    """Why an order needs no reminder to pay."""
    if order.status in OVER or order.cancelled_at:
        return "order_over"
    if order.paid_at:
        return "already_paid"
    if order.shipped_at or order.delivered_at:
        return "already_shipped"
    if order.is_cod:
        return "cod"
    if order.status not in WAITS_FOR_PAYMENT:
        return "already_paid"
    newer = any(_outranks(one, order_id, placed_at) for one in known)
    return "newest_order_wins" if newer else None


def arrival_reason(order: OrderFacts, order_id: int | None, step: str, known: FollowUps) -> str | None:
    """Why the customer is not asked about this parcel."""
    if order.status in OVER or order.cancelled_at:
        return "order_over"
    if step == "presumed" and order.delivered_at:
        return "delivery_confirmed"
    if step == "presumed" and (order.shipped_at is None or order.eta is None):
        return "no_estimate"
    asked = [one for one in known if one.recipe == CEK_SETELAH_TIBA.id]
    if any(one.order_id == order_id and one.step != step and one.state == "sent" for one in asked):
        return "already_asked"
    mine = next((one for one in asked if one.order_id == order_id and one.step == step), None)
    due_at = mine.due_at if mine else order.delivered_at or order.eta
    others = (one for one in asked if one.order_id != order_id and one.is_open)
    better = any(_close(one.due_at, due_at) and _more_valuable(one, order, order_id) for one in others)
    return "more_valuable_order" if better else None


def winback_reason(
    person: PersonFacts, created_at: datetime, settings: Mapping[str, Any], now: datetime
) -> str | None:
    """Why a dormant customer is left alone; open complaints and consent are the policy's."""
    if person.last_paid_at is None:
        return "never_paid"
    if person.last_paid_at >= created_at:
        return "bought_again"
    if person.has_subscription:
        return "active_subscription"
    if person.last_csat is not None and person.last_csat <= BAD_RATING:
        return "last_rating_bad"
    if missing_settings(KANGEN_PELANGGAN, settings):
        return "settings_missing"
    return "promo_over" if now >= promo_end(settings, person.zone) else None


def _checkout_now(
    follow_up: KnownFollowUp, order: OrderFacts, person: PersonFacts, now: datetime, is_day_off: DayOff
) -> str | None:
    reason = checkout_reason(order, follow_up.order_id, follow_up.created_at, person.follow_ups)
    if reason:
        return reason
    if now >= payment_deadline_of(order, person.segment, person.zone, is_day_off):
        return "payment_window_over"
    return _after_first_step(follow_up, person.follow_ups, now) if follow_up.step == "2" else None


def _after_first_step(follow_up: KnownFollowUp, known: FollowUps, now: datetime) -> str | None:
    same_order = (
        one for one in known if one.recipe == follow_up.recipe and one.order_id == follow_up.order_id
    )
    sent_at = next((one.finished_at for one in same_order if one.step == "1" and one.state == "sent"), None)
    if sent_at is None:
        return "step_one_not_sent"
    return "step_one_too_recent" if now - sent_at < SECOND_AFTER_FIRST else None


def _outranks(other: KnownFollowUp, order_id: int | None, placed_at: datetime) -> bool:
    """A reminder, waiting or sent, for a newer order of the same customer."""
    if other.recipe != CHECKOUT_BELUM_BAYAR.id or other.order_id == order_id or other.state == "dropped":
        return False
    return not _newer(placed_at, order_id, other)


def _newer(created_at: datetime, order_id: int | None, other: KnownFollowUp) -> bool:
    return (created_at, order_id or 0) > (other.created_at, other.order_id or 0)


def _close(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(one - other) < ONE_QUESTION_WITHIN


def _more_valuable(other: KnownFollowUp, order: OrderFacts, order_id: int | None) -> bool:
    return (other.value, other.order_id or 0) > (order.total.amount, order_id or 0)
