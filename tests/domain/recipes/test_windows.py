"""The windows of `domain.md` §3: what a trigger on Wednesday 16 September 2026, 10:00 WIB, leads to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sapa.domain.journeys.advancing import Advanced, advance
from sapa.domain.journeys.enrolling import start
from sapa.domain.journeys.scene import Run
from sapa.domain.recipes import LIBRARY
from tests.domain.recipes.cast import (
    DAY,
    DEWI,
    HOUR,
    KEMEJA,
    PAID,
    PARCEL,
    PERIOD,
    REPLACEMENT,
    RETURN,
    UNPAID,
    WEDNESDAY,
    clock,
    planned,
    said,
    scene_of,
    sent,
    told,
)

SAME = ""
DIGITAL = {"on": "payment.received", "order": PAID, "products": (replace(KEMEJA, is_digital=True),)}
SUBSCRIBER = {"person": replace(DEWI, paid_orders=0, subscribed_since=WEDNESDAY - 90 * DAY)}
NO_LINK = {"order": replace(UNPAID, payment_deadline=None)}

# recipe, step, scene, due and expiry of a private customer, due and expiry of a company where it is another
WINDOWS: list[tuple[str, str, dict[str, Any], str, str, str]] = [
    ("kontak_pertama", "1", {}, "Thu 17 Sep 10:00", "Fri 18 Sep 10:00", "Thu 17 Sep 10:00 Fri 18 Sep 17:00"),
    ("checkout_belum_bayar", "1", {}, "Wed 16 Sep 14:00", "Thu 17 Sep 09:30", SAME),
    ("checkout_belum_bayar", "2", {}, "Thu 17 Sep 07:00", "Thu 17 Sep 09:30", SAME),
    (
        *("checkout_belum_bayar", "1", NO_LINK, "Wed 16 Sep 14:00", "Thu 17 Sep 09:30"),
        "Wed 16 Sep 14:00 Mon 21 Sep 09:30",
    ),
    (
        *("checkout_belum_bayar", "2", NO_LINK, "Thu 17 Sep 07:00", "Thu 17 Sep 09:30"),
        "Mon 21 Sep 07:00 Mon 21 Sep 09:30",
    ),
    ("konfirmasi_pesanan", "1", {}, "Wed 16 Sep 10:00", "Thu 17 Sep 10:00", SAME),
    ("kabar_pengiriman", "dikirim", {}, "Wed 16 Sep 10:10", "Thu 17 Sep 10:00", SAME),
    (
        *("kabar_pengiriman", "diantar", {"on": "shipment.out_for_delivery"}),
        *("Wed 16 Sep 10:10", "Thu 17 Sep 00:00", SAME),
    ),
    (
        *("kabar_pengiriman", "terlambat", {"on": "shipment.delayed"}),
        *("Wed 16 Sep 10:10", "Thu 17 Sep 10:00", SAME),
    ),
    (
        *("kabar_pengiriman", "gagal", {"on": "shipment.failed_attempt"}),
        *("Wed 16 Sep 10:10", "Thu 17 Sep 10:00", SAME),
    ),
    (
        *("kabar_pengiriman", "tiba", {"on": "shipment.delivered"}),
        *("Wed 16 Sep 10:10", "Thu 17 Sep 10:00", SAME),
    ),
    ("panduan_pakai", "1", {}, "Wed 16 Sep 12:00", "Sat 19 Sep 10:00", SAME),
    (
        *("panduan_pakai", "digital", DIGITAL, "Wed 16 Sep 10:00", "Thu 17 Sep 10:00"),
        "Wed 16 Sep 10:00 Thu 17 Sep 17:00",
    ),
    ("cek_setelah_tiba", "1", {}, "Thu 17 Sep 10:00", "Sun 20 Sep 10:00", SAME),
    ("tiga_hari_setelah_beli", "1", {}, "Sat 19 Sep 10:00", "Tue 22 Sep 10:00", SAME),
    ("tiga_hari_setelah_beli", "1", DIGITAL, "Sat 19 Sep 10:00", "Tue 22 Sep 10:00", SAME),
    ("cek_pemakaian", "1", {}, "Wed 23 Sep 10:00", "Mon 28 Sep 10:00", SAME),
    ("isi_ulang", "1", {}, "Sun 11 Oct 10:00", "Wed 21 Oct 10:00", "Fri 2 Oct 10:00 Mon 12 Oct 10:00"),
    (
        *("perpanjang_langganan", "h30", {}, "Sun 1 Nov 10:00", "Tue 24 Nov 10:00"),
        "Sat 17 Oct 10:00 Tue 24 Nov 10:00",
    ),
    ("perpanjang_langganan", "h7", {}, "Tue 24 Nov 10:00", "Tue 1 Dec 10:00", SAME),
    ("perpanjang_langganan", "tenggang", {}, "Wed 2 Dec 10:00", "Tue 8 Dec 10:00", SAME),
    ("kangen_pelanggan", "1", {}, "Wed 16 Sep 10:00", "Wed 30 Sep 10:00", SAME),
    ("kangen_pelanggan", "2", {"attempt": 2}, "Wed 16 Sep 10:00", "Wed 30 Sep 10:00", SAME),
    ("kangen_pelanggan", "3", {"attempt": 3}, "Wed 16 Sep 10:00", "Wed 30 Sep 10:00", SAME),
    ("survei_masukan", "undangan", {}, "Mon 21 Sep 10:00", "Wed 30 Sep 10:00", SAME),
    (
        *("survei_masukan", "kampanye", {"on": "campaign.started"}),
        *("Wed 16 Sep 10:00", "Wed 30 Sep 10:00", SAME),
    ),
    ("promo_pernah_pakai", "1", {}, "Wed 16 Sep 10:00", "Thu 31 Dec 00:00", SAME),
    ("edukasi_fitur", "1", {}, "Wed 16 Sep 10:00", "Wed 7 Oct 10:00", SAME),
    ("csat", "1", {}, "Wed 16 Sep 11:00", "Fri 18 Sep 10:00", "Wed 16 Sep 11:00 Fri 18 Sep 17:00"),
    (
        *("csat", "penggantian", {"shipment": REPLACEMENT}, "Thu 17 Sep 10:00", "Fri 18 Sep 10:00"),
        "Thu 17 Sep 10:00 Fri 18 Sep 17:00",
    ),
    ("nps", "1", {}, "Wed 16 Sep 10:00", "Sat 26 Sep 10:00", SAME),
    ("nps", "langganan", SUBSCRIBER, "Wed 16 Sep 10:00", "Sat 26 Sep 10:00", SAME),
    ("minta_ulasan", "1", {}, "Thu 17 Sep 10:00", "Sat 26 Sep 10:00", SAME),
    ("produk_pelengkap", "1", {}, "Wed 30 Sep 10:00", "Fri 16 Oct 10:00", SAME),
    (
        *("pengingat_tagihan", "sebelum", {}, "Fri 25 Sep 09:00", "Sat 26 Sep 21:00"),
        "Fri 25 Sep 09:00 Mon 28 Sep 17:00",
    ),
    (
        *("pengingat_tagihan", "jatuh_tempo", {}, "Mon 28 Sep 09:00", "Tue 29 Sep 21:00"),
        "Mon 28 Sep 09:00 Tue 29 Sep 17:00",
    ),
    ("pengingat_tagihan", "sesudah", {}, "Thu 1 Oct 09:00", "Mon 5 Oct 09:00", SAME),
    ("pasca_keluhan", "1", {}, "Sat 19 Sep 10:00", "Wed 23 Sep 10:00", SAME),
    (
        *("pasca_keluhan", "penggantian", {"shipment": REPLACEMENT}),
        *("Sat 19 Sep 10:00", "Fri 25 Sep 10:00", SAME),
    ),
    ("status_retur", "diajukan", {}, "Wed 16 Sep 10:00", "Wed 23 Sep 10:00", SAME),
    *(
        (
            *("status_retur", step, {"on": f"return.{status}", "returned": replace(RETURN, status=status)}),
            *("Wed 16 Sep 10:00", "Wed 23 Sep 10:00", SAME),
        )
        for step, status in (
            ("disetujui", "approved"),
            ("diterima", "received"),
            ("ditolak", "rejected"),
            ("selesai", "refunded"),
            ("diganti", "replaced"),
        )
    ),
    ("balasan_otomatis", "jam_layanan", {}, "Wed 16 Sep 10:02", "Thu 17 Sep 10:00", SAME),
    ("balasan_otomatis", "luar_jam", {"is_open": False}, "Wed 16 Sep 10:01", "Thu 17 Sep 10:00", SAME),
]
ROWS = [pytest.param(*row, id="-".join(row[:2])) for row in WINDOWS]
LATER = {
    ("survei_masukan", "pengingat"),
    ("survei_masukan", "pengingat_kampanye"),
    ("isi_ulang", "nanti"),
    ("isi_ulang", "2"),
}
PRESUMED = {("cek_setelah_tiba", "presumed")}


def window(recipe: str, step: str, segment: str, change: dict[str, Any]) -> str:
    found = planned(recipe, step, segment=segment, **change)
    return f"{clock(found.due_at)} {clock(found.expires_at)}"


@pytest.mark.parametrize(("recipe", "step", "change", "due", "expires", "_company"), ROWS)
def test_a_private_customer_is_written_to_in_this_window(
    recipe: str, step: str, change: dict[str, Any], due: str, expires: str, _company: str
) -> None:
    assert window(recipe, step, "b2c", change) == f"{due} {expires}"


@pytest.mark.parametrize(("recipe", "step", "change", "due", "expires", "company"), ROWS)
def test_a_company_is_written_to_in_this_window(
    recipe: str, step: str, change: dict[str, Any], due: str, expires: str, company: str
) -> None:
    change = {name: value for name, value in change.items() if name != "person"}
    if "langganan" in step:
        return
    assert window(recipe, step, "b2b", change) == (company or f"{due} {expires}")


def test_every_message_of_every_recipe_has_its_row() -> None:
    rows = {(recipe, step) for recipe, step, *_ in WINDOWS} | LATER | PRESUMED
    assert rows == {(one.id, step.id) for one in LIBRARY.values() for step in one.messages}


def test_a_silent_courier_is_asked_about_a_day_after_the_presumed_arrival() -> None:
    order = replace(PAID, shipped_at=WEDNESDAY - 5 * DAY, eta=WEDNESDAY - 2 * DAY)
    one = planned("cek_setelah_tiba", "presumed", on="delivery.presumed", order=order)
    assert (clock(one.due_at), clock(one.expires_at)) == ("Thu 17 Sep 10:00", "Sun 20 Sep 10:00")


@pytest.mark.parametrize(
    ("met", "due", "useful_until"),
    [
        (datetime(2026, 9, 17, 8, 0, tzinfo=UTC), "Fri 18 Sep 15:00", "Mon 21 Sep 17:00"),
        (datetime(2026, 9, 18, 9, 0, tzinfo=UTC), "Sat 19 Sep 16:00", "Mon 21 Sep 17:00"),
        (datetime(2026, 9, 17, 11, 0, tzinfo=UTC), "Fri 18 Sep 18:00", "Mon 21 Sep 17:00"),
        (datetime(2026, 9, 14, 3, 0, tzinfo=UTC), "Tue 15 Sep 10:00", "Wed 16 Sep 17:00"),
    ],
)
def test_a_company_is_greeted_until_the_end_of_the_next_working_day(
    met: datetime, due: str, useful_until: str
) -> None:
    talk = replace(scene_of("kontak_pertama").interaction, at=met)  # type: ignore[type-var]
    one = planned("kontak_pertama", "1", segment="b2b", at=met, interaction=talk)
    assert (clock(one.due_at), clock(one.expires_at)) == (due, useful_until)


def test_two_shirts_last_twice_as_long_and_a_customers_own_rhythm_wins() -> None:
    two = planned("isi_ulang", "1", products=(replace(KEMEJA, quantity=2),))
    assert clock(two.due_at) == "Tue 10 Nov 10:00"
    every_twenty_days = tuple(
        replace(DEWI.purchases[0], order_id=order_id, at=WEDNESDAY - days * DAY)
        for order_id, days in ((7, 43), (8, 23), (10, 3))
    )
    own = planned("isi_ulang", "1", person=replace(DEWI, purchases=every_twenty_days))
    assert clock(own.due_at) == "Thu 1 Oct 10:00"


def test_a_short_period_is_reminded_only_a_week_before() -> None:
    month = replace(PERIOD, period_start=datetime(2026, 11, 1, 3, 0, tzinfo=UTC))
    found = told("perpanjang_langganan", subscription=month)
    assert isinstance(found, Advanced)
    assert [one.step for one in found.planned] == ["h7", "tenggang"]


def test_the_survey_is_reminded_once_three_days_after_the_invitation_went_out() -> None:
    recipe = LIBRARY["survei_masukan"]
    first = scene_of("survei_masukan")
    run = start(recipe, first, share=0, salt="")
    assert isinstance(run, Run)
    invited_at = WEDNESDAY + 5 * DAY + 2 * HOUR
    invitation = sent("survei_masukan", "order-10", invited_at, step="undangan", order_id=10)
    scene = replace(
        first,
        now=invited_at,
        run=replace(run, position="pengingat"),
        person=replace(DEWI, follow_ups=(invitation,)),
    )
    found = advance(recipe, scene)
    (reminder,) = found.planned
    assert (clock(reminder.due_at), clock(reminder.expires_at)) == ("Thu 24 Sep 12:00", "Wed 30 Sep 10:00")
    assert found.position == "end"


REFILLED_AT = datetime(2026, 10, 11, 3, 0, tzinfo=UTC)


def after_the_first_refill(reply: str = "", days: int = 1) -> Advanced:
    recipe, first = LIBRARY["isi_ulang"], scene_of("isi_ulang")
    run = start(recipe, first, share=0, salt="")
    assert isinstance(run, Run)
    one = sent("isi_ulang", "cycle-10-5", REFILLED_AT, order_id=10)
    now = REFILLED_AT + days * DAY
    waits = replace(run, position="jawaban", reply=said(reply, now) if reply else None)
    return advance(recipe, replace(first, now=now, run=waits, person=replace(DEWI, follow_ups=(one,))))


def test_nanti_is_a_reminder_two_weeks_later_and_the_last_one() -> None:
    found = after_the_first_refill("Nanti!")
    assert [(one.step, clock(one.due_at)) for one in found.planned] == [("nanti", "Mon 26 Oct 10:00")]
    assert found.position == "end"


def test_any_other_answer_ends_the_reminders_and_silence_brings_the_second_cycle() -> None:
    assert after_the_first_refill("ISI ULANG").planned == ()
    assert after_the_first_refill(days=9).position == "jawaban"
    second = after_the_first_refill(days=10)
    assert [(one.step, clock(one.due_at)) for one in second.planned] == [("2", "Tue 10 Nov 10:00")]


def test_a_person_calls_a_week_after_an_invoice_was_due() -> None:
    recipe, first = LIBRARY["pengingat_tagihan"], scene_of("pengingat_tagihan")
    run = start(recipe, first, share=0, salt="")
    assert isinstance(run, Run)
    last = sent("pengingat_tagihan", "invoice-6", WEDNESDAY + 15 * DAY, step="sesudah")
    done = replace(run, position="telepon")
    scene = replace(first, now=last.due_at, run=done, person=replace(DEWI, follow_ups=(last,)))
    (task,) = advance(recipe, scene).tasks
    assert (task.kind, clock(task.due_at)) == ("call", "Mon 5 Oct 09:00")


def test_news_of_a_parcel_waits_ten_minutes_for_corrections() -> None:
    late = scene_of("kabar_pengiriman", now=WEDNESDAY, shipment=replace(PARCEL, status="picked_up"))
    assert planned("kabar_pengiriman", "dikirim").due_at - late.now == HOUR / 6
