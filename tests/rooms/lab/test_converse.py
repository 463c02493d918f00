"""`sapa assistant converse` inside one database; the throw-away house around it is that of `sapa demo --replay`."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.contacts.models import OptOut
from sapa.inbox.models import Ticket
from sapa.lab.converse.fixture import FixtureError, read
from sapa.lab.converse.opening import week_of
from sapa.lab.converse.playing import play
from sapa.lab.converse.shop import Shop, found
from sapa.messaging.models import Message

NOW = "2026-09-15T14:05:00+07:00"
SHOP: dict[str, Any] = {
    "now": NOW,
    "business": {"name": "Toko Sari", "hours": {"mon-fri": "09:00-17:00", "sun": "tutup"}, "unknown": 1},
    "customers": [
        {"id": "C3", "name": "Tanpa Nomor"},
        {"id": "C4", "name": "Nomor Aneh", "wa": "62-0000-01"},
        {"id": "C1", "name": "Dewi Anggraini", "wa": "6281300000011", "email": "dewi@example.com"},
        {
            "id": "C2",
            "name": "Made Wirawan",
            "wa": "6281300000012",
            "tags": ["vip"],
            "timezone": "Asia/Makassar",
        },
    ],
    "orders": [
        {
            "id": "SARI-1",
            "customer": "C1",
            "status": "packed",
            "items": [{"sku": "KEB", "name": "Kebaya Kutubaru M", "qty": 1, "price": 385_000}],
            "total": 405_000,
            "paid_at": "2026-09-11T10:12:00+07:00",
        },
        {
            "id": "SARI-2",
            "customer": "C2",
            "status": "awaiting_payment",
            "items": [{"name": "Kain Parang"}],
            "total": 498_000,
            "payment_due": "2026-09-15T22:00:00+07:00",
        },
    ],
    "subscriptions": [
        {"id": "SUB-7", "customer": "C2", "plan": "Kotak", "renews_at": "2026-09-28", "status": "active"}
    ],
}
Says = Callable[..., dict[str, Any]]


@pytest.fixture
def shop(db: None) -> Shop:
    return found(read(SHOP))


@pytest.fixture
def says(shop: Shop) -> Says:
    def said(*turns: str | dict[str, Any], **case: Any) -> dict[str, Any]:
        told = [{"user": one} if isinstance(one, str) else one for one in turns]
        return play(shop, {"customer": "C1", "channel": "whatsapp", "now": NOW, "turns": told, **case})

    return said


def test_a_turn_tells_what_the_customer_got_and_what_was_asked(says: Says) -> None:
    [turn] = says("pesanan SARI-1 sudah sampai mana ya")["turns"]
    assert "SARI-1" in turn["reply"]
    assert "get_orders" in turn["tools"]
    assert (turn["mutated"], turn["ticket"], turn["handoff"]) == (False, None, None)


def test_a_status_that_nobody_changed_keeps_the_files_word(says: Says) -> None:
    assert says("halo")["final"] == {
        "orders": {"SARI-1": "packed", "SARI-2": "awaiting_payment"},
        "subscriptions": {"SUB-7": "active"},
        "consent": {"marketing": True, "transactional": True},
        "csat": {},
    }


def test_what_the_customer_said_yes_to_is_changed_and_told(says: Says) -> None:
    out = says("batalkan pesanan SARI-2", "ya batalkan", customer="C2")
    assert [one["confirm"] for one in out["turns"]] == [True, False]
    assert [one["mutated"] for one in out["turns"]] == [False, True]
    assert out["final"]["orders"]["SARI-2"] == "cancelled"


def test_nothing_of_a_conversation_stays(says: Says, shop: Shop) -> None:
    says("BERHENTI", "mau bicara dengan orang")
    with workspace_scope(shop.workspace_id):
        assert not any(model.objects.exists() for model in (Message, Ticket, OptOut))


def test_a_number_that_nobody_can_dial_is_still_its_owners(says: Says) -> None:
    [turn] = says("halo", customer="C4")["turns"]
    assert "Nomor" in turn["reply"]


def test_stop_is_told_with_its_scope(says: Says) -> None:
    out = says({"user": "BERHENTI", "context": "promo_broadcast"})
    assert out["turns"][0]["opt_out"] == "marketing"
    assert out["final"]["consent"] == {"marketing": False, "transactional": True}


def test_a_score_answers_the_question_that_was_asked(says: Says) -> None:
    out = says({"user": "5", "context": "csat_survey"})
    assert out["turns"][0]["csat"] == 5
    assert "record_csat" in out["turns"][0]["tools"]
    assert out["final"]["csat"] == {"C1": 5}


def test_a_person_is_told_with_the_reason(says: Says) -> None:
    [turn] = says("tolong sambungkan ke orang, jangan bot")["turns"]
    assert turn["handoff"]["reason"] == "human_request"
    assert "request_handoff" in turn["tools"]


def test_somebody_unknown_is_told_nothing_of_an_order(says: Says) -> None:
    for channel in ("whatsapp", "webchat"):
        [turn] = says("cek pesanan SARI-1", customer=None, channel=channel)["turns"]
        assert "Kebaya" not in turn["reply"]


def test_the_shop_goes_on_between_two_turns(says: Says) -> None:
    meanwhile = {"orders": {"SARI-2": {"status": "paid", "paid_at": "2026-09-15T14:05:10+07:00"}}}
    out = says("halo", {"user": "ok", "meanwhile": meanwhile}, customer="C2")
    assert out["final"]["orders"]["SARI-2"] == "paid"


def test_pictures_and_voices_come_in_as_such(says: Says) -> None:
    for kind in ("image", "audio", "sticker", "video", "document", "location"):
        [turn] = says({"user": "", "attachment": kind})["turns"]
        assert turn["reply"]


@pytest.mark.parametrize(
    ("case", "what"),
    [
        ({"customer": "C9"}, "C9"),
        ({"customer": "C3"}, "no WhatsApp number"),
        ({"channel": "fax"}, "fax"),
        ({"turns": []}, "turns"),
        ({"turns": [{"user": "x", "context": "poster"}]}, "poster"),
        ({"turns": [{"user": "x", "attachment": "smell"}]}, "smell"),
        ({"now": "someday"}, "someday"),
    ],
)
def test_what_cannot_be_played_is_named(says: Says, case: dict[str, Any], what: str) -> None:
    with pytest.raises(ValueError, match=what):
        says("x", **case)


@pytest.mark.parametrize(
    ("plain", "what"),
    [
        ([], "object"),
        ({}, "now"),
        ({"now": NOW, "orders": {}}, "orders"),
        ({"now": NOW, "customers": [{"name": "x"}]}, "id is missing"),
        ({"now": NOW, "business": {"hours": {"someday": "1-2"}}}, "someday"),
        ({"now": NOW, "orders": [{"id": "1", "customer": "C5"}]}, "C5"),
        (
            {"now": NOW, "customers": [{"id": "A"}], "orders": [{"id": "1", "customer": "A", "total": "x"}]},
            "amount",
        ),
    ],
)
def test_what_a_shop_lacks_is_named(db: None, plain: object, what: str) -> None:
    with pytest.raises(FixtureError, match=what):
        found(read(plain))


def test_a_shop_is_told_in_many_ways(db: None) -> None:
    plain = {
        "now": NOW,
        "customers": [{"id": 1, "name": "Dewi", "phone": "0813-0000-0011"}],
        "orders": [
            {
                "number": "A1",
                "customer_id": 1,
                "status": "Out for delivery",
                "items": ["Kebaya"],
                "total": "405000",
            },
            {"id": "A2", "customer": 1, "status": "siap-siap", "returned": True},
        ],
        "returns": [{"id": "R1", "order": "A1", "status": "approved"}],
        "articles": [{"id": "kb/1 cuci", "title": "Mencuci", "text": "Cuci dengan tangan."}],
    }
    shop = found(read(plain))
    assert shop.loaded == {"A1": "shipped", "A2": "unknown"}
    assert list(shop.cited.values()) == ["kb/1 cuci"]
    final = play(shop, {"customer": 1, "turns": [{"user": "halo"}]})["final"]
    assert final["orders"] == {"A1": "Out for delivery", "A2": "siap-siap"}


def test_opening_hours_are_read_as_people_write_them() -> None:
    nine_to_five = [["09:00", "17:00"]]
    week = week_of({"Senin - Jumat": "09.00 sampai 17.00", "sat": "10-14, 15:30-18", "minggu": "tutup"})
    assert week == [nine_to_five] * 5 + [[["10:00", "14:00"], ["15:30", "18:00"]], []]
    assert week_of({"daily": "24 jam"}) == [[["00:00", "23:59"]]] * 7
    assert week_of({"fri-mon": ["09:00", "17:00"]}) == [nine_to_five, [], [], [], *[nine_to_five] * 3]


def test_the_example_of_a_bad_line_names_its_id(tmp_path: Any, shop: Shop) -> None:
    from sapa.config.commands.assistant.lines import answer_lines

    asked, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    asked.write_text('{"id": "a", "turns": [{"user": "halo"}]}\n{"id": "b", "customer": "C9"}\n')
    assert answer_lines(asked, answers, lambda case: play(shop, case)) == 1
    first, second = map(json.loads, answers.read_text().splitlines())
    assert (first["id"], "error" in first, second["id"], "error" in second) == ("a", False, "b", True)
    assert Workspace.objects.count() <= 1
