"""Open flows: answers, side questions, other wishes, giving up; unclear messages; several wishes at once."""

from dataclasses import replace

import pytest

from tests.domain.dialogue.cast import Chat, made, meaning, wayan

STATUS = meaning("order_status")
TORN = meaning("defective_wrong_item", product="selendang", issue_type="defective")


def asked_which() -> Chat:
    chat = Chat(wayan())
    assert chat.says("paket saya sampai mana?", meant=STATUS).asked == "order_id"
    return chat


@pytest.mark.parametrize("choice", ["2", "yg kedua", "yang parang", "SARI-1042", "nomer loro"])
def test_one_of_a_list_is_chosen_by_number_or_words(choice: str) -> None:
    assert "SARI-1042" in asked_which().says(choice).text


def test_ok_thanks_closes_an_open_question_gently() -> None:
    move = asked_which().says("ok makasih")
    assert move.talk.flow == ""
    assert move.hand_off is None
    assert "?" not in move.text


def test_the_same_question_is_not_asked_a_third_time() -> None:
    chat = asked_which()
    moves = [chat.says("hmm", meant=meaning("other", 0.3)) for _ in range(3)]
    assert any(move.hand_off for move in moves)


def test_a_side_question_is_answered_and_the_open_one_put_again() -> None:
    chat = Chat()
    asked = chat.says("selendang saya sobek", meant=TORN)
    aside = chat.says("cs buka jam berapa?", meant=meaning("store_info"))
    assert "09.00" in aside.text
    assert aside.asked == asked.asked
    assert aside.text.count("?") == 1
    assert aside.talk.flow == "defective_wrong_item"


def test_a_report_that_is_given_up_opens_no_ticket() -> None:
    chat = Chat()
    chat.says("selendang saya sobek", meant=TORN)
    move = chat.says("tidak jadi lapor deh", meant=meaning("cancel_order"))
    assert move.ticket is None
    assert move.talk.flow == ""


def test_no_photo_does_not_end_a_report() -> None:
    chat = Chat()
    assert chat.says("selendang saya sobek", meant=TORN).asked == "photo"
    move = chat.says("ga usah foto ya", meant=meaning("other", 0.3))
    assert move.talk.flow == "defective_wrong_item" or move.ticket is not None


def test_a_return_that_turns_out_to_be_a_defect_is_reported_as_one() -> None:
    chat = Chat()
    chat.says("mau balikin selendang", meant=meaning("return_refund", product="selendang"))
    chat.says("soalnya sobek", meant=meaning("defective_wrong_item", issue_type="defective"))
    assert chat.talk.flow == "defective_wrong_item"


def test_an_unclear_message_gets_one_question_with_at_most_three_choices() -> None:
    move = Chat().says("itu lho yang itu gimana jadinya", meant=meaning("usage_guide", 0.2))
    assert move.asked == "intent"
    assert move.text.count("?") == 1
    assert 1 <= len(move.talk.options) <= 3
    assert "CS" in move.text


def test_the_second_unclear_message_is_a_persons() -> None:
    chat = Chat()
    chat.says("itu lho yang itu", meant=meaning("usage_guide", 0.2))
    move = chat.says("ya gitu pokoknya yang tadi", meant=meaning("store_info", 0.2))
    assert move.hand_off is not None
    assert move.hand_off.reason == "low_confidence"


def test_a_choice_goes_on_with_the_words_it_was_asked_about() -> None:
    chat = Chat()
    chat.says("kebaya yang kemarin itu", meant=meaning("order_status", 0.2, product="kebaya"))
    move = chat.says("1")
    assert "SARI-1041" in move.text


def test_words_that_are_clear_now_are_heard_anew() -> None:
    chat = Chat()
    chat.says("itu lho", meant=meaning("usage_guide", 0.2))
    assert "SARI-1041" in chat.says("kebaya saya sampai mana?", meant=STATUS).text


def test_two_questions_in_one_message_are_both_answered() -> None:
    meant = replace(meaning("tracking_number"), intents=("tracking_number", "usage_guide"))
    move = Chat().says("minta resi kebaya sekalian cara cuci batik gimana", meant=meant)
    assert "JNE0077001041" in move.text
    assert "dicuci" in move.text
    assert len(move.text) <= 600


def test_a_stop_beside_a_question_is_obeyed_and_the_question_answered() -> None:
    meant = replace(meaning("opt_out"), intents=("opt_out", "order_status"))
    move = Chat().says(
        "jangan kirim promo lagi ya, tapi paket saya sampai mana?", context="promo_broadcast", meant=meant
    )
    assert move.opt_out == "marketing"
    assert "SARI-1041" in move.text


