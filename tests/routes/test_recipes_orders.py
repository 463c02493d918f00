"""Recipes of an order on its way: confirmation, payment, parcel, return."""

from datetime import timedelta

from tests.routes.cast import DEWI, WIT, YOSEF, at
from tests.routes.house import House
from tests.routes.recipes import CITRA_RASA, Settings, buy, last, parcel, reasons, tell, told, use

A_MINUTE = timedelta(minutes=1)


def test_a_paid_order_is_confirmed_at_once_to_people_and_companies(house: House) -> None:
    use(house, "konfirmasi_pesanan")
    buy(house, "A-1", DEWI)
    buy(house, "A-2", CITRA_RASA)
    said = told(last(house, DEWI), "konfirmasi_pesanan")
    assert (said["panggilan"], said["pesanan.nomor"], said["pesanan.total"]) == (
        "Kak Dewi",
        "A-1",
        "Rp185.000",
    )
    assert said["kirim.perkiraan_kirim"] == "16 September 2026"
    said = told(last(house, CITRA_RASA), "konfirmasi_pesanan", segment="b2b")
    assert (said["perusahaan"], said["pesanan.tautan"]) == (
        "PT Citra Rasa",
        "https://tokosari.test/order/A-2",
    )


def test_a_confirmation_at_half_past_one_at_night_goes_at_once_an_unpaid_order_is_not_confirmed(
    house: House,
) -> None:
    use(house, "konfirmasi_pesanan")
    house.clock.to(at(16, "01:30"))
    buy(house, "A-1", DEWI, status="awaiting_payment")
    assert house.phone(DEWI).texts == []
    tell(house, order={"id": "A-1", "status": "paid"})
    [sent_at] = house.phone(DEWI).times
    assert timedelta() <= sent_at - at(16, "01:30") < A_MINUTE


def test_an_order_paid_at_the_door_is_confirmed_when_it_is_placed_and_only_once(house: House) -> None:
    use(house, "konfirmasi_pesanan")
    buy(house, "A-1", DEWI, status="placed", payment_type="cod")
    assert told(last(house, DEWI), "konfirmasi_pesanan")["pesanan.nomor"] == "A-1"
    house.clock.to(at(15, "12:00"))
    tell(house, order={"id": "A-1", "status": "paid"})
    house.clock.to(at(15, "13:00"))
    assert len(house.phone(DEWI).texts) == 1


def test_the_second_reminder_comes_three_hours_before_the_order_closes(house: House) -> None:
    use(house, "checkout_belum_bayar", second_step=True)
    buy(house, "A-1", DEWI, status="awaiting_payment", payment_deadline=at(16, "20:00"))
    house.clock.to(at(16, "17:05"))
    first, second = house.phone(DEWI).texts
    assert told(first, "checkout_belum_bayar")["pesanan.batas_bayar"] == "Rab 16 Sep 2026 20.00 WIB"
    assert told(second, "checkout_belum_bayar", "2")["pesanan.nomor"] == "A-1"
    assert timedelta() <= house.phone(DEWI).times[1] - at(16, "17:00") < A_MINUTE


def test_a_company_is_reminded_of_its_order_in_office_hours(house: House) -> None:
    use(house, "checkout_belum_bayar")
    house.clock.to(at(15, "15:00"))
    buy(house, "A-1", CITRA_RASA, status="awaiting_payment")
    house.clock.to(at(16, "08:59"))
    assert house.phone(CITRA_RASA).texts == []
    house.clock.to(at(16, "09:05"))
    said = told(last(house, CITRA_RASA), "checkout_belum_bayar", segment="b2b")
    assert said["pesanan.batas_bayar"].endswith("WIB")


def test_a_parcel_is_told_of_at_every_turn_of_its_way(house: House) -> None:
    use(house, "kabar_pengiriman")
    buy(house, "A-1", DEWI)
    for hour, status, step in (
        ("09:00", "in_transit", "dikirim"),
        ("33:00", "on_hold", "terlambat"),
        ("57:00", "failed_attempt", "gagal"),
        ("81:00", "out_for_delivery", "diantar"),
    ):
        days, clock = divmod(int(hour[:2]), 24)
        house.clock.to(at(15 + days, f"{clock:02}:00"))
        parcel(house, "A-1", status, eta=at(19, "17:00"), reason="gudang transit penuh")
        house.clock.wait(timedelta(minutes=11))
        assert told(last(house, DEWI), "kabar_pengiriman", step)["pesanan.nomor"] == "A-1"
    assert len(house.phone(DEWI).texts) == 4


