"""The first route, end to end: an order comes in, a message goes out, the customer answers."""

from datetime import timedelta

from sapa.inbox.models import Handoff
from sapa.messaging.models import Conversation
from tests.routes.cast import DEWI, RINI, WIT, YOSEF, at
from tests.routes.house import House

A_MOMENT = timedelta(seconds=10)


def test_an_unpaid_order_is_reminded_after_four_hours(house: House) -> None:
    assert house.order("A-1", DEWI) == 200
    house.clock.to(at(15, "11:59"))
    assert house.phone(DEWI).texts == []
    house.clock.to(at(15, "12:05"))
    [text], [sent_at] = house.phone(DEWI).texts, house.phone(DEWI).times
    assert "pesanan A-1 di Toko Sari (Kopi Gayo 1 kg)" in text
    assert timedelta() <= sent_at - at(15, "12:00") < timedelta(minutes=1)


def test_whoever_paid_meanwhile_is_not_reminded(house: House) -> None:
    house.order("A-1", DEWI)
    house.clock.to(at(15, "11:00"))
    house.order("A-1", status="paid")
    house.clock.to(at(16, "12:00"))
    assert house.phone(DEWI).texts == []
    assert house.follow_up().reasons == ["exit_paid"]


def test_a_payment_between_decision_and_sending_still_stops_the_reminder(house: House) -> None:
    house.order("A-1", DEWI)
    house.settle()
    house.clock.jump(at(15, "12:01"))
    house.settle(without=["delivery"])
    assert house.follow_up().state == "queued"
    house.order("A-1", status="paid")
    house.settle()
    assert house.phone(DEWI).texts == []
    assert (house.follow_up().state, house.follow_up().reasons) == ("dropped", ["exit_paid"])


def test_in_quiet_hours_the_reminder_waits_for_the_morning_in_jayapura(house: House) -> None:
    house.clock.to(at(15, "17:30", WIT))
    house.order("A-1", YOSEF)
    house.clock.to(at(16, "07:59", WIT))
    assert house.phone(YOSEF).texts == []
    assert "quiet_hours" in house.follow_up().reasons
    house.clock.to(at(16, "08:05", WIT))
    [sent_at] = house.phone(YOSEF).times
    assert timedelta() <= sent_at - at(16, "08:00", WIT) < timedelta(minutes=1)


def test_a_held_follow_up_says_its_rule_and_its_next_try(house: House) -> None:
    house.clock.to(at(15, "17:30", WIT))
    house.order("A-1", YOSEF)
    house.settle()
    assert (house.follow_up().reasons, house.follow_up().state) == (["quiet_hours"], "waiting")
    assert house.follow_up().next_at == at(16, "08:00", WIT)


def test_who_received_a_parcel_is_asked_about_it_a_day_later(house: House) -> None:
    house.order("A-1", DEWI, status="paid")
    house.clock.to(at(15, "10:00"))
    house.order("A-1", status="delivered")
    house.clock.to(at(16, "09:59"))
    assert house.phone(DEWI).texts == []
    house.clock.to(at(16, "10:05"))
    [text] = house.phone(DEWI).texts
    assert "Apakah isinya lengkap" in text


def test_a_reply_stops_the_journey_and_is_handed_over_honestly(house: House) -> None:
    house.order("A-1", DEWI)
    house.clock.to(at(15, "09:00"))
    house.phone(DEWI).says("Mau bicara dengan orangnya langsung")
    house.clock.to(at(15, "13:00"))
    [text] = house.phone(DEWI).texts
    assert "asisten otomatis Toko Sari" in text
    assert house.follow_up().reasons == ["exit_replied"]
    with house.inside():
        assert "Mau bicara dengan orangnya langsung" in Handoff.objects.get().wants
        assert Conversation.objects.get().owner == "nobody"


def test_a_reply_waits_in_the_inbox_although_the_assistant_said_something(house: House) -> None:
    house.phone(DEWI).says("Mau bicara dengan orangnya langsung")
    house.settle()
    ani = house.browser("ani@tokosari.test")
    with house.inside():
        talk = f"/kotak-masuk/{Conversation.objects.get().public_id}/"
    assert f'href="{talk}' in ani.get("/kotak-masuk/").text
    assert "Mau bicara dengan orangnya langsung" in ani.get(talk).text


def test_berhenti_stops_follow_ups_at_once_and_says_so(house: House) -> None:
    house.order("A-1", DEWI)
    house.settle()
    house.phone(DEWI).says("BERHENTI")
    house.settle()
    [text] = house.phone(DEWI).texts
    assert "pesan tindak lanjut lagi" in text
    assert house.follow_up().reasons[0] == "opted_out_follow_up"
    house.clock.to(at(16, "13:00"))
    assert len(house.phone(DEWI).texts) == 1


def test_rini_who_opted_out_gets_no_reminder(house: House) -> None:
    house.phone(RINI).says("BERHENTI")
    house.settle()
    house.order("A-1", RINI)
    house.clock.to(at(15, "13:00"))
    assert len(house.phone(RINI).texts) == 1
    assert house.follow_up().reasons == ["opted_out_follow_up"]


def test_the_answer_of_a_person_reaches_the_phone(house: House) -> None:
    house.phone(DEWI).says("Mau bicara dengan orangnya langsung")
    house.settle()
    ani = house.browser("ani@tokosari.test")
    with house.inside():
        talk = f"/kotak-masuk/{Conversation.objects.get().public_id}/"
    page = ani.get(talk)
    assert ani.submit(page, f"{talk}balas/", text="Bisa, Kak. Alamat barunya apa?").status == 200
    house.clock.wait(A_MOMENT)
    assert house.phone(DEWI).texts[-1] == "Bisa, Kak. Alamat barunya apa?"


def test_a_promotion_without_consent_is_dropped_with_its_reason(house: House) -> None:
    house.order("A-1", DEWI, status="paid")
    house.clock.to(at(15, "08:00", month=12))
    assert house.phone(DEWI).texts == []
    winback = house.follow_up(recipe="kangen_pelanggan")
    assert (winback.state, winback.reasons) == ("dropped", ["no_consent"])


def test_a_promotion_with_consent_goes_out_ninety_days_after_the_payment(house: House) -> None:
    body = house.order_body("A-1", DEWI, status="paid")
    house.post(body.replace(b'"customer": {', b'"customer": {"promo_consent": true, '))
    house.clock.to(at(15, "08:00", month=12))
    [text] = house.phone(DEWI).texts
    assert "SARI10" in text
