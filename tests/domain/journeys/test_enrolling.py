from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sapa.domain.journeys.enrolling import BUCKETS, bucket, start
from sapa.domain.journeys.facts import PersonFacts, Skipped
from sapa.domain.journeys.reading import parse_definition
from sapa.domain.journeys.scene import Run
from sapa.domain.subjects import InvoiceFacts, ProductFacts, SubscriptionFacts
from tests.domain.journeys.cast import DAY, DEWI, FRIDAY, OFFICE, journey, journey_text, scene

STEP = "- {id: a, due: trigger + 4h, expires: trigger + 5d, text: Halo ya.}"


def of_subject(subject: str, **known: object) -> Run | Skipped:
    definition = journey(STEP)
    definition = replace(definition, trigger=replace(definition.trigger, subject=subject))
    return start(definition, scene(**known), share=0, salt="s")  # type: ignore[arg-type]


def test_a_trigger_starts_a_run_about_its_order() -> None:
    assert start(journey(STEP), scene(), share=0, salt="s") == Run("order-10", FRIDAY, "treatment", 1)


@pytest.mark.parametrize(
    ("subject", "known", "key"),
    [
        ("contact", {}, "contact-1"),
        ("order", {"order_id": None}, ""),
        ("invoice", {"invoice": InvoiceFacts(7)}, "invoice-7"),
        ("invoice", {}, ""),
        ("subscription", {"subscription": SubscriptionFacts(5)}, "subscription-5"),
        ("period", {"subscription": SubscriptionFacts(5)}, ""),
        ("period", {"subscription": SubscriptionFacts(5, period_end=FRIDAY)}, "period-5-20260911"),
        ("cycle", {"products": (ProductFacts(3, "Kopi"),)}, "cycle-10-3"),
        ("cycle", {}, ""),
        ("product", {"products": (ProductFacts(3, "Kopi"),)}, "contact-1-product-3"),
        ("quarter", {}, "contact-1-2026q3"),
        ("campaign", {}, "contact-1-20260911"),
        ("dormancy", {}, "contact-1"),
        ("dormancy", {"person": replace(DEWI, last_paid_at=FRIDAY)}, "contact-1-20260911080000"),
    ],
)
def test_a_run_is_named_by_what_it_is_about(subject: str, known: dict[str, object], key: str) -> None:
    found = of_subject(subject, **known)
    assert (found.subject if isinstance(found, Run) else "") == key
    assert key or found == Skipped("halo", "", "subject_unknown")


def test_a_dormancy_began_with_its_first_attempt() -> None:
    person = replace(DEWI, last_paid_at=FRIDAY - 120 * DAY)
    found = of_subject("dormancy", person=person)
    assert isinstance(found, Run)
    assert found.started_at == FRIDAY - 30 * DAY


def test_another_event_or_a_missing_setting_or_condition_starts_nothing() -> None:
    head = "settings: [{path: kode, required: yes, label: Kode}]"
    other = scene("shipment.shipped")
    assert start(journey(STEP), other, share=0, salt="s") == Skipped("halo", "", "not_triggered")
    assert start(journey(STEP, head), scene(), share=0, salt="s") == Skipped("halo", "", "settings_missing")
    filled = scene(settings={"kode": "A"})
    assert isinstance(start(journey(STEP, head), filled, share=0, salt="s"), Run)


def test_a_trigger_may_ask_for_more() -> None:
    usual = journey_text(STEP)
    text = usual.replace("subject: order}", "subject: order, when: [customer.segment = b2b]}")
    assert start(parse_definition(text), scene(), share=0, salt="s") == Skipped(
        "halo", "", "condition_not_met"
    )
    assert isinstance(start(parse_definition(text), scene(person=OFFICE), share=0, salt="s"), Run)


@pytest.mark.parametrize(
    ("rule", "days_ago", "code"),
    [
        ("each", 1, None),
        ("once", 1000, "once_only"),
        ("after 90d", 89, "too_soon_again"),
        ("after 90d", 90, None),
    ],
)
def test_coming_back_follows_the_rule_of_the_journey(rule: str, days_ago: int, code: str | None) -> None:
    seen = scene(earlier={"order-9": FRIDAY - days_ago * DAY})
    found = start(journey(STEP, f"reentry: {rule}"), seen, share=0, salt="s")
    assert (found.code if isinstance(found, Skipped) else None) == code


def test_a_further_trigger_of_the_same_subject_goes_on_with_its_own_run() -> None:
    seen = scene(earlier={"order-10": FRIDAY - DAY})
    assert isinstance(start(journey(STEP, "reentry: once"), seen, share=0, salt="s"), Run)


# --- arms


def arm(contact: int, share: float, klass: str = "care", salt: str = "s") -> str:
    definition = replace(journey(STEP), klass=klass)
    found = start(definition, scene(person=PersonFacts(contact)), share=share, salt=salt)
    assert isinstance(found, Run)
    return found.arm


@pytest.mark.parametrize(("share", "expected"), [(0, 0), (10, 400), (50, 2000), (100, 4000)])
def test_about_the_chosen_share_of_customers_is_held_out(share: float, expected: int) -> None:
    held_out = sum(bucket("s", "halo", contact) < share * BUCKETS / 100 for contact in range(4000))
    assert abs(held_out - expected) <= 100


def test_a_customer_stays_in_one_arm_however_often_they_start() -> None:
    assert [arm(contact, 50) for contact in range(20)] == [arm(contact, 50) for contact in range(20)]
    assert {arm(contact, 50) for contact in range(20)} == {"control", "treatment"}


def test_a_larger_share_keeps_everybody_who_was_held_out_by_a_smaller_one() -> None:
    few = {contact for contact in range(200) if arm(contact, 10) == "control"}
    many = {contact for contact in range(200) if arm(contact, 50) == "control"}
    assert few < many


def test_arms_of_two_journeys_two_workspaces_and_wordings_are_independent() -> None:
    pairs = [(bucket("s", "a", n) < 5000, bucket("s", "b", n) < 5000) for n in range(2000)]
    salted = [(bucket("s", "a", n) < 5000, bucket("t", "a", n) < 5000) for n in range(2000)]
    worded = [(bucket("s", "a", n) < 5000, bucket("s", "a", n, "variant") % 2 == 0) for n in range(2000)]
    for found in (pairs, salted, worded):
        assert abs(sum(one == other for one, other in found) - 1000) < 100


@pytest.mark.parametrize("klass", ["notice", "reply"])
def test_service_messages_are_never_held_out(klass: str) -> None:
    assert {arm(contact, 100, klass) for contact in range(5)} == {"treatment"}


def test_the_quarter_is_the_customers_own() -> None:
    new_year = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # 00:30 in Jakarta
    found = of_subject("quarter", at=new_year)
    assert isinstance(found, Run)
    assert found.subject == "contact-1-2027q1"
