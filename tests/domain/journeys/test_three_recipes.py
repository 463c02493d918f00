"""What the first three recipes plan and why not: unchanged since they became journey files."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sapa.domain.calendars import default_calendar
from sapa.domain.events import EVENTS
from sapa.domain.journeys.advancing import advance
from sapa.domain.journeys.conditions import missing_settings, still_wanted
from sapa.domain.journeys.definition import TIMED
from sapa.domain.journeys.enrolling import start
from sapa.domain.journeys.facts import KnownFollowUp, PersonFacts, PlannedFollowUp, Skipped, Trigger
from sapa.domain.journeys.reasons import REASONS, reason_wording
from sapa.domain.journeys.registry.filling import variables_for
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.times import (
    days_off,
    dormancy_instants,
    dormancy_triggers,
    payment_deadline_of,
    presumed_delivery,
)
from sapa.domain.orders import Money, OrderFacts
from sapa.domain.policy import reason_of
from sapa.domain.recipes import LIBRARY


@dataclass(frozen=True)
class Choice:
    enabled: bool
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    planned: tuple[PlannedFollowUp, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    superseded: tuple[str, ...] = ()


FRIDAY = datetime(2026, 9, 11, 8, 0, tzinfo=UTC)  # 15:00 in Jakarta
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEWI = PersonFacts(1, "b2c", "Asia/Jakarta", "Dewi Anggraini")
OFFICE = PersonFacts(2, "b2b", "Asia/Jakarta", "Anton Wijaya", "PT Citra Rasa")
CHECKOUT, ARRIVAL, WINBACK = "checkout_belum_bayar", "cek_setelah_tiba", "kangen_pelanggan"
PROMO = {"isi": "ongkos kirim gratis", "kode": "KEMBALI", "berlaku_sampai": "2027-12-31"}
ALL_ON = {
    CHECKOUT: Choice(True),
    ARRIVAL: Choice(True),
    WINBACK: Choice(True, {"promo": PROMO}),
}


def no_holiday(day: date) -> bool:
    return day.weekday() >= 5


def unpaid(number: str = "A-1", **known: Any) -> OrderFacts:
    usual: dict[str, Any] = {
        "status": "awaiting_payment",
        "payment_deadline": FRIDAY + DAY,
        "total": Money(100_000),
    }
    return OrderFacts(number, FRIDAY, **(usual | known))


def delivered(amount: int = 100_000, **known: Any) -> OrderFacts:
    usual: dict[str, Any] = {
        "status": "delivered",
        "paid_at": FRIDAY,
        "shipped_at": FRIDAY,
        "delivered_at": FRIDAY + DAY,
    }
    return OrderFacts("A-1", FRIDAY - DAY, total=Money(amount), **(usual | known))


def planned_by(
    name: str,
    order: OrderFacts | None,
    person: PersonFacts = DEWI,
    *,
    at: datetime = FRIDAY,
    now: datetime | None = None,
    order_id: int = 10,
    attempt: int = 0,
    choices: dict[str, Choice] | None = None,
) -> Plan:
    """Start and first walk of every switched-on recipe of the three that this triggers."""
    chosen = ALL_ON | (choices or {})
    found = [
        started(recipe, chosen[recipe].settings, name, at, attempt, order, order_id, person, now or at)
        for recipe in chosen
        if name in LIBRARY[recipe].trigger.on
    ]
    return Plan(
        tuple(one for plan in found for one in plan.planned),
        tuple(one for plan in found for one in plan.skipped),
        tuple(one for plan in found for one in plan.superseded),
    )


def started(
    recipe: str,
    settings: Any,
    name: str,
    at: datetime,
    attempt: int,
    order: OrderFacts | None,
    order_id: int,
    person: PersonFacts,
    now: datetime,
) -> Plan:
    definition = LIBRARY[recipe]
    trigger = Trigger(name, at, attempt)
    scene = Scene(now, trigger, person, settings, order, order_id, is_day_off=no_holiday)
    run = start(definition, scene, share=0, salt="s")
    if isinstance(run, Skipped):
        return Plan(skipped=(run,))
    walked = advance(definition, replace(scene, run=run))
    return Plan(walked.planned, walked.skipped, walked.superseded)


def only(found: Plan) -> PlannedFollowUp:
    (one,) = found.planned
    return one


def codes(found: Plan) -> list[str]:
    return [skipped.code for skipped in found.skipped]


def known(one: PlannedFollowUp, state: str = "waiting", finished_at: datetime | None = None) -> KnownFollowUp:
    return KnownFollowUp(
        one.key, one.recipe, one.step, state, one.created_at, one.due_at, one.order_id, one.value, finished_at
    )


def wanted(one: PlannedFollowUp, order: OrderFacts | None, person: PersonFacts, now: datetime) -> str | None:
    settings = {"promo": PROMO, "second_step": True}
    trigger = Trigger(LIBRARY[one.recipe].trigger.on[0], one.created_at)
    scene = Scene(now, trigger, person, settings, order, one.order_id, key=one.key, is_day_off=no_holiday)
    return still_wanted(LIBRARY[one.recipe], one.step, scene)


# --- checkout_belum_bayar


def test_an_unpaid_order_is_reminded_after_four_hours_until_shortly_before_its_deadline() -> None:
    one = only(planned_by("order.placed", unpaid()))
    assert (one.due_at, one.expires_at) == (FRIDAY + 4 * HOUR, FRIDAY + DAY - 30 * MINUTE)
    assert (one.created_at, one.klass, one.key) == (FRIDAY, "reminder", f"{CHECKOUT}:order-10:1")
    assert one.exits == ("paid", "cancelled", "replied")


def test_a_far_deadline_does_not_make_the_reminder_useful_for_longer_than_a_day() -> None:
    one = only(planned_by("order.placed", unpaid(payment_deadline=FRIDAY + 5 * DAY)))
    assert one.expires_at == FRIDAY + DAY


def test_a_deadline_before_the_reminder_leaves_no_window() -> None:
    found = planned_by("order.placed", unpaid(payment_deadline=FRIDAY + 4 * HOUR))
    assert (found.planned, codes(found)[0]) == ((), "window_passed")


def test_history_whose_window_has_passed_starts_nothing() -> None:
    found = planned_by("order.placed", unpaid(), now=FRIDAY + DAY)
    assert (found.planned, codes(found)[0]) == ((), "window_passed")


def test_a_late_import_inside_the_window_still_reminds() -> None:
    assert only(planned_by("order.placed", unpaid(), now=FRIDAY + 10 * HOUR)).due_at == FRIDAY + 4 * HOUR


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (unpaid(paid_at=FRIDAY + HOUR, status="paid"), "already_paid"),
        (unpaid(status="processing"), "already_paid"),
        (unpaid(shipped_at=FRIDAY + HOUR), "already_shipped"),
        (unpaid(status="cancelled", cancelled_at=FRIDAY), "order_over"),
        (unpaid(status="expired"), "order_over"),
        (unpaid(payment_type="COD"), "cod"),
    ],
)
def test_an_order_that_waits_for_no_payment_is_not_reminded(order: OrderFacts, code: str) -> None:
    found = planned_by("order.placed", order)
    assert (found.planned, codes(found)) == ((), [code])


def test_a_company_without_a_deadline_has_three_working_days() -> None:
    order = unpaid(payment_deadline=None)
    assert payment_deadline_of(order, "b2b", "Asia/Jakarta", no_holiday) == FRIDAY + 5 * DAY
    assert only(planned_by("order.placed", order, OFFICE)).expires_at == FRIDAY + 5 * DAY - 30 * MINUTE


def test_a_company_keeps_the_deadline_of_its_payment_link() -> None:
    one = only(planned_by("order.placed", unpaid(payment_deadline=FRIDAY + 2 * DAY), OFFICE))
    assert one.expires_at == FRIDAY + 2 * DAY - 30 * MINUTE


def test_holidays_and_weekends_are_no_working_days() -> None:
    is_off = days_off(default_calendar(), "ID", (5, 6))
    wednesday = datetime(2026, 12, 23, 3, 0, tzinfo=UTC)
    assert is_off(date(2026, 12, 25))
    deadline = payment_deadline_of(unpaid(payment_deadline=None), "b2b", "Asia/Jakarta", no_holiday)
    later = OrderFacts("A", wednesday)
    assert deadline < payment_deadline_of(later, "b2b", "Asia/Jakarta", is_off)
    assert payment_deadline_of(later, "b2b", "Asia/Jakarta", is_off) >= wednesday + 6 * DAY


def test_the_second_reminder_comes_only_when_switched_on_and_three_hours_before_the_deadline() -> None:
    both = Choice(True, {"second_step": True})
    _, second = planned_by("order.placed", unpaid(), choices={CHECKOUT: both}).planned
    assert (second.step, second.due_at) == ("2", FRIDAY + 21 * HOUR)
    assert second.expires_at == FRIDAY + DAY - 30 * MINUTE
    assert codes(planned_by("order.placed", unpaid())) == ["step_off"]


def test_a_deadline_within_eighteen_hours_has_no_second_reminder() -> None:
    both = Choice(True, {"second_step": True})
    found = planned_by("order.placed", unpaid(payment_deadline=FRIDAY + 17 * HOUR), choices={CHECKOUT: both})
    assert codes(found) == ["deadline_too_close"]


@pytest.mark.parametrize(
    ("state", "sent_after", "code"),
    [
        ("waiting", None, "step_one_not_sent"),
        ("dropped", 4 * HOUR, "step_one_not_sent"),
        ("sent", 16 * HOUR, "step_one_too_recent"),
        ("sent", 15 * HOUR, None),
    ],
)
def test_the_second_reminder_follows_a_first_one_that_was_sent_six_hours_before(
    state: str, sent_after: timedelta | None, code: str | None
) -> None:
    both = Choice(True, {"second_step": True})
    first, second = planned_by("order.placed", unpaid(), choices={CHECKOUT: both}).planned
    sent_at = FRIDAY + sent_after if sent_after else None
    person = replace(DEWI, follow_ups=(known(first, state, sent_at), known(second)))
    assert wanted(second, unpaid(), person, FRIDAY + 21 * HOUR) == code


def test_the_newest_order_wins() -> None:
    old = only(planned_by("order.placed", unpaid(), order_id=10))
    person = replace(DEWI, follow_ups=(known(old),))
    newer = planned_by("order.placed", unpaid("A-2"), person, at=FRIDAY + HOUR, order_id=11)
    assert newer.superseded == (old.key,)
    both = replace(DEWI, follow_ups=(known(old), known(only(newer))))
    assert wanted(old, unpaid(), both, FRIDAY + 5 * HOUR) == "newest_order_wins"
    assert wanted(only(newer), unpaid("A-2"), both, FRIDAY + 5 * HOUR) is None


def test_an_older_order_that_arrives_late_starts_no_second_reminder() -> None:
    newer = only(planned_by("order.placed", unpaid("A-2"), at=FRIDAY + HOUR, order_id=11))
    person = replace(DEWI, follow_ups=(known(newer),))
    assert codes(planned_by("order.placed", unpaid(), person, order_id=10)) == ["newest_order_wins"]


def test_planning_the_same_order_again_gives_the_same_key_and_replaces_nothing() -> None:
    first = only(planned_by("order.placed", unpaid()))
    person = replace(DEWI, follow_ups=(known(first),))
    again = planned_by("order.placed", unpaid(), person)
    assert (only(again).key, again.superseded) == (first.key, ())


@pytest.mark.parametrize(
    ("order", "after", "code"),
    [
        (unpaid(), 5 * HOUR, None),
        (unpaid(), DAY, "payment_window_over"),
        (unpaid(paid_at=FRIDAY + 5 * HOUR, status="paid"), 6 * HOUR, "already_paid"),
        (unpaid(status="cancelled"), 6 * HOUR, "order_over"),
        (unpaid(shipped_at=FRIDAY + HOUR), 6 * HOUR, "already_shipped"),
    ],
)
def test_a_reminder_is_looked_at_again_before_it_goes(
    order: OrderFacts, after: timedelta, code: str | None
) -> None:
    one = only(planned_by("order.placed", unpaid()))
    assert wanted(one, order, replace(DEWI, follow_ups=(known(one),)), FRIDAY + after) == code


# --- cek_setelah_tiba


def test_a_delivered_order_is_asked_about_a_day_later_for_three_days() -> None:
    one = only(planned_by("shipment.delivered", delivered(), at=FRIDAY + DAY))
    assert (one.due_at, one.expires_at) == (FRIDAY + 2 * DAY, FRIDAY + 5 * DAY)
    assert (one.klass, one.category, one.recipe_cap) == ("care", "utility", {"max": 1, "days": 14})


def test_an_order_below_the_owners_minimum_is_not_asked_about() -> None:
    found = planned_by(
        "shipment.delivered", delivered(90_000), choices={ARRIVAL: Choice(True, {"min_total": 100_000})}
    )
    assert codes(found) == ["below_minimum"]


def test_a_cancelled_order_that_arrived_anyway_is_not_asked_about() -> None:
    found = planned_by("shipment.delivered", delivered(status="cancelled", cancelled_at=FRIDAY))
    assert codes(found) == ["order_over"]


def test_of_several_parcels_the_most_valuable_is_asked_about() -> None:
    small = only(planned_by("shipment.delivered", delivered(50_000), order_id=10))
    person = replace(DEWI, follow_ups=(known(small),))
    large = planned_by("shipment.delivered", delivered(90_000), person, at=FRIDAY + DAY, order_id=11)
    assert large.superseded == (small.key,)
    person = replace(DEWI, follow_ups=(known(only(large)),))
    assert codes(planned_by("shipment.delivered", delivered(50_000), person, order_id=10)) == [
        "more_valuable_order"
    ]


def test_parcels_a_fortnight_apart_do_not_compete() -> None:
    large = only(planned_by("shipment.delivered", delivered(90_000), order_id=11))
    person = replace(DEWI, follow_ups=(known(large),))
    at = FRIDAY + 20 * DAY
    late = delivered(50_000, delivered_at=at)
    assert only(planned_by("shipment.delivered", late, person, at=at, order_id=12)).order_id == 12


def test_a_silent_courier_is_presumed_to_have_delivered_two_days_after_the_estimate() -> None:
    order = delivered(delivered_at=None, status="shipped", eta=FRIDAY + 3 * DAY)
    instant = presumed_delivery(order, "Asia/Jakarta")
    assert instant == FRIDAY + 5 * DAY
    one = only(planned_by("delivery.presumed", order, at=instant))
    assert (one.step, one.due_at, one.created_at) == ("presumed", instant + DAY, instant)


@pytest.mark.parametrize("known_more", [{"delivered_at": FRIDAY}, {"status": "cancelled"}, {"eta": None}])
def test_nothing_is_presumed_when_it_is_known_or_unknowable(known_more: dict[str, Any]) -> None:
    order = delivered(**({"delivered_at": None, "status": "shipped", "eta": FRIDAY} | known_more))
    assert presumed_delivery(order, "Asia/Jakarta") is None


def test_a_late_delivery_replaces_the_presumed_one_and_nobody_is_asked_twice() -> None:
    order = delivered(delivered_at=None, status="shipped", eta=FRIDAY)
    guess = only(planned_by("delivery.presumed", order, at=FRIDAY + 2 * DAY))
    person = replace(DEWI, follow_ups=(known(guess),))
    real = planned_by("shipment.delivered", delivered(), person)
    assert real.superseded == (guess.key,)
    assert wanted(guess, delivered(), person, FRIDAY + 3 * DAY) == "delivery_confirmed"
    asked = replace(DEWI, follow_ups=(known(guess, "sent", FRIDAY + 3 * DAY),))
    assert codes(planned_by("shipment.delivered", delivered(), asked)) == ["already_asked"]


# --- kangen_pelanggan

PAID = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)
MADE = PersonFacts(3, "b2c", "Asia/Makassar", "Made Wijaya", last_paid_at=PAID)


def dormant(attempt: int, person: PersonFacts = MADE, winback: Choice | None = None) -> Plan:
    choices = {WINBACK: winback} if winback else None
    at = dormancy_instants(PAID, "Asia/Makassar")[attempt - 1]
    return planned_by("customer.dormant", delivered(), person, at=at, attempt=attempt, choices=choices)


def test_a_customer_is_dormant_after_90_120_and_180_days() -> None:
    assert [at - PAID for at in dormancy_instants(PAID, "Asia/Makassar")] == [90 * DAY, 120 * DAY, 180 * DAY]


def test_an_attempt_before_the_import_never_starts_and_later_ones_do() -> None:
    found = dormancy_triggers(PAID, "Asia/Makassar", after=PAID + 100 * DAY, until=PAID + 150 * DAY)
    assert found == [Trigger("customer.dormant", PAID + 120 * DAY, 2)]


def test_an_attempt_is_useful_for_a_fortnight() -> None:
    one = only(dormant(1))
    assert (one.due_at, one.expires_at) == (PAID + 90 * DAY, PAID + 104 * DAY)
    assert (one.klass, one.step, one.created_at) == ("promo", "1", PAID + 90 * DAY)
    assert one.exits == ("order_placed", "replied")


def test_an_answer_to_the_first_attempt_ends_the_later_ones() -> None:
    assert only(dormant(2)).created_at == only(dormant(1)).created_at


def test_an_attempt_waits_until_thirty_days_after_the_one_before_was_sent() -> None:
    first = only(dormant(1))
    person = replace(MADE, follow_ups=(known(first, "sent", PAID + 93 * DAY),))
    assert only(dormant(2, person)).due_at == PAID + 123 * DAY


def test_every_dormancy_has_keys_of_its_own() -> None:
    again = replace(MADE, last_paid_at=PAID - 5 * DAY)
    assert only(dormant(1)).key != only(dormant(1, again)).key


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"last_paid_at": None}, "never_paid"),
        ({"last_paid_at": PAID + 95 * DAY}, "bought_again"),
        ({"has_subscription": True}, "active_subscription"),
        ({"last_csat": 2}, "last_rating_bad"),
    ],
)
def test_who_is_not_dormant_or_not_happy_gets_no_promotion(change: dict[str, Any], code: str) -> None:
    person = replace(MADE, **change)
    assert codes(dormant(1, person)) == [code]
    assert wanted(only(dormant(1)), None, person, PAID + 96 * DAY) == code


def test_a_promotion_ends_with_its_last_day_in_the_customers_zone() -> None:
    ends = Choice(True, {"promo": PROMO | {"berlaku_sampai": "2026-08-01"}})
    one = only(dormant(1, winback=ends))
    assert one.expires_at == datetime(2026, 8, 1, 16, 0, tzinfo=UTC)
    assert wanted(one, None, MADE, datetime(2028, 1, 2, tzinfo=UTC)) == "promo_over"


def test_a_recipe_without_its_offer_plans_nothing() -> None:
    assert codes(dormant(1, winback=Choice(True, {"promo": {"isi": "x"}}))) == ["settings_missing"]


# --- together


def test_other_events_start_nothing() -> None:
    definition = LIBRARY[CHECKOUT]
    scene = Scene(FRIDAY, Trigger("payment.received", FRIDAY), DEWI, {}, unpaid(), 10)
    assert start(definition, scene, share=0, salt="s") == Skipped(CHECKOUT, "", "not_triggered")


def test_recipes_do_not_replace_each_others_follow_ups() -> None:
    reminder = only(planned_by("order.placed", unpaid()))
    person = replace(DEWI, follow_ups=(known(reminder),))
    assert planned_by("shipment.delivered", delivered(), person, order_id=99).superseded == ()


def test_triggers_are_events_of_the_log_or_brought_about_by_time() -> None:
    triggers = {name for recipe in LIBRARY.values() for name in recipe.trigger.on}
    assert triggers - set(EVENTS) <= set(TIMED)


def test_every_reason_is_worded_and_can_be_shown_beside_the_policys_own() -> None:
    assert all(reason_wording(code, language) for code in REASONS for language in ("id", "en"))
    assert all(reason_of(code).wording("en") == reason_wording(code, "en") for code in REASONS)


def test_a_promotion_needs_its_offer_before_it_can_be_switched_on() -> None:
    winback = LIBRARY[WINBACK]
    assert missing_settings(winback, {}) == ("promo.isi", "promo.kode", "promo.berlaku_sampai")
    assert missing_settings(winback, {"promo": PROMO}) == ()
    tomorrow = {"promo": PROMO | {"berlaku_sampai": "besok"}}
    assert missing_settings(winback, tomorrow) == ("promo.berlaku_sampai",)


def test_the_policy_sees_the_class_that_the_recipe_says() -> None:
    seen = {key: (one.klass, one.category, one.priority) for key, one in LIBRARY.items() if key in ALL_ON}
    assert seen == {
        CHECKOUT: ("reminder", "utility", 20),
        ARRIVAL: ("care", "utility", 40),
        WINBACK: ("promo", "marketing", 80),
    }


# --- variables


def filled(order: OrderFacts | None, person: PersonFacts = DEWI, at: datetime = FRIDAY) -> dict[str, Any]:
    definition = LIBRARY[WINBACK]
    settings = definition.with_defaults({"promo": PROMO})
    told = Scene(at, Trigger("x", at), person, settings, order, 10, shop="Toko Sari", is_day_off=no_holiday)
    return variables_for(replace(told, definition=definition), at)


def test_instants_are_told_in_the_customers_zone() -> None:
    assert filled(unpaid())["pesanan"]["batas_bayar"] == "Sab 12 Sep 2026 15.00 WIB"
    assert filled(unpaid(), MADE)["pesanan"]["batas_bayar"] == "Sab 12 Sep 2026 16.00 WITA"


def test_money_and_names_are_written_as_people_write_them() -> None:
    known_words = filled(unpaid())
    assert known_words["pesanan"]["total"] == "Rp100.000"
    assert known_words["panggilan"] == "Kak Dewi"
    assert filled(unpaid(), OFFICE)["panggilan"] == "Bapak/Ibu Anton Wijaya"
    assert known_words["promo"]["berlaku_sampai"] == "31 Desember 2027"


def test_a_company_without_a_name_is_called_by_its_buyer() -> None:
    assert filled(None, replace(OFFICE, company=""))["perusahaan"] == "Anton Wijaya"


def test_goods_that_are_only_counted_are_told_by_the_order_number() -> None:
    assert filled(unpaid(goods="3 barang"))["produk"]["nama"] == "pesanan A-1"
    assert filled(unpaid(goods="3 barang"), OFFICE)["produk"]["nama"] == "barang pesanan A-1"
    assert filled(unpaid(goods="Kemeja batik"))["produk"]["nama"] == "Kemeja batik"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam"), (23, "malam")],
)
def test_the_greeting_follows_the_customers_clock(hour: int, words: str) -> None:
    at = datetime(2026, 9, 11, hour, 0, tzinfo=UTC) - 7 * HOUR
    assert filled(None, at=at)["salam"] == f"Selamat {words}"
