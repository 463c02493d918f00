"""The properties P1-P11 of `domain.md` §2.14 on random cases."""

import copy
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapa.domain.calendars import Calendar, day_number, default_calendar
from sapa.domain.policy import (
    Address,
    Contact,
    Customer,
    Decision,
    History,
    Intent,
    decide,
    default_document,
    merge,
    policy_from,
    rank,
    reason_of,
)
from sapa.domain.policy.documents import decide_case, parse_customer, parse_history, parse_intent
from tests.domain.policy import oracle
from tests.domain.policy.generator import PLACES, Dice
from tests.domain.policy.test_oracle import CALENDAR

seeds = st.integers(0, 2**32 - 1)
ALL_DAY = timedelta(hours=24)
FAR = datetime(9999, 1, 1, tzinfo=UTC)


def some(count: int) -> settings:
    return settings(max_examples=count, derandomize=True, deadline=None, database=None)


def drawn(seed: int, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A random case without competitors, and the facts about its place."""
    case, place = Dice(seed).case(1)
    case["competing"] = []
    for part, values in changes.items():
        case[part] |= values
    return case, place


def ask(case: dict[str, Any], calendar: Calendar | None = None) -> dict[str, Any]:
    return decide_case(case, {}, calendar or default_calendar())


def when(answer: dict[str, Any]) -> datetime:
    """The time of an answer; never for a drop."""
    return FAR if answer["at"] is None else datetime.fromisoformat(answer["at"])


def reader(case: dict[str, Any], place: dict[str, Any]) -> oracle.Oracle:
    return oracle.Oracle(case, merge(default_document(), case["policy"]), CALENDAR, place)


@some(150)
@given(seeds)
def test_p1_what_is_sent_violates_no_rule(seed: int) -> None:
    case, place = drawn(seed)
    if ask(case)["action"] == "send":
        naive = reader(case, place)
        assert not [r for r in oracle.ORDER[1:] if naive.blocks(r, naive.now) and r not in naive.lifted()]


@some(150)
@given(seeds)
def test_p2_a_wait_ends_in_a_send(seed: int) -> None:
    case, place = drawn(seed)
    first = ask(case)
    naive = reader(case, place)
    if first["action"] == "wait" and not naive.open_ticket(naive.now):
        assert ask(case | {"now": first["at"]})["action"] == "send"


@some(60)
@given(seeds, st.integers(0, 47))
def test_p3_no_earlier_half_hour_would_send(seed: int, step: int) -> None:
    case, place = drawn(seed)
    first = ask(case)
    start = max(
        reader(case, place).now, oracle.parse(case["intent"]["due_at"]) or datetime(1, 1, 1, tzinfo=UTC)
    )
    earlier = start + step * timedelta(minutes=30)
    if first["action"] == "wait" and "open_ticket" not in first["reasons"] and earlier < when(first):
        assert ask(case | {"now": earlier.isoformat()})["action"] != "send"


@some(100)
@given(seeds, st.sampled_from(("promo", "follow_up", "all")))
def test_p4_an_opt_out_never_brings_forward(seed: int, scope: str) -> None:
    case, _ = drawn(seed)
    stricter = copy.deepcopy(case)
    entry = {"scope": scope, "channel": None, "at": case["now"], "ended_at": None}
    stricter["customer"]["opt_out"].append(entry)
    assert when(ask(stricter)) >= when(ask(case))


@some(100)
@given(seeds, st.integers(0, 100), st.sampled_from(("reply", "notice", "reminder", "care", "promo")))
def test_p4_an_outbound_contact_never_brings_forward(seed: int, ago: int, klass: str) -> None:
    case, _ = drawn(seed)
    at = datetime.fromisoformat(case["now"]) - ago * timedelta(minutes=30)
    contact = {"at": at.isoformat(), "dir": "out", "channel": "email", "class": klass, "kind": "x",
               "by": "agent", "status": "sent", "error": None}  # fmt: skip
    stricter = copy.deepcopy(case)
    stricter["history"]["contacts"].append(contact)
    assert when(ask(stricter)) >= when(ask(case))


@some(60)
@given(seeds, st.integers(0, 5))
def test_p4_a_holiday_never_brings_a_company_forward(seed: int, ahead: int) -> None:
    case, place = drawn(seed, customer={"segment": "b2b", "busy_profile": "none"})
    day = day_number(datetime.fromisoformat(case["now"]).date()) + ahead
    known = default_calendar()
    country = place["country"]
    more = Calendar(
        {**known.national, country: known.national.get(country, frozenset()) | {day}},
        known.cuti_bersama, known.ramadan, known.lebaran,
    )  # fmt: skip
    assert when(ask(case, more)) >= when(ask(case))


@some(40)
@given(seeds, st.sampled_from(("Pacific/Kiritimati", "America/New_York")))
def test_p5_the_host_zone_does_not_matter(seed: int, zone: str) -> None:
    case, _ = drawn(seed)
    before, kept = ask(case), os.environ.get("TZ")
    try:
        os.environ["TZ"] = zone
        time.tzset()
        assert ask(case) == before
    finally:
        os.environ.pop("TZ") if kept is None else os.environ.update(TZ=kept)
        time.tzset()


def moved(value: Any, hours: int) -> Any:
    """The case with every instant earlier by some hours."""
    if isinstance(value, dict):
        return {key: moved(below, hours) for key, below in value.items()}
    if isinstance(value, list):
        return [moved(below, hours) for below in value]
    if isinstance(value, str) and len(value) == 25 and value[10] == "T":
        return (datetime.fromisoformat(value) - timedelta(hours=hours)).isoformat()
    return value


@some(100)
@given(seeds, st.sampled_from((1, 2)))
def test_p6_the_same_local_situation_shifts_with_the_zone(seed: int, hours: int) -> None:
    west, east = PLACES[0], PLACES[hours]
    case, _ = drawn(seed, customer={"address": west["address"], "phone": west["phone"]})
    further = moved(case, hours)
    further["customer"]["address"] = east["address"]
    first, second = ask(case), ask(further)
    assert (first["action"], first["reasons"], first["form"]) == (
        second["action"],
        second["reasons"],
        second["form"],
    )
    assert when(second) == (FAR if first["at"] is None else when(first) - timedelta(hours=hours))


@some(150)
@given(seeds)
def test_p7_no_nudge_at_night_without_an_override(seed: int) -> None:
    case, place = drawn(seed)
    answer = ask(case)
    naive = reader(case, place)
    overridden = {"urgent_override", "consent_override"} & set(answer["reasons"])
    if answer["at"] and case["intent"]["class"] in oracle.NUDGES and not overridden:
        zones = place["zones"] if naive.strict(when(answer)) else [place["primary"]]
        assert not any(naive.quiet_in(zone, when(answer)) for zone in zones)


@some(150)
@given(seeds)
def test_p8_p10_whatever_is_not_sent_says_why_in_both_languages(seed: int) -> None:
    answer = ask(Dice(seed).case(1)[0])
    assert answer["reasons"] or answer["action"] == "send"
    for code in answer["reasons"]:
        assert reason_of(code).indonesian
        assert reason_of(code).english


DEWI = Customer(
    address=Address("ID", "DKI Jakarta", "10110"),
    phone="+6281211112222",
    channels={"whatsapp": True},
    consent={"promo": "granted"},
)
GAPS = {"reminder": 2, "care": 4, "promo": 24}


def dispatch(moves: list[tuple[int, str]]) -> list[Contact]:
    """Three journeys and an agent write to Dewi whenever they may; the journeys ask the policy first."""
    now, sent = datetime(2027, 1, 11, 2, tzinfo=UTC), list[Contact]()
    for minutes, who in moves:
        now += timedelta(minutes=minutes)
        intent = Intent(id=1, klass=who, wa_template=True, category="utility")
        history = History(tuple(sent))
        if who in ("reply", "in") or decided(intent, history, now).action == "send":
            direction = "in" if who == "in" else "out"
            sent.append(Contact(now, direction, klass=who, status="sent"))
    return sent


def decided(intent: Intent, history: History, now: datetime) -> Decision:
    return decide(intent, DEWI, history, default_calendar(), now, policy_from())


@some(60)
@given(
    st.lists(
        st.tuples(st.integers(1, 900), st.sampled_from(("reminder", "care", "promo", "reply", "in"))),
        max_size=40,
    )
)
def test_p9_any_sequence_keeps_gaps_and_caps(moves: list[tuple[int, str]]) -> None:
    sent = dispatch(moves)
    for place, contact in enumerate(sent):
        before = [other for other in sent[:place] if contact.at - other.at < ALL_DAY * 7]
        gap = timedelta(hours=GAPS.get(contact.klass, 0))
        assert all(contact.at - other.at >= gap for other in before)
        nudges = [other for other in before if other.klass in GAPS]
        if contact.klass in ("care", "promo"):
            assert len(nudges) < 4
        if contact.klass == "promo":
            assert not [other for other in before if other.klass == "promo"]


@some(100)
@given(seeds)
def test_p11_two_intents_never_both_win(seed: int) -> None:
    dice, policy = Dice(seed), policy_from()
    first, second = parse_intent(dice.intent("I1")), parse_intent(dice.intent("I2"))
    assert (rank(first, policy) < rank(second, policy)) != (rank(second, policy) < rank(first, policy))


@some(60)
@given(seeds)
def test_the_trace_shows_every_rule_and_agrees_with_the_answer(seed: int) -> None:
    case, _ = drawn(seed)
    found = decide(
        parse_intent(case["intent"]),
        parse_customer(case["customer"]),
        parse_history(case["history"]),
        default_calendar(),
        datetime.fromisoformat(case["now"]),
        policy_from(case["policy"]),
    )
    for step in found.trace.steps:
        assert [row.code for row in step.rules] == oracle.ORDER
        assert all((row.next is not None) == row.violated for row in step.rules)
    held = {r.code for step in found.trace.steps for r in step.rules if r.violated and not r.lifted}
    assert held == set(found.reasons) & set(oracle.ORDER)


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="no UTC offset"):
        decided(Intent(id=1, klass="care"), History(), datetime(2027, 1, 1))  # noqa: DTZ001
