"""Whoever is not known is told nothing of anybody, and proves an order first."""

from sapa.domain.dialogue.types import Customer
from tests.domain.dialogue.cast import ARTICLES, PRODUCTS, Chat, Shelf, meaning, stranger

NOBODY = Customer("Kak", proven=False)
STATUS = meaning("order_status")
SECRETS = ("Kebaya", "JNE0077001041", "Denpasar", "372.000", "Dewi")


def visitor() -> Chat:
    return Chat(stranger(), customer=NOBODY, channel="webchat")


def test_a_stranger_is_asked_for_number_and_contact() -> None:
    move = visitor().says("pesanan saya sampai mana?", meant=STATUS)
    assert move.asked == "identity"
    assert not any(word in move.text for word in SECRETS)


def test_with_both_the_question_is_answered_at_once() -> None:
    chat = visitor()
    move = chat.says(
        "pesanan SARI-1041 sampai mana? dewi@example.com",
        meant=meaning("order_status", order_id="SARI-1041", email="dewi@example.com"),
    )
    assert "SARI-1041" in move.text
    assert move.talk.proven_order == "SARI-1041"


def test_what_was_asked_first_is_answered_after_the_proof() -> None:
    chat = visitor()
    chat.says("resi SARI-1041 berapa?", meant=meaning("tracking_number", order_id="SARI-1041"))
    move = chat.says("dewi@example.com")
    assert "JNE0077001041" in move.text


def test_a_wrong_contact_tells_nothing_and_the_third_time_a_person_looks() -> None:
    chat = visitor()
    chat.says("cek SARI-1041 dong", meant=meaning("order_status", order_id="SARI-1041"))
    moves = [chat.says(f"{name}@example.com") for name in ("salah", "bukan", "lagi")]
    handed = [move for move in moves if move.hand_off]
    assert handed
    assert handed[0].hand_off is not None
    assert handed[0].hand_off.reason == "unproven"
    assert not any(word in move.text for move in moves for word in SECRETS)


def test_a_public_question_in_between_is_answered() -> None:
    chat = visitor()
    chat.says("mau cek pesanan", meant=STATUS)
    aside = chat.says("berapa harga selendang?", meant=meaning("stock_price", product="selendang"))
    assert "240.000" in aside.text
    assert aside.talk.flow == "identity"


def test_a_stranger_cancels_nothing() -> None:
    chat = visitor()
    chat.says("batalin SARI-1041", meant=meaning("cancel_order", order_id="SARI-1041"))
    assert chat.says("ya").act is None
    assert not chat.talk.pending


def test_a_choice_of_a_stranger_goes_through_the_same_door() -> None:
    chat = visitor()
    chat.says("itu lho yang tadi", meant=meaning("order_status", 0.2))
    assert chat.says("1").asked in {"identity", "product"}
    assert chat.talk.proven_order == ""


def test_a_new_number_without_orders_may_prove_one() -> None:
    shelf = Shelf(articles=ARTICLES, products=PRODUCTS, owned_by={"sari-1041": "dewi@example.com"})
    move = Chat(shelf).says(
        "ini nomor baru saya, cek SARI-1041", meant=meaning("order_status", order_id="SARI-1041")
    )
    assert move.asked == "identity"


def test_an_order_of_somebody_else_is_not_found_whoever_asks_kindly() -> None:
    move = Chat().says(
        "SARI-1060 itu punya teman saya, sampai mana?", meant=meaning("order_status", order_id="SARI-1060")
    )
    assert "tidak kami temukan" in move.text
    assert "Mesin" not in move.text


def test_giving_up_in_between_gives_no_more_guesses() -> None:
    chat = visitor()
    handed = []
    for name in ("satu", "dua", "tiga", "empat"):
        chat.says("cek SARI-1041 dong", meant=meaning("order_status", order_id="SARI-1041"))
        move = chat.says(f"{name}@example.com")
        handed += [move.hand_off.reason] if move.hand_off else []
        chat.says("ga jadi")
    assert handed[:1] == ["unproven"]
