"""Times and conditions by example, and what is written down reads back the same."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapa.domain.journeys.asking import LANGUAGE_FACTS
from sapa.domain.journeys.conditions import code_of, holds
from sapa.domain.journeys.definition import Condition, Setting, Words
from sapa.domain.journeys.grammar import NotUnderstood, parse_condition, parse_moment
from sapa.domain.journeys.moments import instant
from sapa.domain.journeys.problems import DefinitionError
from sapa.domain.journeys.reading import from_document, parse_definition, read_definition
from sapa.domain.journeys.registry import FACTS
from sapa.domain.journeys.scene import Outcome, Reply, Run
from sapa.domain.journeys.writing import to_document, to_yaml
from sapa.domain.recipes.library import LIBRARY
from tests.domain.journeys.cast import DEWI, FRIDAY, HOUR, MADE, ORDER, YOSEF, journey, scene

NEW_YORK = replace(DEWI, zone="America/New_York")
FRIDAY_15 = "2026-09-11 15:00"


def local(text: str, zone: str = "Asia/Jakarta") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# --- times


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("trigger", FRIDAY_15),
        ("trigger + 30m", "2026-09-11 15:30"),
        ("trigger+4h", "2026-09-11 19:00"),
        ("trigger + 1d - 30m", "2026-09-12 14:30"),
        ("trigger - 2d", "2026-09-09 15:00"),
        ("trigger + 1wd", "2026-09-14 15:00"),
        ("trigger + 3wd", "2026-09-16 15:00"),
        ("trigger - 5wd", "2026-09-04 15:00"),
        ("trigger at 09:00", "2026-09-11 09:00"),
        ("trigger + 1d at 09.00", "2026-09-12 09:00"),
        ("trigger until 18:30", "2026-09-11 18:30"),
        ("trigger until 15:00", FRIDAY_15),
        ("trigger until 08:00", "2026-09-12 08:00"),
        ("previous + 2h", "2026-09-11 17:00"),
        ("due + 1h", "2026-09-11 16:00"),
        ("order.payment_deadline - 30m", "2026-09-12 14:30"),
        ("settings.mulai at 10:00", "2026-12-01 10:00"),
        ("settings.akhir", None),
        ("order.paid_at + 1d", None),
    ],
)
def test_times_are_counted_in_the_customers_zone(text: str, then: str | None) -> None:
    seen = scene(settings={"mulai": "2026-12-01", "akhir": "besok"})
    found = instant(parse_moment(text), seen, previous=FRIDAY, due=FRIDAY)
    assert found == (local(then) if then else None)


@pytest.mark.parametrize(
    ("person", "then"),
    [(DEWI, "2026-09-12 09:00"), (MADE, "2026-09-12 09:00"), (YOSEF, "2026-09-12 09:00")],
)
def test_nine_oclock_is_nine_oclock_everywhere(person: Any, then: str) -> None:
    found = instant(parse_moment("trigger + 1d at 09:00"), scene(person=person), previous=None, due=None)
    assert found == local(then, person.zone)


def test_a_day_across_the_change_of_the_clock_keeps_the_hour_and_hours_do_not() -> None:
    at = local("2026-10-31 12:00", "America/New_York")
    seen = scene(at=at, person=NEW_YORK)
    by_day = instant(parse_moment("trigger + 1d"), seen, previous=None, due=None)
    by_hours = instant(parse_moment("trigger + 24h"), seen, previous=None, due=None)
    assert by_day == local("2026-11-01 12:00", "America/New_York")
    assert by_hours == local("2026-11-01 11:00", "America/New_York")


@pytest.mark.parametrize(
    "text",
    ["", "4h", "trigger + 4", "trigger + h", "trigger 4h", "trigger at 9", "trigger + 4h at", "Trigger"],
)
def test_what_is_no_time_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_moment(text)


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    for parse in (parse_moment, lambda one: parse_condition(one, None)):
        try:
            parse(text)
        except NotUnderstood:
            continue


# --- conditions


def held(text: str, **known: Any) -> bool:
    fact = text.split()[0]
    known_fact = LANGUAGE_FACTS.get(fact) or FACTS.get(fact)
    kind = known_fact.kind if known_fact else "instant" if "mulai" in fact else None
    return holds(parse_condition(text, kind), scene(**known))


REPLIED = {"run": Run("order-10", FRIDAY, reply=Reply("Sudah SESUAI, kak!", FRIDAY))}
CHOSEN = {"settings": {"second": True, "min": 5, "text": "Kopi", "mulai": "2026-09-11", "blank": ""}}


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        ("order.is_paid is no", {}, True),
        ("order.is_paid is yes", {}, False),
        ("order.total = 100000", {}, True),
        ("order.total >= 100000", {}, True),
        ("order.total > 100000", {}, False),
        ("order.total != 5", {}, True),
        ("order.total in [5, 100000]", {}, True),
        ("order.quantity < 1.5", {}, True),
        ("customer.segment = B2C", {}, True),
        ("customer.segment != b2c", {}, False),
        ('customer.segment in [b2b, "b2c"]', {}, True),
        ("order.payment_deadline > now", {}, True),
        ("order.payment_deadline <= trigger + 24h", {}, True),
        ("order.payment_deadline >= trigger + 2d", {}, False),
        ("order.payment_deadline = 2026-09-12", {}, True),
        ("order.payment_deadline > 2026-09-12", {}, False),
        ("order.paid_at unknown", {}, True),
        ("order.paid_at known", {}, False),
        ("order.paid_at < now", {}, False),
        ("order.paid_at >= now", {}, False),
        ("reply.given is no", {}, True),
        ("reply.word = ok", {}, False),
        ("reply.word = ok", {"run": None}, False),
        ('reply.word = "sudah sesuai kak"', REPLIED, True),
        ("reply.text contains sesuai", REPLIED, True),
        ("reply.number = 1", {"run": Run("order-10", FRIDAY, reply=Reply(" 1. ", FRIDAY))}, True),
        ("reply.number in [4, 5]", REPLIED, False),
        ("previous.sent is yes", {"previous": Outcome("rehearsed", FRIDAY)}, True),
        ("previous.hours >= 6", {"previous": Outcome("sent", FRIDAY - 6 * HOUR)}, True),
        ("previous.hours >= 6", {"previous": Outcome("dropped", FRIDAY - 6 * HOUR)}, False),
        ("settings.second is yes", CHOSEN, True),
        ("settings.min >= 5", CHOSEN, True),
        ("settings.text = kopi", CHOSEN, True),
        ("settings.mulai <= now", CHOSEN, True),
        ("settings.blank unknown", CHOSEN, True),
        ("settings.nowhere known", CHOSEN, False),
    ],
)
def test_conditions_ask_what_is_known(text: str, known: dict[str, Any], expected: bool) -> None:
    assert held(text, **known) is expected


@pytest.mark.parametrize(
    "text",
    [
        "order.is_paid",
        "order.is_paid is maybe",
        "is yes",
        "order.total >",
        "order.total in 5",
        "order.total in []",
        "order.total in [5,, 6]",
        "order.total known 5",
        "reply.text contains",
        "order.placed_at > 2026-13-01",
    ],
)
def test_what_is_no_condition_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_condition(text, None)


def test_the_reason_is_the_conditions_own_or_that_of_its_fact() -> None:
    assert code_of(parse_condition("order.is_paid is no", "yes_no")) == "already_paid"
    assert code_of(parse_condition("order.is_paid is no", "yes_no", "cod")) == "cod"
    assert code_of(Condition("customer.segment = b2b", "customer.segment", "=", "b2b")) == "condition_not_met"


def test_a_day_is_compared_where_the_customer_lives() -> None:
    late = datetime(2026, 9, 11, 16, 30, tzinfo=UTC)  # 23:30 in Jakarta, the next day in Jayapura
    order = replace(ORDER, payment_deadline=late)
    assert held("order.payment_deadline = 2026-09-11", order=order)
    assert held("order.payment_deadline = 2026-09-12", order=order, person=YOSEF)


# --- written down and read back


@pytest.mark.parametrize("recipe", sorted(LIBRARY))
def test_every_recipe_is_accepted_and_reads_back_the_same(recipe: str) -> None:
    definition = LIBRARY[recipe]
    assert parse_definition(to_yaml(definition)) == definition
    assert from_document(json.loads(json.dumps(to_document(definition)))) == definition


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_any_words_survive_being_written_down(words: str) -> None:
    told = Words(words.strip(), "x")
    definition = replace(journey(), name=told, settings=(Setting("a", "text", told, default=words),))
    again = read_definition(to_yaml(definition))
    stored = from_document(json.loads(json.dumps(to_document(definition))))
    assert again == stored == from_document(to_document(again))


@pytest.mark.parametrize(
    "default", ["yes", "12", "null", "", "a: b", "# c", "- x", "{a", "dua\nbaris", True, 12, (1, 2)]
)
def test_settings_keep_what_kind_of_value_they_have(default: Any) -> None:
    setting = Setting("a", "text", Words("a", "a"), default=default)
    definition = replace(journey(), settings=(setting,))
    assert read_definition(to_yaml(definition)).settings == (setting,)


def test_letters_that_look_the_same_are_the_same() -> None:
    decomposed = "cafe\u0301"
    assert read_definition(to_yaml(replace(journey(), name=Words(decomposed, decomposed)))).name.id == "café"


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(DefinitionError):
        parse_definition(raw.decode("utf-8", "replace"))
