"""Every condition of every recipe fails once, with its own code."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sapa.domain.journeys.advancing import advance
from sapa.domain.journeys.conditions import code_of
from sapa.domain.journeys.definition import BranchStep
from sapa.domain.journeys.enrolling import start
from sapa.domain.journeys.facts import Purchase
from sapa.domain.journeys.scene import Run
from sapa.domain.recipes import LIBRARY
from tests.domain.recipes.cast import (
    ARRIVED,
    BILL,
    DAY,
    DEWI,
    GOES_AHEAD,
    HOUR,
    KEMEJA,
    OF_A_CAMPAIGN,
    PAID,
    PARCEL,
    PERIOD,
    PROMO,
    REPLACEMENT,
    RETURN,
    TALK,
    TICKET,
    UNPAID,
    WEDNESDAY,
    codes,
    codes_at_sending,
    said,
    scene_of,
    sent,
)

CANCELLED = {"order": replace(ARRIVED, status="cancelled", cancelled_at=WEDNESDAY)}
LATER = WEDNESDAY + DAY
ANOTHER = Purchase(5, 7, WEDNESDAY - 90 * DAY)
TWICE = replace(DEWI, purchases=(ANOTHER, *DEWI.purchases))


def with_history(*follow_ups: Any, **known: Any) -> dict[str, Any]:
    return {"person": replace(TWICE, follow_ups=follow_ups, **known)}


def known(**facts: Any) -> dict[str, Any]:
    return {"person": replace(DEWI, **facts)}


def asked_before(recipe: str, days: int) -> dict[str, Any]:
    return with_history(sent(recipe, "order-7", WEDNESDAY - days * DAY, order_id=7))


NOT_IN_HAND = {"on": "payment.received", "order": replace(PAID), "products": (KEMEJA,)}
PHYSICAL = ("panduan_pakai", "tiga_hari_setelah_beli", "cek_pemakaian", "isi_ulang")
NEWER = sent("checkout_belum_bayar", "order-11", LATER, order_id=11)
STEP_ONE = sent("checkout_belum_bayar", "order-10", WEDNESDAY + 20 * HOUR, order_id=10)
RICHER = replace(sent("cek_setelah_tiba", "order-7", LATER, order_id=7), state="waiting", value=900_000)
DELIVERED_ELSEWHERE = replace(ARRIVED, delivered_at=None, status="shipped")
PRESUMED = {"on": "delivery.presumed", "order": DELIVERED_ELSEWHERE}
TALKED_OF = tuple(
    replace(sent("kabar_pengiriman", "shipment-3", at, step=f"s{n}"), key=f"kabar_pengiriman:shipment-3:s{n}")
    for n, at in enumerate([WEDNESDAY - 2 * DAY, WEDNESDAY - DAY, WEDNESDAY - DAY, WEDNESDAY - 3 * DAY])
)
TODAY = tuple(sent("kabar_pengiriman", "shipment-3", WEDNESDAY - HOUR * n, step=f"s{n}") for n in (1, 2))
RETURNS = tuple(sent("status_retur", "return-4", WEDNESDAY - DAY * n, step=f"s{n}") for n in range(1, 6))
RENEWALS = tuple(
    sent("perpanjang_langganan", "period-8-20261201", WEDNESDAY - DAY * n, step=f"s{n}") for n in (1, 2, 3)
)
REOPENED = {"ticket": replace(TICKET, reopened=True)}
LOW, POOR = known(last_csat=2), known(last_nps=6)
ENDED = {"promo": PROMO | {"berlaku_sampai": "2026-09-15"}}
MARRIED = known(has_subscription=True)

# recipe, what is otherwise, the code that is told when it is planned
AT_PLANNING: list[tuple[str, dict[str, Any], str]] = [
    ("kontak_pertama", {"interaction": replace(TALK, open=True)}, "still_talking"),
    ("kontak_pertama", {"interaction": replace(TALK, promised_at=LATER)}, "date_promised"),
    ("kontak_pertama", {"interaction": replace(TALK, topic="")}, "no_topic"),
    ("checkout_belum_bayar", {"order": replace(UNPAID, status="expired")}, "order_over"),
    ("checkout_belum_bayar", {"order": replace(UNPAID, paid_at=WEDNESDAY)}, "already_paid"),
    ("checkout_belum_bayar", {"order": replace(UNPAID, status="processing")}, "already_paid"),
    ("checkout_belum_bayar", {"order": replace(UNPAID, shipped_at=WEDNESDAY)}, "already_shipped"),
    ("checkout_belum_bayar", {"order": replace(UNPAID, payment_type="COD")}, "cod"),
    ("checkout_belum_bayar", with_history(NEWER), "newest_order_wins"),
    ("checkout_belum_bayar", {"settings": {}}, "step_off"),
    (
        "checkout_belum_bayar",
        {"order": replace(UNPAID, payment_deadline=WEDNESDAY + 17 * HOUR)},
        "deadline_too_close",
    ),
    ("konfirmasi_pesanan", {"on": "order.placed", "order": UNPAID}, "not_paid"),
    ("konfirmasi_pesanan", {"order": replace(PAID, status="cancelled")}, "order_over"),
    ("konfirmasi_pesanan", {"order": replace(PAID, shipped_at=WEDNESDAY)}, "already_shipped"),
    ("kabar_pengiriman", {"shipment": replace(PARCEL, status="delivered")}, "superseded"),
    ("kabar_pengiriman", with_history(*TALKED_OF), "told_enough"),
    *((recipe, NOT_IN_HAND, "not_in_hand") for recipe in PHYSICAL),
    *((recipe, CANCELLED, "order_over") for recipe in (*PHYSICAL, "cek_setelah_tiba", "survei_masukan")),
    ("panduan_pakai", {"products": (replace(KEMEJA, guide_url=""),)}, "no_guide"),
    ("panduan_pakai", asked_before("panduan_pakai", 179), "told_lately"),
    ("cek_setelah_tiba", {**PRESUMED, "order": ARRIVED}, "delivery_confirmed"),
    ("cek_setelah_tiba", {**PRESUMED, "order": replace(DELIVERED_ELSEWHERE, eta=None)}, "no_estimate"),
    (
        "cek_setelah_tiba",
        with_history(sent("cek_setelah_tiba", "order-10", WEDNESDAY, step="presumed", order_id=10)),
        "already_asked",
    ),
    ("cek_setelah_tiba", with_history(RICHER), "more_valuable_order"),
    ("cek_setelah_tiba", {"settings": {"min_total": 300_000}}, "below_minimum"),
    ("cek_setelah_tiba", asked_before("tiga_hari_setelah_beli", 13), "other_check_in"),
    ("tiga_hari_setelah_beli", asked_before("cek_setelah_tiba", 13), "other_check_in"),
    ("tiga_hari_setelah_beli", known(last_order_at=LATER), "ordered_since"),
    ("cek_pemakaian", {"products": (replace(KEMEJA, needs_care=False),), "person": TWICE}, "no_check_needed"),
    ("cek_pemakaian", asked_before("cek_pemakaian", 179), "told_lately"),
    ("isi_ulang", {"products": (replace(KEMEJA, lifetime_days=None),)}, "no_lifetime"),
    ("isi_ulang", {"products": (replace(KEMEJA, in_stock=False),)}, "out_of_stock"),
    ("isi_ulang", MARRIED, "active_subscription"),
    ("perpanjang_langganan", {"subscription": replace(PERIOD, status="ended")}, "subscription_over"),
    ("perpanjang_langganan", {"subscription": replace(PERIOD, auto_renew=True)}, "auto_renews"),
    ("perpanjang_langganan", with_history(*RENEWALS), "told_enough"),
    ("perpanjang_langganan", {"subscription": replace(PERIOD, grace_end=None)}, "no_grace"),
    (
        "perpanjang_langganan",
        {"subscription": replace(PERIOD, period_start=datetime(2026, 10, 1, tzinfo=UTC))},
        "period_too_short",
    ),
    ("kangen_pelanggan", known(last_paid_at=None), "never_paid"),
    ("kangen_pelanggan", known(last_paid_at=LATER), "bought_again"),
    ("kangen_pelanggan", MARRIED, "active_subscription"),
    ("kangen_pelanggan", LOW, "last_rating_bad"),
    ("kangen_pelanggan", {"settings": ENDED}, "promo_over"),
    ("survei_masukan", asked_before("survei_masukan", 59), "surveyed_recently"),
    ("promo_pernah_pakai", {"settings": OF_A_CAMPAIGN | {"produk": {"nama": "sepatu"}}}, "not_owned"),
    ("promo_pernah_pakai", known(last_order_at=LATER), "ordered_since"),
    ("promo_pernah_pakai", {"settings": OF_A_CAMPAIGN | ENDED}, "promo_over"),
    ("edukasi_fitur", known(purchases=()), "not_owned"),
    ("csat", {"ticket": replace(TICKET, answered_by="")}, "not_answered"),
    ("csat", REOPENED, "ticket_reopened"),
    ("csat", {}, "no_replacement"),
    ("csat", {"shipment": REPLACEMENT}, "replacement_sent"),
    ("nps", known(delivered_orders=1), "too_new"),
    ("nps", with_history(sent("csat", "ticket-1", WEDNESDAY - 13 * DAY)), "rated_recently"),
    ("nps", {}, "other_step"),
    ("nps", known(paid_orders=1), "other_step"),
    ("minta_ulasan", known(last_csat=3), "no_good_sign"),
    ("minta_ulasan", POOR, "negative_signal"),
    ("minta_ulasan", asked_before("minta_ulasan", 400), "told_before"),
    ("produk_pelengkap", CANCELLED, "order_over"),
    ("produk_pelengkap", {"products": (replace(KEMEJA, complement_name=""),)}, "no_complement"),
    ("produk_pelengkap", {"products": (replace(KEMEJA, complement_in_stock=False),)}, "out_of_stock"),
    ("produk_pelengkap", known(purchases=(Purchase(9, 7, WEDNESDAY),)), "already_owned"),
    ("produk_pelengkap", known(last_csat=3), "negative_signal"),
    ("pengingat_tagihan", {"invoice": replace(BILL, due_at=None)}, "no_due_date"),
    ("pengingat_tagihan", {"invoice": replace(BILL, status="disputed")}, "invoice_closed"),
    ("pengingat_tagihan", {"invoice": replace(BILL, promised_at=LATER)}, "promised_to_pay"),
    ("pasca_keluhan", {"ticket": replace(TICKET, kind="question")}, "no_complaint"),
    ("pasca_keluhan", REOPENED, "ticket_reopened"),
    ("pasca_keluhan", LOW, "last_rating_bad"),
    ("pasca_keluhan", {}, "no_replacement"),
    ("pasca_keluhan", {"shipment": REPLACEMENT}, "replacement_sent"),
    ("status_retur", {"returned": replace(RETURN, status="received")}, "superseded"),
    ("status_retur", with_history(*RETURNS), "told_enough"),
    ("balasan_otomatis", known(last_answered_at=WEDNESDAY), "already_answered"),
    (
        "balasan_otomatis",
        with_history(sent("balasan_otomatis", "contact-1", WEDNESDAY - 11 * HOUR)),
        "acknowledged_recently",
    ),
    ("balasan_otomatis", {}, "other_step"),
    ("balasan_otomatis", {"is_open": False}, "other_step"),
]

# The same for what is asked, or can only happen, between planning and sending
AT_SENDING: list[tuple[str, dict[str, Any], str]] = [
    ("kabar_pengiriman", with_history(*TODAY), "told_enough_today"),
    ("checkout_belum_bayar", {"now": WEDNESDAY + DAY}, "payment_window_over"),
    ("checkout_belum_bayar", {"order": replace(UNPAID, paid_at=WEDNESDAY)}, "already_paid"),
    ("checkout_belum_bayar", {"now": WEDNESDAY + 21 * HOUR}, "step_one_not_sent"),
    ("checkout_belum_bayar", {"now": WEDNESDAY + 21 * HOUR} | with_history(STEP_ONE), "step_one_too_recent"),
    ("kabar_pengiriman", {"shipment": replace(PARCEL, status="out_for_delivery")}, "superseded"),
    ("isi_ulang", known(purchases=(Purchase(5, 12, LATER),)), "bought_again"),
    ("perpanjang_langganan", {"said": said("Tidak lanjut, terima kasih")}, "declined"),
    ("promo_pernah_pakai", {"now": datetime(2027, 1, 1, tzinfo=UTC)}, "promo_over"),
    ("pengingat_tagihan", {"invoice": replace(BILL, status="paid")}, "invoice_closed"),
    ("pasca_keluhan", LOW, "last_rating_bad"),
    ("pasca_keluhan", {"said": said("Sudah beres")}, "exit_replied"),
    ("balasan_otomatis", known(last_answered_at=LATER), "already_answered"),
]
OF_A_TASK = {("pasca_keluhan", "other_step")}
OF_A_LATER_STEP = {("survei_masukan", "previous_not_sent")}


@pytest.mark.parametrize("recipe", GOES_AHEAD)
def test_a_recipe_goes_ahead_when_nothing_speaks_against_it(recipe: str) -> None:
    assert codes(recipe) <= {"other_step", "no_replacement"}
    assert codes_at_sending(recipe) <= {"step_one_not_sent"}


@pytest.mark.parametrize(("recipe", "change", "code"), AT_PLANNING)
def test_a_condition_that_fails_says_why_nothing_is_planned(
    recipe: str, change: dict[str, Any], code: str
) -> None:
    assert code in codes(recipe, **change)


@pytest.mark.parametrize(("recipe", "change", "code"), AT_SENDING)
def test_a_condition_that_fails_later_says_why_nothing_is_sent(
    recipe: str, change: dict[str, Any], code: str
) -> None:
    assert code in codes_at_sending(recipe, **change)


def test_every_condition_of_every_recipe_stands_in_these_tables() -> None:
    tried = {(recipe, code) for recipe, _, code in [*AT_PLANNING, *AT_SENDING]} | OF_A_TASK | OF_A_LATER_STEP
    asked = set()
    for one in LIBRARY.values():
        steps = [step for step in one.steps if not isinstance(step, BranchStep)]
        conditions = [*one.trigger.when, *one.conditions, *(c for step in steps for c in step.when)]
        asked |= {(one.id, code_of(c)) for c in conditions if c.fact != "trigger.attempt"}
    assert asked - tried == set()


@pytest.mark.parametrize(
    ("trigger", "change", "goes"),
    [
        ("feedback.rated", known(last_csat=4), True),
        ("feedback.rated", known(last_csat=3), False),
        ("nps.answered", known(last_nps=9), True),
        ("nps.answered", known(last_nps=8), False),
        ("message.received", {"said": said("1")}, False),
    ],
)
def test_a_review_is_asked_for_after_a_good_sign(trigger: str, change: dict[str, Any], goes: bool) -> None:
    assert ("no_good_sign" not in codes("minta_ulasan", on=trigger, **change)) == goes


@pytest.mark.parametrize(("text", "goes"), [("1", True), ("Sesuai!", True), ("2", False), ("belum", False)])
def test_a_good_answer_to_a_check_in_is_a_good_sign(text: str, goes: bool) -> None:
    person = with_history(sent("cek_setelah_tiba", "order-10", WEDNESDAY - HOUR, order_id=10))
    found = codes("minta_ulasan", on="message.received", said=said(text), **person)
    assert ("no_good_sign" not in found) == goes


def test_a_person_calls_who_rated_low_after_a_complaint() -> None:
    recipe, scene = LIBRARY["pasca_keluhan"], scene_of("pasca_keluhan", on="feedback.rated", **LOW)
    run = start(recipe, scene, share=0, salt="")
    assert isinstance(run, Run)
    found = advance(recipe, replace(scene, run=run))
    assert [(task.kind, task.due_at) for task in found.tasks] == [("call", WEDNESDAY)]
    assert found.planned == ()


def test_the_same_guide_may_come_again_after_half_a_year() -> None:
    assert "told_lately" not in codes("panduan_pakai", **asked_before("panduan_pakai", 181))


def test_another_survey_may_come_after_sixty_days() -> None:
    assert codes("survei_masukan", **asked_before("survei_masukan", 60)) == set()
