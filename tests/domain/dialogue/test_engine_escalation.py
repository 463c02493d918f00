"""When a person takes over at once, and what the customer is told then."""

from dataclasses import replace

import pytest

from sapa.domain.dialogue.types import Customer
from tests.domain.dialogue.cast import CLOSED_SHOP, SHOP, Chat, meaning, rini


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("human_request", "teruskan"),
        ("safety", "hentikan"),
        ("fraud_privacy", "jangan bagikan OTP"),
        ("threat", "maaf"),
        ("anger", "maaf"),
        ("repeat_failure", "maaf"),
        ("high_value", "maaf"),
    ],
)
def test_each_reason_hands_over_with_its_own_words(reason: str, told: str) -> None:
    meant = replace(meaning("complaint"), should_escalate=True, escalation_reason=reason)
    move = Chat().says("ada masalah", meant=meant)
    assert move.hand_off is not None
    assert move.hand_off.reason == reason
    assert told in move.text


def test_danger_is_before_all_others_and_sells_nothing() -> None:
    meant = replace(meaning("defective_wrong_item"), should_escalate=True, escalation_reason="safety")
    move = Chat().says("kulit anak saya melepuh", meant=meant)
    assert move.hand_off is not None
    assert move.hand_off.urgent
    assert "pertolongan medis" in move.text
    assert SHOP.phone in move.text


@pytest.mark.parametrize("said", ["CS", "bisa ngobrol sama adminnya?", "can I talk to a person?"])
def test_a_person_is_a_word_away(said: str) -> None:
    move = Chat().says(said)
    assert move.hand_off is not None
    assert "15" in move.text


def test_a_closed_shop_says_when_it_opens_and_promises_nothing_else() -> None:
    move = Chat(business=CLOSED_SHOP).says("CS")
    assert "Rabu, 16 September 2026 pukul 09.00 WIB" in move.text
    assert "15 menit" not in move.text


def test_a_shop_that_promises_no_time_tells_none() -> None:
    move = Chat(business=replace(SHOP, answers_within=None)).says("CS")
    assert "menit" not in move.text
    assert "membalas di sini" in move.text


def test_the_same_question_is_answered_twice_and_then_a_persons() -> None:
    chat = Chat()
    moves = [chat.says("kebaya saya sampai mana?", meant=meaning("order_status")) for _ in range(3)]
    assert [bool(move.hand_off) for move in moves] == [False, False, True]
    assert moves[2].hand_off is not None
    assert moves[2].hand_off.reason == "repeat_failure"


def test_three_questions_about_three_things_are_no_circle() -> None:
    chat = Chat()
    for thing in ("kebaya", "kain", "selendang"):
        move = chat.says(f"harga {thing} berapa?", meant=meaning("stock_price", product=thing))
    assert move.hand_off is None


def test_whoever_only_calls_three_times_gets_a_person() -> None:
    chat = Chat()
    assert [bool(chat.says("halo").hand_off) for _ in range(3)] == [False, False, True]


def test_ok_three_times_calls_nobody() -> None:
    chat = Chat()
    assert not any(chat.says("ok").hand_off for _ in range(4))


def test_trouble_with_a_dear_order_is_a_persons() -> None:
    chat = Chat(rini(), customer=Customer("Ibu Rini", True))
    move = chat.says("mesin jahitnya mati", meant=meaning("defective_wrong_item", product="mesin jahit"))
    assert move.hand_off is not None
    assert move.hand_off.reason == "high_value"


def test_a_question_about_a_dear_order_is_answered() -> None:
    chat = Chat(rini(), customer=Customer("Ibu Rini", True))
    assert chat.says("mesin jahitnya sudah sampai?", meant=meaning("order_status")).hand_off is None


@pytest.mark.parametrize(("intent", "handed"), [("defective_wrong_item", True), ("cancel_order", False)])
def test_a_vip_with_trouble_is_a_persons_and_with_a_wish_is_not(intent: str, handed: bool) -> None:
    chat = Chat(customer=Customer("Kak Dewi", True, tags=("VIP",)))
    assert bool(chat.says("selendang saya", meant=meaning(intent, product="selendang")).hand_off) is handed


def test_an_answer_called_wrong_is_put_right_once_and_then_a_persons() -> None:
    chat = Chat()
    chat.says("kebaya saya sampai mana?", meant=meaning("order_status"))
    first = chat.says("jawabannya ga nyambung", meant=meaning("complaint", 0.5))
    second = chat.says("masih ga nyambung", meant=meaning("complaint", 0.5))
    assert first.asked == "intent"
    assert second.hand_off is not None
