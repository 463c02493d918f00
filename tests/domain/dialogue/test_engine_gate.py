"""What is settled before anything is understood."""

import pytest

from tests.domain.dialogue.cast import Chat, made, meaning


def test_the_first_reply_says_who_speaks_and_how_to_reach_a_person_once() -> None:
    chat = Chat(disclosed=False)
    first = chat.says("kebaya saya sampai mana?", meant=meaning("order_status"))
    second = chat.says("resinya berapa?", meant=meaning("tracking_number"))
    assert "asisten otomatis Toko Sari" in first.text
    assert "balas CS" in first.text
    assert "asisten otomatis" not in second.text


def test_a_greeting_is_told_once_who_speaks() -> None:
    assert Chat(disclosed=False).says("halo").text.count("asisten otomatis") == 1


def test_a_test_of_whatsapp_is_answered() -> None:
    move = Chat(disclosed=False).says(
        "This message is from WhatsApp - we are initiating this conversation to understand the quality of your bot"
    )
    assert move.outcome == "answered"
    assert "automated assistant" in move.text


@pytest.mark.parametrize("kind", ["audio", "location", "contacts", ""])
def test_what_cannot_be_read_is_asked_for_in_words_once_and_then_a_person_looks(kind: str) -> None:
    chat = Chat()
    first, second = chat.says("", attachment=kind), chat.says("", attachment=kind)
    assert "teks" in first.text
    assert "CS" in first.text
    assert second.hand_off is not None
    assert second.hand_off.reason == "attachment"


def test_a_picture_sent_before_its_words_is_not_asked_for_again() -> None:
    chat = Chat()
    chat.says("", attachment="image")
    move = chat.says("selendangnya sobek", meant=meaning("defective_wrong_item", product="selendang"))
    assert move.talk.slots["photo"].value == "image"
    assert move.asked != "photo"


def test_a_sticker_after_an_answer_is_thanks() -> None:
    chat = Chat()
    chat.says("kebaya saya sampai mana?", meant=meaning("order_status"))
    move = chat.says("", attachment="sticker")
    assert move.outcome == "recorded"
    assert not move.hand_off


@pytest.mark.parametrize(
    ("said", "context", "scope"),
    [
        ("stop", "promo_broadcast", "marketing"),
        ("BERHENTI", None, "follow_up"),
        ("jangan hubungi saya lagi sama sekali", None, "all"),
        ("mulai", None, "resume"),
    ],
)
def test_stop_words_are_obeyed_at_once(said: str, context: str | None, scope: str) -> None:
    move = Chat().says(said, context=context)
    assert move.opt_out == scope
    assert move.hand_off is None


def test_stop_in_the_middle_of_a_report_is_still_stop() -> None:
    chat = Chat()
    chat.says("selendang saya sobek", meant=meaning("defective_wrong_item", product="selendang"))
    assert chat.says("BERHENTI").opt_out == "follow_up"


@pytest.mark.parametrize("said", ["ini bot ya?", "siapa ini?", "are you a bot?", "bot kah?"])
def test_whoever_asks_is_told_that_a_machine_speaks(said: str) -> None:
    move = Chat().says(said, meant=meaning("other"))
    assert "CS" in move.text
    assert "otomatis" in move.text or "automated" in move.text


def test_a_robot_that_is_sold_is_no_question_about_us() -> None:
    move = Chat().says(
        "ini robot vacuum berapa harganya?", meant=meaning("stock_price", product="robot vacuum")
    )
    assert "asisten otomatis" not in move.text


@pytest.mark.parametrize("said", ["a" * 20_000, "halo " * 4_000, "??", "…", "𝔥𝔞𝔩𝔬", "\x00", "م" * 500])
def test_nothing_that_may_be_written_stops_it(said: str) -> None:
    move = Chat(disclosed=False).says(said)
    assert move.text
    assert len(move.text) <= 600


def test_a_sticker_after_a_voice_note_asks_for_nothing_and_leaves_the_door_open() -> None:
    chat = Chat()
    chat.says("", attachment="audio")
    assert chat.says("", attachment="sticker").text == ""
    assert "SARI-1041" in chat.says("kebaya saya sampai mana?", meant=meaning("order_status")).text


def test_stickers_without_end_bring_a_person() -> None:
    chat = Chat()
    assert any(chat.says("", attachment="sticker").hand_off for _ in range(3))


@pytest.mark.parametrize("intent", ["opt_out", "cancel_order"])
def test_stopping_a_plan_is_no_wish_to_be_left_alone(intent: str) -> None:
    move = Chat(made()).says("stop langganan saya", meant=meaning(intent, subscription_action="cancel"))
    assert move.opt_out == ""
    assert "SUB-31" in move.text


def test_no_more_messages_of_a_newsletter_are_a_stop_whoever_has_a_plan() -> None:
    move = Chat(made()).says("berhenti langganan info promo", meant=meaning("opt_out"))
    assert move.opt_out == "marketing"