def test_a_company_reads_where_its_goods_arrived(house: House) -> None:
    use(house, "kabar_pengiriman")
    buy(house, "A-1", CITRA_RASA)
    house.clock.to(at(15, "10:00"))
    parcel(house, "A-1", "delivered")
    house.clock.to(at(15, "10:11"))
    said = told(last(house, CITRA_RASA), "kabar_pengiriman", "tiba", "b2b")
    assert said["kirim.alamat_singkat"] == "Tebet, Jakarta Selatan"
    assert said["kirim.tanggal_tiba"] == "Sel 15 Sep 2026 10.00 WIB"


def test_the_newest_status_takes_the_place_of_one_that_waits(house: House) -> None:
    use(house, "kabar_pengiriman")
    buy(house, "A-1", DEWI)
    house.clock.to(at(15, "09:00"))
    parcel(house, "A-1", "out_for_delivery")
    house.clock.to(at(15, "09:05"))
    parcel(house, "A-1", "delivered")
    house.clock.to(at(15, "12:00"))
    [text] = house.phone(DEWI).texts
    assert told(text, "kabar_pengiriman", "tiba")["kirim.kurir"] == "JNE"
    assert reasons(house, step="diantar") == ["superseded"]


def test_a_parcel_that_moves_at_night_is_told_at_eight_in_jayapura(house: House) -> None:
    use(house, "kabar_pengiriman")
    buy(house, "A-1", YOSEF)
    house.clock.to(at(15, "22:30", WIT))
    parcel(house, "A-1", "in_transit", eta=at(18, "17:00"))
    house.clock.to(at(16, "07:59", WIT))
    assert house.phone(YOSEF).texts == []
    house.clock.to(at(16, "08:05", WIT))
    assert (
        told(last(house, YOSEF), "kabar_pengiriman", "dikirim")["kirim.perkiraan_tiba"] == "18 September 2026"
    )
    assert timedelta() <= house.phone(YOSEF).times[0] - at(16, "08:00", WIT) < A_MINUTE


def test_at_most_two_messages_a_day_about_one_parcel(house: House) -> None:
    use(house, "kabar_pengiriman")
    buy(house, "A-1", DEWI)
    for hour, status in (("09:00", "in_transit"), ("12:00", "out_for_delivery"), ("15:00", "failed_attempt")):
        house.clock.to(at(15, hour))
        parcel(house, "A-1", status, eta=at(16, "17:00"), reason="rumah kosong")
    house.clock.to(at(15, "18:00"))
    assert len(house.phone(DEWI).texts) == 2
    assert reasons(house, step="gagal") == ["told_enough_today"]


def test_a_cancelled_order_is_neither_confirmed_nor_followed(house: House) -> None:
    use(house, "kabar_pengiriman")
    buy(house, "A-1", DEWI)
    house.clock.to(at(15, "09:00"))
    parcel(house, "A-1", "in_transit", eta=at(16, "17:00"))
    house.clock.to(at(15, "09:05"))
    tell(house, order={"id": "A-1", "status": "cancelled"})
    house.clock.to(at(15, "12:00"))
    assert house.phone(DEWI).texts == []
    assert reasons(house, step="dikirim") == ["exit_cancelled"]


def test_each_status_of_a_return_is_told_to_people_and_companies(house: House) -> None:
    use(house, "status_retur")
    buy(house, "A-1", DEWI)
    buy(house, "A-2", CITRA_RASA)
    house.clock.to(at(16, "10:00"))
    for status, step in (("requested", "diajukan"), ("approved", "disetujui"), ("refunded", "selesai")):
        for number in ("A-1", "A-2"):
            back = {"id": f"R-{number}", "status": status, "expected_at": at(20, "12:00")}
            told_back: Settings = {"return": back}
            tell(house, order={"id": number}, **told_back)
        house.clock.wait(timedelta(hours=2))
        assert told(last(house, DEWI), "status_retur", step)["pesanan.nomor"] == "A-1"
        assert told(last(house, CITRA_RASA), "status_retur", step, "b2b")["perusahaan"] == "PT Citra Rasa"
