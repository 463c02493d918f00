"""A number that is not theirs is not found, whatever else they have; a stop is of messages only where it says so."""

from dataclasses import replace

import pytest

from tests.domain.dialogue.cast import PLAN, Chat, Shelf, dewi, made, meaning

TORN = meaning("defective_wrong_item", product="selendang", issue_type="defective")


@pytest.mark.parametrize(
    "text",
    [
        "stop langganan SUB-32 dong",
        "tolong hentikan langganan PLAN-777",
        "matikan auto renew LGN/2026/0099 ya",
        "i want to cancel subscription MBR-20451",
        "eureunkeun langganan SUB-90",
        "langganan SUB99 mandegno wae",
        "stop langganan nomor 4471",
        "perpanjang langganan sub 45",
        "batalin langganan member2077 dong",
    ],
)
def test_a_plan_of_somebody_else_is_not_found_and_nothing_is_proposed(text: str) -> None:
    chat = Chat(made())
    move = chat.says(text)
    assert not move.confirm
    assert "SUB-31" not in move.text
    assert "tidak kami temukan" in move.text or "cannot find" in move.text
    assert chat.says("ya").act is None


@pytest.mark.parametrize(
    "text", ["stop langganan SUB-31", "langganan sub 31 tolong distop", "stop langganan no 31"]
)
def test_their_own_plan_is_known_by_its_number_however_it_is_written(text: str) -> None:
    move = Chat(made()).says(text)
    assert move.confirm
    assert "SUB-31" in move.text


def test_figures_in_the_name_of_a_plan_are_no_number() -> None:
    shelf = Shelf(subscriptions=[replace(PLAN, plan="Paket Kantor TIPE-10 kg")])
    assert Chat(shelf).says("tolong stop langganan paket kantor tipe-10").confirm


@pytest.mark.parametrize(
    "text",
    [
        "resi SARI-2205",
        "nyuwun resi SARI-2205 kak",
        "menta resi SARI 2205 atuh",
        "no resi SARI2205 dong",
        "tracking number for SARI-2205 please",
        "resi TKD/88/2026/5 sudah ada?",
        "cek resi JP8812345678",
        "resina sari-2205 naon",
    ],
)
def test_a_parcel_of_somebody_else_is_not_found(text: str) -> None:
    move = Chat().says(text)
    assert "SARI-1041" not in move.text
    assert "JNE0077001041" not in move.text
    assert "tidak kami temukan" in move.text or "cannot find" in move.text


@pytest.mark.parametrize(
    "text",
    [
        "bukan mau berhenti kok, cuma nanya jam buka",
        "gak jadi berhenti ah",
        "i'm not stopping",
        "mau stop pakai serumnya karena perih",
        "saya mau berhenti pakai kain ini",
        "stop pakai produk ini gimana",
    ],
)
def test_a_stop_of_something_else_stops_no_messages(text: str) -> None:
    assert Chat().says(text, meant=meaning("opt_out", 0.9)).opt_out == ""


@pytest.mark.parametrize("text", ["ga usah, wa aja", "no need, just wa", "gak usah kirim foto ya, chat saja"])
def test_an_answer_in_a_report_stops_no_messages(text: str) -> None:
    chat = Chat()
    chat.says("selendang saya sobek", meant=TORN)
    move = chat.says(text, meant=meaning("opt_out", 0.95))
    assert move.opt_out == ""
    assert move.talk.flow == "defective_wrong_item" or move.ticket


@pytest.mark.parametrize(
    "text",
    [
        "udah ya jangan kirim2 promo lagi",
        "ulah ngirim promo deui atuh",
        "ojo wa aku maneh",
        "please don't text me anymore",
        "remove me from your list",
    ],
)
def test_a_stop_of_messages_is_obeyed(text: str) -> None:
    assert Chat().says(text, meant=meaning("opt_out", 0.9)).opt_out


def test_who_has_a_plan_and_only_says_stop_is_asked_which() -> None:
    move = Chat(made()).says("saya mau berhenti", meant=meaning("opt_out", 0.9))
    assert move.opt_out == ""
    assert "Batik Bulanan" in move.text
    assert Chat(made()).says("berhenti dari batik bulanan", meant=meaning("opt_out", 0.9)).confirm


def test_who_does_not_want_to_stop_a_plan_is_offered_no_stop() -> None:
    move = Chat(made()).says("bukan mau berhenti langganan, cuma tanya kapan perpanjangnya")
    assert not move.confirm
    assert "25 September 2026" in move.text


def test_a_broken_thing_is_reported_though_it_sounds_impatient() -> None:
    impatient = replace(TORN, should_escalate=True, escalation_reason="repeat_failure")
    assert Chat(dewi()).says("selendang saya sobek lagi", meant=impatient).hand_off is None
