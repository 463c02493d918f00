"""Recipes of talks, complaints, scores and opinions."""

from datetime import timedelta

from sapa.journeys.selectors.tasks import todays_list
from tests.routes.cast import DEWI, MADE, YOSEF, at
from tests.routes.house import House
from tests.routes.recipes import CITRA_RASA, Settings, buy, last, parcel, reasons, tell, told, use

A_MINUTE = timedelta(minutes=1)
BOTH = ((DEWI, "T-1", "b2c"), (CITRA_RASA, "T-2", "b2b"))
REVIEW: Settings = {"ulasan": {"tautan": "https://tokosari.test/ulasan"}}
SURVEY: Settings = {"survei": {"tautan": "https://tokosari.test/survei"}}


def resolve(house: House, kind: str = "delivery") -> None:
    """A case of Dewi and one of a company: opened and solved now."""
    for customer, number, _segment in BOTH:
        case = {"id": number, "number": number, "kind": kind, "summary": "paket basah"}
        tell(house, customer, ticket={**case, "status": "opened"})
        tell(house, ticket={"id": number, "status": "resolved", "answered_by": "agent"})


def test_a_day_after_a_call_its_topic_is_taken_up_with_people_and_companies(house: House) -> None:
    use(house, "kontak_pertama")
    for customer, number, _segment in BOTH:
        talk = {"id": number, "kind": "call", "topic": "sprei katun 180", "by": "Ani"}
        tell(house, customer, interaction=talk)
    house.clock.to(at(16, "07:59"))
    assert house.phone(DEWI).texts == []
    house.clock.to(at(16, "09:05"))
    for customer, _number, segment in BOTH:
        said = told(last(house, customer), "kontak_pertama", segment=segment)
        assert (said["kontak.topik"], said["agen"]) == ("sprei katun 180", "Ani")


def test_who_ordered_or_was_promised_a_date_is_not_greeted(house: House) -> None:
    use(house, "kontak_pertama")
    tell(house, DEWI, interaction={"id": "K-1", "kind": "call", "topic": "sprei", "by": "Ani"})
    promised = {"id": "K-2", "kind": "visit", "topic": "sprei", "by": "Ani", "promised_at": at(17, "10:00")}
    tell(house, CITRA_RASA, interaction=promised)
    house.clock.to(at(15, "12:00"))
    buy(house, "A-1", DEWI)
    house.clock.to(at(18, "12:00"))
    assert house.phone(DEWI).texts == house.phone(CITRA_RASA).texts == []
    assert reasons(house) == ["exit_order_placed"]


def test_an_hour_after_a_case_is_solved_its_help_is_rated(house: House) -> None:
    use(house, "csat")
    house.clock.to(at(15, "10:00"))
    resolve(house)
    house.clock.to(at(15, "10:59"))
    assert house.phone(DEWI).texts == []
    house.clock.to(at(15, "11:05"))
    for customer, number, segment in BOTH:
        said = told(last(house, customer), "csat", segment=segment)
        assert (said["tiket.nomor"], said["tiket.ringkas"]) == (number, "paket basah")


def test_a_case_that_is_opened_again_is_not_rated_and_within_a_week_nobody_is_asked_twice(
    house: House,
) -> None:
    use(house, "csat")
    house.clock.to(at(15, "10:00"))
    resolve(house)
    house.clock.to(at(15, "10:30"))
    tell(house, ticket={"id": "T-2", "status": "reopened"})
    house.clock.to(at(16, "10:30"))
    tell(house, DEWI, ticket={"id": "T-3", "kind": "delivery", "summary": "tutup retak"})
    tell(house, ticket={"id": "T-3", "status": "resolved", "answered_by": "agent"})
    house.clock.to(at(19, "12:00"))
    assert len(house.phone(DEWI).texts) == 1
    assert house.phone(CITRA_RASA).texts == []
    assert reasons(house, contact__phone=CITRA_RASA.phone) == ["exit_ticket_reopened"]


def test_three_days_after_a_complaint_somebody_makes_sure_but_calls_where_the_score_was_low(
    house: House,
) -> None:
    use(house, "csat", "pasca_keluhan")
    house.clock.to(at(15, "10:00"))
    resolve(house)
    tell(house, MADE, ticket={"id": "T-5", "kind": "defective", "summary": "gelas pecah"})
    tell(house, ticket={"id": "T-5", "status": "resolved", "answered_by": "agent"})
    house.clock.to(at(15, "13:00"))
    house.phone(MADE).says("1")
    house.clock.to(at(18, "12:00"))
    for customer, number, segment in BOTH:
        assert told(last(house, customer), "pasca_keluhan", segment=segment)["tiket.nomor"] == number
    assert not any("beberapa hari lalu" in text for text in house.phone(MADE).texts)
    with house.inside():
        [call] = todays_list(now=house.clock.now())
    assert "Telepon Kak Made: nilai terakhirnya rendah" in call.task.text


def test_a_question_is_no_complaint_and_a_reply_ends_the_care(house: House) -> None:
    use(house, "pasca_keluhan")
    house.clock.to(at(15, "10:00"))
    resolve(house)
    tell(house, YOSEF, ticket={"id": "T-6", "kind": "question", "summary": "jam buka"})
    tell(house, ticket={"id": "T-6", "status": "resolved", "answered_by": "agent"})
    house.clock.to(at(16, "10:00"))
    house.phone(DEWI).says("Sudah beres, makasih")
    house.clock.to(at(20, "12:00"))
    assert house.phone(YOSEF).texts == []
    assert reasons(house, contact__phone=DEWI.phone) == ["exit_replied"]


