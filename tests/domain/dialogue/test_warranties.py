from dataclasses import replace
from datetime import timedelta

from sapa.domain.dialogue.records import Product
from tests.domain.dialogue.cast import NOW, SCARF, Chat, Shelf, dewi

PUMP = replace(SCARF, goods="Pompa Air", items=(replace(SCARF.items[0], name="Pompa Air"),))


def pumps(days: int, delivered: timedelta = timedelta(days=5)) -> Shelf:
    order = replace(PUMP, delivered_at=NOW - delivered)
    return Shelf(orders=[order], products=(Product(4, "Pompa Air", warranty_days=days),))


def test_the_article_answers_how_long_a_warranty_is() -> None:
    told = Chat(dewi()).says("garansi jahitan selendang berapa lama?")
    assert "30 hari" in told.text
    assert told.cites == ("KB-GARANSI",)


def test_the_end_of_ones_own_warranty_is_counted_from_delivery() -> None:
    told = Chat(pumps(365)).says("pompa air saya masih garansi ga?")
    assert "10 September 2027" in told.text
    assert "SARI-1030" in told.text


def test_a_warranty_that_is_over_is_said_honestly_and_may_still_be_passed_on() -> None:
    told = Chat(pumps(30, timedelta(days=90))).says("mau klaim garansi pompa air, tidak mau nyala")
    assert "sudah berakhir" in told.text
    assert told.asked == "photo"


def test_a_claim_becomes_a_ticket_with_what_is_wrong() -> None:
    chat = Chat(pumps(365))
    assert chat.says("mau klaim garansi pompa air saya yang mati total").asked == "photo"
    assert chat.says("ga tau").asked == "requested_resolution"
    ticket = chat.says("servis aja").ticket
    assert ticket
    assert ticket.kind == "warranty"
    assert ticket.slots["requested_resolution"] == "repair"
    assert "mati total" in ticket.slots["reason"]


def test_what_nobody_wrote_down_about_a_warranty_is_not_made_up() -> None:
    told = Chat(Shelf(orders=[PUMP])).says("garansi pompa air berapa bulan?")
    assert told.cites == ()
    assert "bulan" not in told.text


def test_trouble_told_after_asking_about_the_warranty_is_a_claim_of_it() -> None:
    chat = Chat(pumps(365))
    chat.says("pompa air saya masih garansi ga?")
    assert chat.says("tapi mati total nih").asked == "photo"
    chat.says("ga ada")
    ticket = chat.says("servis").ticket
    assert ticket
    assert ticket.kind == "warranty"
