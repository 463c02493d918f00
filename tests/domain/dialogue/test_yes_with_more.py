"""A yes with a question behind it, an address said twice, a proof by whoever writes from another number."""

import pytest

from sapa.domain.dialogue.replies import yes_before_question
from sapa.domain.dialogue.types import Customer
from tests.domain.dialogue.cast import Chat, Shelf, made


@pytest.mark.parametrize(
    "said", ["Iya benar, diproses saja. Kapan uangnya kembali?", "betul, lanjutkan! nanti saya dikabari?"]
)
def test_a_yes_in_whole_sentences_may_have_a_question_behind_it(said: str) -> None:
    assert yes_before_question(said)


@pytest.mark.parametrize(
    "said",
    [
        "ya. bisa ganti warna saja?",
        "betul? yakin?",
        "iya benar. tapi ongkirnya gimana?",
        "benar ga sih?",
        "iya betul. terus gimana jadinya?",
        "yes. what happens then?",
        "iya betul. nomornya bisa jadi 12?",
        "ya benar, lanjutkan. atau diganti saja?",
        "ok. nanti dulu bisa?",
    ],
)
def test_what_only_looks_like_a_yes_before_a_question_is_none(said: str) -> None:
    assert not yes_before_question(said)


def test_a_cancelling_agreed_to_with_a_question_is_passed_on() -> None:
    chat = Chat(made())
    assert chat.says("tolong batalin pesanan SARI-1051").confirm
    ticket = chat.says("iya betul, batalkan. Uang saya balik kapan?").ticket
    assert ticket
    assert ticket.slots["order_id"] == "SARI-1051"


def test_cancelling_is_understood_in_javanese() -> None:
    assert Chat(made()).says("mas kula badhe mbatalaken SARI-1051 nggih").confirm


def test_the_proposed_address_written_out_again_is_proposed_as_it_is() -> None:
    chat = Chat(made())
    chat.says("ganti alamat SARI-1051 ke Jl. Cimanuk 88, Garut")
    again = chat.says("alamat lengkapnya Jl. Cimanuk 88, Garut")
    assert again.confirm
    done = chat.says("ya betul, ganti ke situ")
    assert done.act
    assert done.act.values["new_address"] == "Jl. Cimanuk 88, Garut"


def test_a_yes_is_no_address() -> None:
    chat = Chat(made())
    assert chat.says("mau ganti alamat kirim SARI-1051").asked == "new_address"
    assert not chat.says("ya betul, ganti ke situ").confirm


def test_an_order_of_another_number_is_proved_where_its_number_was_asked_for() -> None:
    shelf = Shelf(owned_by={"sari-1041": "dewi@example.com"})
    chat = Chat(shelf, customer=Customer("Kak", proven=True))
    assert chat.says("paket saya sudah dikirim belum ya").asked == "order_id"
    chat.says("SARI-1041, emailnya dewi@example.com")
    assert "prove" in shelf.used
    assert chat.talk.proven_order == "SARI-1041"


def test_whoever_asks_about_the_change_itself_has_not_agreed_to_it() -> None:
    chat = Chat(made())
    chat.says("batalin pesanan SARI-1050")
    assert chat.says("ya benar itu pesanan saya. batalkan tidak ya?").act is None


@pytest.mark.parametrize(
    "said", ["batalin. harusnya yang selendang", "iya batalin. bohong deng", "batalkan. eh maksudnya nanti"]
)
def test_what_takes_a_yes_back_behind_it_is_heard(said: str) -> None:
    chat = Chat(made())
    chat.says("batalin pesanan SARI-1050")
    assert chat.says(said).act is None
