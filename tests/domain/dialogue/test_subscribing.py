from dataclasses import replace

from sapa.domain.dialogue.types import Act
from tests.domain.dialogue.cast import PLAN, Chat, Shelf, dewi, made

LINKED = replace(PLAN, auto_renew=False, link="https://toko-sari.example/sub/31")


def test_when_a_plan_renews_is_told_from_its_record() -> None:
    told = Chat(made()).says("langganan saya perpanjang tanggal berapa ya")
    assert "SUB-31" in told.text
    assert "25 September 2026" in told.text
    assert not told.confirm


def test_a_plan_is_stopped_only_after_yes() -> None:
    chat = Chat(made())
    asked = chat.says("stop aja deh langganannya")
    assert asked.confirm
    assert asked.act is None
    assert "SUB-31" in asked.text
    done = chat.says("ya")
    assert done.act == Act("subscription_change", 31, "SUB-31", {"subscription_action": "cancel"})


def test_the_renewal_alone_is_turned_off_and_the_plan_goes_on() -> None:
    chat = Chat(made())
    asked = chat.says("matiin perpanjangan otomatis langganan saya")
    assert asked.confirm
    assert "tidak dihentikan" in asked.text
    done = chat.says("ya")
    assert done.act
    assert done.act.values == {"subscription_action": "disable_autorenew"}


def test_a_plan_that_ended_meanwhile_is_not_ended_again() -> None:
    chat = Chat(made())
    chat.says("stop langganan saya dong")
    chat.shelf.subscriptions = [replace(PLAN, status="cancelled", auto_renew=False)]
    late = chat.says("ya")
    assert late.act is None
    assert "sudah berhenti" in late.text


def test_a_renewal_has_its_link_and_price() -> None:
    told = Chat(Shelf(subscriptions=[LINKED])).says("perpanjang langganan saya dong")
    assert LINKED.link in told.text
    assert "Rp95.000" in told.text
    assert told.act is None


def test_a_renewal_without_a_link_is_asked_of_people() -> None:
    chat = Chat(Shelf(subscriptions=[replace(LINKED, link="")]))
    assert chat.says("iya perpanjang dong", context="renewal_reminder").confirm
    ticket = chat.says("iya lanjut").ticket
    assert ticket
    assert ticket.slots["subscription_action"] == "renew"


def test_what_renews_by_itself_needs_nothing() -> None:
    told = Chat(made()).says("perpanjang langganan saya")
    assert not told.confirm
    assert "otomatis" in told.text


def test_another_plan_is_a_request_in_the_customers_words() -> None:
    chat = Chat(made())
    asked = chat.says("mau upgrade paket langganan ke tahunan")
    assert asked.confirm
    assert "tahunan" in asked.text
    done = chat.says("ya")
    assert done.act is None
    assert done.ticket
    assert "tahunan" in done.ticket.slots["wanted_change"]


def test_of_two_plans_one_is_chosen() -> None:
    second = replace(PLAN, id=32, number="SUB-32", plan="Kain Mingguan")
    chat = Chat(Shelf(subscriptions=[PLAN, second]))
    assert chat.says("mau berhenti langganan").asked == "order_id"
    assert "SUB-32" in chat.says("yang kain mingguan").text


def test_without_a_plan_nothing_is_made_up() -> None:
    told = Chat(dewi()).says("perpanjang langganan saya dong")
    assert "tidak ada langganan" in told.text
    assert not told.confirm
