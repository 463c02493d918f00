"""A change is proposed, and only an explicit yes in time carries it out."""

from datetime import timedelta

import pytest

from sapa.domain.dialogue.types import Customer
from tests.domain.dialogue.cast import Chat, made, meaning

CANCEL = meaning("cancel_order", order_id="SARI-1050")


def asked_to_cancel() -> Chat:
    chat = Chat(made(), customer=Customer("Bli Made", True, "Made"))
    move = chat.says("batalin SARI-1050", meant=CANCEL)
    assert move.confirm
    return chat


@pytest.mark.parametrize(
    "yes",
    ["ya", "iya kak", "Y", "ya batalkan", "betul", "nggih", "muhun leres", "oke lanjut", "yes cancel it"],
)
def test_an_explicit_yes_carries_it_out(yes: str) -> None:
    move = asked_to_cancel().says(yes)
    assert move.act is not None
    assert move.act.target == "SARI-1050"
    assert move.outcome == "done"


@pytest.mark.parametrize(
    "other",
    [
        "ok makasih ya",
        "makasih ya",
        "hmm",
        "👍",
        "ya tapi alamatnya salah",
        "ya, tapi uangnya balik kapan?",
        "sebentar ya",
        "ya nanti dulu",
        "ya sudah",
        "SARI-1051",
        "kapan ya?",
        "batal",
    ],
)
def test_what_is_no_explicit_yes_changes_nothing(other: str) -> None:
    assert asked_to_cancel().says(other).act is None


@pytest.mark.parametrize(
    "no", ["ga jadi", "tidak", "jangan", "teu jadi", "eh ga jadi deh lanjut aja kirim", "no"]
)
def test_a_no_leaves_all_as_it_was_and_a_later_yes_means_nothing(no: str) -> None:
    chat = asked_to_cancel()
    refused = chat.says(no)
    assert refused.talk.pending is None
    assert not refused.confirm
    assert chat.says("ya").act is None


def test_a_late_yes_is_proposed_anew() -> None:
    chat = asked_to_cancel()
    late = chat.says("ya", after=timedelta(minutes=40))
    assert late.act is None
    assert late.confirm
    assert chat.says("ya").act is not None


def test_whoever_thanks_is_told_that_nothing_has_changed() -> None:
    move = asked_to_cancel().says("ok makasih")
    assert "Belum ada yang diubah" in move.text
    assert move.confirm


def test_reminded_twice_it_is_left_as_it_was() -> None:
    chat = asked_to_cancel()
    for said in ("hmm", "eh", "hmm"):
        move = chat.says(said, meant=meaning("other", 0.3))
    assert move.talk.pending is None
    assert "CS" in move.text


def test_another_order_is_proposed_in_its_place() -> None:
    move = asked_to_cancel().says("bukan yang itu, yang selendang", meant=meaning("other", 0.4))
    assert move.confirm
    assert move.talk.pending is not None
    assert move.talk.pending.target == "SARI-1051"


def test_a_wrong_one_without_a_right_one_is_asked_about() -> None:
    move = asked_to_cancel().says("salah", meant=meaning("other", 0.4))
    assert move.talk.pending is None
    assert move.text.count("?") == 1


def test_a_side_question_is_answered_and_the_proposal_waits() -> None:
    chat = asked_to_cancel()
    aside = chat.says("bayar pakai apa aja?", meant=meaning("how_to_pay"))
    assert "QRIS" in aside.text
    assert "balas YA" in aside.text
    assert chat.says("ya").act is not None


def test_another_wish_says_that_nothing_was_changed_before() -> None:
    chat = asked_to_cancel()
    move = chat.says("ganti alamat SARI-1051 dong", meant=meaning("change_address", order_id="SARI-1051"))
    assert "tidak ada yang diubah" in move.text
    assert move.talk.flow == "change_address"


def test_a_new_address_is_read_back_before_anything_is_changed() -> None:
    chat = Chat(made())
    chat.says("alamat SARI-1051 ganti ke Jl. Melati 9 Denpasar", meant=meaning("change_address"))
    again = chat.says("Jl. Mawar 10, Denpasar", meant=meaning("other", 0.2))
    assert again.confirm
    assert "Jl. Mawar 10" in again.text
    done = chat.says("betul")
    assert done.act is not None
    assert "Mawar" in str(done.act.values)


def test_an_address_asked_for_is_no_place_for_another_wish() -> None:
    chat = Chat(made())
    chat.says("mau ganti alamat SARI-1051", meant=meaning("change_address", order_id="SARI-1051"))
    move = chat.says("eh batalin aja SARI-1050", meant=CANCEL)
    assert move.talk.flow == "cancel_order"
    assert "SARI-1050" in move.text


def test_another_figure_is_never_carried_out_as_the_first() -> None:
    chat = Chat(made())
    chat.says("ubah SARI-1050 jadi 3 kain", meant=meaning("change_order", order_id="SARI-1050", quantity=3))
    corrected = chat.says("eh 4 deh", meant=meaning("feedback_csat", 0.4))
    assert corrected.act is None
    yes = chat.says("ya bener")
    assert yes.act is None or "4" in str(yes.act.values)


@pytest.mark.parametrize("yes", ["iyo, batalno", "enya bolaykeun waé", "yes please cancel it"])
def test_yes_in_other_tongues_with_what_is_done(yes: str) -> None:
    assert asked_to_cancel().says(yes).act is not None


def test_cancel_then_with_a_reason_is_no_correction() -> None:
    move = asked_to_cancel().says("alasannya salah pilih warna, batalin aja ya", meant=CANCEL)
    assert "Yang benar" not in move.text
    assert move.talk.pending is not None or move.act is not None
