from dataclasses import replace

import pytest

from sapa.domain.dialogue.addressing import address_in, corrected
from sapa.domain.dialogue.records import Cited
from tests.domain.dialogue.cast import NOW, PAID_SCARF, Chat, Shelf, dewi, made, meaning


def test_a_new_address_is_read_back_as_written_and_kept_after_yes() -> None:
    chat = Chat(made())
    asked = chat.says("alamat SARI-1051 ganti ke Jl. Cimanuk 88 RT 02/05 Garut ya")
    assert asked.confirm
    assert "Jl. Cimanuk 88 RT 02/05 Garut" in asked.text
    done = chat.says("ya benar")
    assert done.act
    assert done.act.action == "change_address"
    assert done.act.values == {"new_address": "Jl. Cimanuk 88 RT 02/05 Garut", "city": "Garut"}
    assert done.ticket
    assert done.ticket.kind == "change"


def test_the_address_is_asked_for_and_a_part_of_it_may_be_put_right() -> None:
    chat = Chat(made())
    assert chat.says("mau ganti alamat kirim yang selendang").asked == "new_address"
    assert chat.says("Perum Intan Regency blok C7, Tarogong, Garut").confirm
    again = chat.says("eh salah, blok C9")
    assert again.confirm
    assert again.act is None
    assert "Perum Intan Regency blok C9, Tarogong, Garut" in again.text
    done = chat.says("iya bener")
    assert done.act
    assert done.act.values["new_address"].startswith("Perum Intan Regency blok C9")


def test_an_order_on_its_way_keeps_its_address_and_people_may_ask_the_courier() -> None:
    chat = Chat(dewi())
    told = chat.says("alamatnya ganti ke kantor aja Jl Margonda 210 Depok")
    assert not told.confirm
    assert told.act is None
    assert "SARI-1041" in told.text
    assert "sudah dikirim" in told.text
    ticket = chat.says("boleh").ticket
    assert ticket
    assert ticket.slots["new_address"] == "kantor aja Jl Margonda 210 Depok"


def test_nobody_is_asked_when_the_courier_shall_not_be() -> None:
    chat = Chat(dewi())
    chat.says("ganti alamat kebaya ke Jl Margonda 210 Depok")
    assert chat.says("ga usah deh").ticket is None


def test_an_order_that_left_before_the_yes_is_not_changed() -> None:
    chat = Chat(made())
    chat.says("alamat SARI-1051 ganti ke Jl. Cimanuk 88 Garut")
    chat.shelf.orders = [replace(PAID_SCARF, status="shipped", shipped_at=NOW)]
    late = chat.says("ya")
    assert late.act is None
    assert "sudah dikirim" in late.text


def test_where_to_leave_it_is_noted_in_the_customers_words() -> None:
    asked = Chat(made()).says("paket selendang titip di satpam aja ya kalau saya ga ada")
    assert asked.confirm
    assert "titip di satpam" in asked.text


def test_only_a_place_without_an_address_is_asked_about() -> None:
    assert Chat(made()).says("alamat SARI-1051 ganti ke kantor dong").asked == "new_address"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("kak alamatku ganti ya, udah pindah ke Jl Melati 14 Sidoarjo", "Jl Melati 14 Sidoarjo"),
        ("yg baru Gg Mawar 3 RT 04 RW 02 Kalasan Sleman makasih", "Gg Mawar 3 RT 04 RW 02 Kalasan Sleman"),
        ("harusnya Jl. Anggrek No. 5, Bogor bukan Jl. Anggrek No. 15", "Jl. Anggrek No. 5, Bogor"),
        ("change my address to 12 Green Street, Bandung please", "12 Green Street, Bandung"),
        ("tolong ubah alamat pengiriman ke kantor", ""),
    ],
)
def test_an_address_is_taken_from_the_message_without_the_courtesies(said: str, address: str) -> None:
    assert address_in(said) == address


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("tambahin RT 03", "Jl Mawar 5, Bekasi, RT 03"),
        ("ya tapi nomornya 7", "Jl Mawar 7, Bekasi"),
        ("kode posnya 17121", "Jl Mawar 5, Bekasi, kode pos 17121"),
        ("oke makasih", ""),
    ],
)
def test_a_part_of_the_address_is_put_right(said: str, address: str) -> None:
    assert corrected("Jl Mawar 5, Bekasi", said) == address


@pytest.mark.parametrize(
    "said",
    ["nama penerimanya ganti jadi Bu Ratna", "kodeposnya 40123 ya bukan 40132", "rumah saya yg pagar putih"],
)
def test_a_recipient_a_part_and_a_landmark_are_noted_as_said(said: str) -> None:
    asked = Chat(Shelf(orders=[PAID_SCARF])).says(said, meant=meaning("change_address"))
    assert asked.confirm
    assert f"«{said}»" in asked.text


def test_what_a_change_costs_is_answered_from_the_articles() -> None:
    articles = {"alamat": Cited("Ubah alamat ke pulau lain dikenai selisih ongkir.", ("KB-UBAH",))}
    told = Chat(Shelf(orders=[PAID_SCARF], articles=articles)).says(
        "ganti alamat kena biaya ga ya", meant=meaning("change_address")
    )
    assert told.cites == ("KB-UBAH",)
    assert not told.confirm


def test_a_question_is_no_address_even_where_one_was_asked_for() -> None:
    assert address_in("kalau taplak renda, direndam air hangat bisa?", bare=True) == ""
    assert address_in("Gang Mawar 3, belakang balai desa", bare=True)


def test_a_half_heard_question_about_a_service_starts_no_change() -> None:
    chat = Chat(made())
    told = chat.says("bisa jasa jahit gorden ke rumah ga?", meant=meaning("change_address", 0.55))
    assert told.asked != "new_address"
    assert not told.confirm
