"""Recipes of what runs on: subscriptions that end, invoices that fall due."""

from datetime import datetime, timedelta
from typing import Any

from sapa.journeys.selectors.tasks import todays_list
from tests.routes.cast import DEWI, at
from tests.routes.house import House
from tests.routes.recipes import CITRA_RASA, buy, last, tell, told, use

A_MINUTE = timedelta(minutes=1)
BOTH = ((DEWI, "L-1", "b2c"), (CITRA_RASA, "L-2", "b2b"))
PLAN: dict[str, Any] = {
    **{"plan": "Paket Keluarga", "period_start": "2026-06-01T00:00:00+07:00", "auto_renew": False},
    **{"period_end": "2026-11-10T10:00:00+07:00", "grace_end": "2026-11-17T10:00:00+07:00"},
    "link": "https://tokosari.test/langganan",
}


def subscribe(house: House) -> None:
    for customer, number, _segment in BOTH:
        tell(house, customer, subscription={"id": number, **PLAN})


def bill(house: House, due_at: datetime, **said: Any) -> None:
    """Dewi and a company owe since today."""
    for customer, number, _segment in BOTH:
        owed = {"number": number, "amount": 450000, "issued_at": house.clock.now(), "due_at": due_at}
        invoice = {"id": number, **owed, "link": f"https://tokosari.test/tagihan/{number}", **said}
        tell(house, customer, invoice=invoice)


def test_a_subscription_is_spoken_of_a_month_before_a_week_before_and_in_its_grace(house: House) -> None:
    use(house, "perpanjang_langganan")
    subscribe(house)
    house.clock.to(at(28, "10:05"))
    assert (
        told(last(house, CITRA_RASA), "perpanjang_langganan", "h30", "b2b")["perusahaan"] == "PT Citra Rasa"
    )
    for when, step in ((at(11, "10:05", month=10), "h30"), (at(3, "10:05", month=11), "h7")):
        house.clock.to(when)
        said = told(last(house, DEWI), "perpanjang_langganan", step)
        assert (said["langganan.paket"], said["langganan.berakhir"]) == ("Paket Keluarga", "10 November 2026")
    assert told(last(house, CITRA_RASA), "perpanjang_langganan", "h7", "b2b")["perusahaan"] == "PT Citra Rasa"
    house.clock.to(at(11, "10:05", month=11))
    assert (
        told(last(house, DEWI), "perpanjang_langganan", "tenggang")["langganan.tenggang"]
        == "17 November 2026"
    )
    assert told(last(house, CITRA_RASA), "perpanjang_langganan", "tenggang", "b2b")["toko"] == "Toko Sari"
    house.clock.to(at(30, "10:05", month=11))
    assert [len(house.phone(one).texts) for one in (DEWI, CITRA_RASA)] == [3, 3]


def test_who_renewed_or_said_tidak_lanjut_hears_no_more_of_it(house: House) -> None:
    use(house, "perpanjang_langganan")
    subscribe(house)
    house.clock.to(at(15, "10:00", month=10))
    tell(house, subscription={"id": "L-2", "period_start": PLAN["period_end"], "period_end": "2027-04-10"})
    house.phone(DEWI).says("Tidak lanjut")
    house.settle()
    before = len(house.phone(DEWI).texts)
    house.clock.to(at(20, "10:00", month=11))
    assert len(house.phone(CITRA_RASA).texts) == 1
    assert [told_once for told_once in house.phone(DEWI).texts[before:] if "langganan" in told_once] == []
    assert house.follow_up(step="h7", contact__phone=DEWI.phone).reasons == ["declined"]
    assert house.follow_up(step="h7", contact__phone=CITRA_RASA.phone).reasons == ["exit_renewed"]


def test_an_invoice_is_reminded_of_three_times_and_then_a_person_calls(house: House) -> None:
    use(house, "pengingat_tagihan")
    bill(house, at(22, "10:00"))
    steps = ((19, "sebelum"), (22, "jatuh_tempo"), (25, "sesudah"))
    for day, step in steps:
        house.clock.to(at(day, "10:05"))
        said = told(last(house, DEWI), "pengingat_tagihan", step)
        assert (said["tagihan.nomor"], said["tagihan.jumlah"]) == ("L-1", "Rp450.000")
    house.clock.to(at(29, "10:05"))
    sent = zip(house.phone(CITRA_RASA).texts, steps, strict=True)
    numbers = [told(text, "pengingat_tagihan", step, "b2b")["tagihan.nomor"] for text, (_day, step) in sent]
    assert numbers == ["L-2"] * 3
    with house.inside():
        calls = todays_list(now=house.clock.now())
    assert [(one.task.kind, one.journey) for one in calls] == [("call", "Pengingat tagihan")] * 2
    assert "Telepon Kak Dewi tentang tagihan L-1 sebesar Rp450.000" in calls[0].task.text + calls[1].task.text


def test_a_paid_a_disputed_and_a_promised_invoice_are_left_alone_and_nobody_calls(house: House) -> None:
    use(house, "pengingat_tagihan")
    bill(house, at(22, "10:00"))
    house.clock.to(at(18, "10:00"))
    tell(house, invoice={"id": "L-1", "status": "paid"})
    tell(house, invoice={"id": "L-2", "status": "disputed"})
    house.clock.to(at(30, "10:00"))
    assert house.phone(DEWI).texts == house.phone(CITRA_RASA).texts == []
    with house.inside():
        assert todays_list(now=house.clock.now()) == []
    assert {one.reasons[0] for one in house.follow_ups()} == {"exit_paid", "exit_disputed"}


def test_the_payment_of_another_order_does_not_settle_an_invoice(house: House) -> None:
    use(house, "pengingat_tagihan")
    bill(house, at(22, "10:00"))
    house.clock.to(at(18, "10:00"))
    buy(house, "A-9", DEWI)
    tell(house, invoice={"id": "L-2", "promised_at": at(24, "10:00")})
    house.clock.to(at(22, "10:05"))
    assert len(house.phone(DEWI).texts) == 2
    assert house.phone(CITRA_RASA).texts == []
