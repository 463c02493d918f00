"""What customers add once a report stands: another remedy, a time to call, that this is all."""

import pytest

from tests.domain.dialogue.cast import Chat, dewi


def reported() -> Chat:
    chat = Chat(dewi())
    chat.says("selendang sutra saya sobek, minta diganti baru ya", attachment="image")
    assert chat.moves[-1].ticket
    return chat


@pytest.mark.parametrize(
    "changed", ["eh mending uang kembali aja kak, keburu dipakai hari raya", "ralat, maunya refund saja"]
)
def test_another_remedy_is_written_into_the_ticket(changed: str) -> None:
    ticket = reported().says(changed).ticket
    assert ticket
    assert ticket.kind == "defective"
    assert ticket.slots == {"requested_resolution": "refund", "order_id": "SARI-1030"}


@pytest.mark.parametrize(
    "told",
    [
        "saya bisa dihubungi setelah magrib jam 7 malam",
        "baiknya ditelpon besok pagi ya",
        "kalo mau ngehubungin aku habis isya aja ya",
        "the best time is tomorrow morning",
    ],
)
def test_when_they_may_be_called_is_written_into_the_ticket(told: str) -> None:
    move = reported().says(told)
    assert move.ticket
    assert move.ticket.slots["contact_time"] == told
    assert not move.hand_off


def test_a_wish_to_be_called_now_stays_a_wish_for_a_person() -> None:
    assert reported().says("telpon saya sekarang juga").hand_off


@pytest.mark.parametrize(
    "said", ["udah gitu aja kak", "foto ga ada, itu aja ya", "ga ada tambahan lagi", "that's all for now"]
)
def test_that_this_is_all_asks_and_opens_nothing(said: str) -> None:
    move = reported().says(said)
    assert move.outcome == "recorded"
    assert (move.ticket, move.asked, move.cites) == (None, "", ())


def test_a_remedy_named_while_a_photo_is_asked_for_is_not_asked_again() -> None:
    chat = Chat(dewi())
    assert chat.says("selendang sutra saya sobek pas dibuka").asked == "photo"
    ticket = chat.says("uang kembali saja, fotonya menyusul").ticket
    assert ticket
    assert ticket.slots["requested_resolution"] == "refund"


def test_going_back_to_an_open_report_is_no_complaint_of_asking_again() -> None:
    chat = Chat(dewi())
    chat.says("selendang sutra saya sobek pas dibuka")
    move = chat.says("lanjut laporan yang tadi aja, mau dikirim ulang selendangnya")
    assert not move.hand_off
    assert move.ticket


def test_going_on_is_no_wish_for_a_plan_that_nobody_has() -> None:
    assert "langganan" not in reported().says("oke lanjut aja kak").text


def test_a_second_question_beside_a_report_is_led_back_from_with_one_lead() -> None:
    chat = Chat()
    chat.says("kebaya saya sobek pas dibuka")
    chat.says("pesanan saya sampai mana?")
    assert chat.says("jam buka toko?").text.count("Kembali ke yang tadi") == 1