def test_thanks_that_ask_something_are_answered() -> None:
    chat = Chat()
    chat.says("kebaya saya sampai mana?", meant=STATUS)
    assert "JNE" in chat.says("makasih kak, oh iya resinya berapa?").text


def test_half_a_question_asks_the_one_before_it_again() -> None:
    chat = Chat()
    chat.says("cs buka jam berapa?", meant=meaning("store_info"))
    move = chat.says("kalau hari sabtu?", meant=meaning("delivery_late", 0.3))
    assert "09.00" in move.text


@pytest.mark.parametrize("said", ["ya", "oke", "tidak", "👍", "sip"])
def test_a_bare_reply_to_nothing_changes_and_opens_nothing(said: str) -> None:
    move = Chat().says(said)
    assert move.act is None
    assert move.ticket is None
    assert move.hand_off is None
    assert move.talk.flow == ""


def test_what_the_articles_do_not_hold_is_said_once_and_then_asked_of_a_person() -> None:
    chat = Chat()
    first = chat.says("apakah mengandung lateks?", meant=meaning("usage_guide"))
    second = chat.says("apakah tahan api?", meant=meaning("usage_guide"))
    assert "CS" in first.text
    assert second.hand_off is not None
    assert second.hand_off.reason == "not_grounded"


def test_yes_to_the_offer_of_a_person_is_granted() -> None:
    chat = Chat()
    chat.says("apakah mengandung lateks?", meant=meaning("usage_guide"))
    assert chat.says("boleh").hand_off is not None


def test_whoever_looks_something_up_is_waited_for() -> None:
    chat = asked_which()
    moves = [chat.says(said, meant=meaning("other", 0.3)) for said in ("bentar ya saya cek dulu", "sebentar")]
    assert not any(move.hand_off for move in moves)
    assert "SARI-1042" in chat.says("SARI-1042").text


def test_not_used_after_all_is_a_reason_and_no_giving_up() -> None:
    chat = Chat()
    chat.says("mau retur selendang", meant=meaning("return_refund", product="selendang"))
    move = chat.says("ga jadi dipakai soalnya ternyata kebesaran di saya", meant=meaning("return_refund"))
    assert move.talk.flow == "return_refund" or move.ticket is not None


def test_a_voice_note_in_an_open_flow_leaves_it_open() -> None:
    chat = asked_which()
    chat.says("", attachment="audio")
    assert chat.talk.flow == "order_status"
    assert "SARI-1042" in chat.says("2").text


def test_ok_to_the_offer_of_a_person_only_takes_note() -> None:
    chat = Chat()
    chat.says("apakah mengandung lateks?", meant=meaning("usage_guide"))
    assert chat.says("ok").hand_off is None


def test_when_people_answer_is_told_from_the_shops_settings() -> None:
    assert "15 menit" in Chat().says("kapan dibalas?", meant=meaning("promo_question", 0.5)).text


def reported() -> Chat:
    chat = Chat()
    chat.says(
        "selendang saya sobek, minta refund",
        meant=replace(TORN, slots={**TORN.slots, "requested_resolution": "refund"}),
    )
    assert chat.says("ga ada foto").ticket is not None
    return chat


def test_a_picture_after_the_report_is_added_to_it() -> None:
    move = reported().says("", attachment="image")
    assert move.ticket is not None
    assert (move.ticket.kind, move.ticket.slots["photo"]) == ("defective", "image")
    assert "?" not in move.text


def test_more_words_after_the_report_open_no_second_one() -> None:
    move = reported().says(
        "tolong dipercepat ya soalnya mau dipakai kondangan", meant=meaning("complaint", 0.6)
    )
    assert move.ticket is None
    assert move.hand_off is None
    assert "catatan tadi" in move.text


def test_a_call_in_an_open_flow_is_answered_with_its_question() -> None:
    chat = asked_which()
    move = chat.says("halo?")
    assert "SARI-1042" in move.text
    assert "SARI-1042" in chat.says("2").text


def test_a_number_alone_asks_how_it_stands() -> None:
    move = Chat().says("SARI-1041", meant=meaning("other", 0.15, order_id="SARI-1041"))
    assert "Denpasar" in move.text


def test_regret_after_a_change_is_a_persons() -> None:
    chat = Chat(made())
    chat.says("batalin SARI-1050", meant=meaning("cancel_order", order_id="SARI-1050"))
    chat.says("ya")
    move = chat.says("eh ga jadi deh", meant=meaning("cancel_order"))
    assert move.hand_off is not None
    assert "sudah dijalankan" in move.text


def test_a_call_while_a_photo_is_asked_for_gets_only_the_question_again() -> None:
    chat = Chat()
    chat.says("selendang saya sobek", meant=TORN)
    move = chat.says("halo")
    assert move.asked == "photo"
    assert "SARI-1030" not in move.text