def test_nps_is_asked_once_a_quarter_of_those_who_know_the_shop(house: House) -> None:
    use(house, "nps")
    for number, customer in (
        ("A-1", DEWI),
        ("A-2", DEWI),
        ("A-3", CITRA_RASA),
        ("A-4", CITRA_RASA),
        ("A-5", MADE),
    ):
        buy(house, number, customer)
        parcel(house, number, "delivered")
    house.clock.to(at(1, "08:59", month=10))
    assert house.phone(DEWI).texts == []
    house.clock.to(at(1, "09:05", month=10))
    said = told(last(house, DEWI), "nps")
    assert (said["pesanan.jumlah"], said["produk.nama"]) == ("2", "Kopi Gayo 1 kg")
    assert told(last(house, CITRA_RASA), "nps", segment="b2b")["toko"] == "Toko Sari"
    house.clock.to(at(11, "12:00", month=10))
    assert house.phone(MADE).texts == []
    assert len(house.phone(DEWI).texts) == 1


def test_a_survey_is_asked_for_five_days_after_arrival_and_once_more(house: House) -> None:
    use(house, "survei_masukan", **SURVEY)
    for number, customer in (("A-1", DEWI), ("A-2", CITRA_RASA), ("A-3", MADE)):
        buy(house, number, customer)
        parcel(house, number, "delivered", status_at=at(15, "10:00"))
    house.clock.to(at(20, "10:05"))
    said = told(last(house, DEWI), "survei_masukan", "undangan")
    assert (said["survei.tautan"], said["survei.ditutup"]) == (
        "https://tokosari.test/survei",
        "29 September 2026",
    )
    tell(house, MADE, survey={"id": "Q-1", "status": "answered", "score": 9})
    house.clock.to(at(21, "09:05"))
    assert told(last(house, CITRA_RASA), "survei_masukan", "undangan", "b2b")["pesanan.nomor"] == "A-2"
    house.clock.to(at(24, "12:00"))
    assert told(last(house, DEWI), "survei_masukan", "pengingat")["survei.ditutup"] == "29 September 2026"
    assert told(last(house, CITRA_RASA), "survei_masukan", "pengingat", "b2b")["toko"] == "Toko Sari"
    house.clock.to(at(30, "12:00"))
    assert [len(house.phone(one).texts) for one in (DEWI, CITRA_RASA, MADE)] == [2, 2, 1]


def test_who_says_sesuai_or_rates_well_is_asked_for_a_review_a_day_later(house: House) -> None:
    use(house, "cek_setelah_tiba", "csat", "minta_ulasan", **REVIEW)
    buy(house, "A-1", DEWI)
    parcel(house, "A-1", "delivered", status_at=at(15, "10:00"))
    house.clock.to(at(16, "11:00"))
    house.phone(DEWI).says("1")
    house.settle()
    house.clock.to(at(17, "11:05"))
    said = told(last(house, DEWI), "minta_ulasan")
    assert (said["produk.nama"], said["ulasan.tautan"]) == ("Kopi Gayo 1 kg", "https://tokosari.test/ulasan")


def test_a_good_score_brings_the_request_for_a_review_and_a_bad_one_none(house: House) -> None:
    use(house, "csat", "minta_ulasan", **REVIEW)
    for customer, number in ((DEWI, "1"), (CITRA_RASA, "2"), (MADE, "3")):
        buy(house, f"A-{number}", customer)
        tell(house, customer, ticket={"id": f"T-{number}", "kind": "question", "summary": "cara seduh"})
        tell(house, ticket={"id": f"T-{number}", "status": "resolved", "answered_by": "agent"})
    house.clock.to(at(15, "10:05"))
    for customer, score in ((DEWI, "5 kak"), (CITRA_RASA, "Nilai 4"), (MADE, "2")):
        house.phone(customer).says(score)
    house.clock.to(at(17, "12:00"))
    assert told(last(house, DEWI), "minta_ulasan")["produk.nama"] == "Kopi Gayo 1 kg"
    assert told(last(house, CITRA_RASA), "minta_ulasan", segment="b2b")["perusahaan"] == "PT Citra Rasa"
    assert not any("ulasan" in text for text in house.phone(MADE).texts)


def test_an_unanswered_message_is_acknowledged_with_hours_and_a_time(house: House) -> None:
    use(house, "balasan_otomatis")
    house.clock.to(at(15, "22:00"))
    house.phone(DEWI).says("Tolong sambungkan ke petugas")
    house.clock.to(at(15, "22:10"))
    assert len(house.phone(DEWI).texts) == 1
    assert reasons(house) == ["already_answered"]
    house.clock.to(at(16, "22:00"))
    house.phone(DEWI).says("Kak, mana petugasnya?")
    house.clock.to(at(16, "22:10"))
    said = told(last(house, DEWI), "balasan_otomatis", "luar_jam")
    assert said["perkiraan_balas"] == "Kam 17 Sep 2026 09.30 WIB"
    house.phone(DEWI).says("Halo?")
    house.clock.to(at(16, "23:00"))
    assert len(house.phone(DEWI).texts) == 2
