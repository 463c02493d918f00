"""Languages, short replies, scores, stops, what is declined, and what is remembered as JSON."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from sapa.domain.dialogue.languages import language_of
from sapa.domain.dialogue.replies import drops, rejects, says_no, says_yes, waits
from sapa.domain.dialogue.speaking import Text, fitted, listed, moment, money, near_day, say, shortened, span
from sapa.domain.dialogue.talking import as_json, asking, filled, from_json, proposing, remembering
from sapa.domain.dialogue.types import Customer, Pending, Talk
from tests.domain.dialogue.cast import DAY, NOW, Chat, hearing, meaning, turn

HELLO = Text("Halo {address}, {ticket} dari {shop}.", "Hello {address}, {ticket} from {shop}.")


@pytest.mark.parametrize(
    ("said", "before", "language"),
    [
        ("where is my order?", "id", "en"),
        ("paketku tekan ngendi mas?", "en", "id"),
        ("punten, paket abdi tos dugi ka mana?", "en", "id"),
        ("ok", "en", "en"),
        ("SARI-1041", "en", "en"),
        ("cancel order dong kak", "id", "id"),
        ("please cancel my order", "id", "en"),
        ("stop", "id", "id"),
    ],
)
def test_a_customer_is_answered_in_their_language(said: str, before: str, language: str) -> None:
    assert language_of(said, before) == language  # type: ignore[arg-type]


def test_an_english_question_is_answered_in_english() -> None:
    move = Chat().says("where is my kebaya, please?", meant=meaning("order_status", product="kebaya"))
    assert "pesanan" not in move.text.casefold()


@pytest.mark.parametrize(
    "said", ["ya", "iyo", "nggih", "muhun", "yes please", "betul kak", "sok atuh", "lanjut aja"]
)
def test_yes_in_five_tongues(said: str) -> None:
    assert says_yes(said)


@pytest.mark.parametrize("said", ["tidak", "ora", "teu", "no", "jangan", "ga usah", "mboten", "nope"])
def test_no_in_five_tongues(said: str) -> None:
    assert says_no(said)
    assert not says_yes(said)


@pytest.mark.parametrize(
    "said", ["makasih ya", "itu ya", "tolong ya kak", "iya sih gimana ya", "ya?", "iya kah"]
)
def test_a_particle_is_no_yes(said: str) -> None:
    assert not says_yes(said)


def test_giving_up_waiting_and_rejecting_are_told_apart() -> None:
    assert drops("ga jadi deh")
    assert waits("bentar ya saya cek dulu")
    assert rejects("jawabannya ga nyambung")
    assert not drops("tolong dibatalkan pesanannya")


@pytest.mark.parametrize(
    ("said", "context", "rating"),
    [
        ("5", "csat_survey", 5),
        ("2 aja, kurirnya lelet", "csat_survey", 2),
        ("12", None, None),
        ("9", "nps_survey", None),
    ],
)
def test_a_score_is_kept_only_where_it_is_one(said: str, context: str | None, rating: int | None) -> None:
    value = {"rating": int(said.split()[0])} if context else {}
    move = Chat().says(said, context=context, meant=meaning("feedback_csat", 0.9, **value))
    assert move.rating == rating


def test_a_bad_score_names_the_way_to_a_person() -> None:
    move = Chat().says("1", context="csat_survey", meant=meaning("feedback_csat", rating=1))
    assert "maaf" in move.text
    assert "CS" in move.text


def test_what_is_off_topic_is_declined_once_kindly_and_then_shortly() -> None:
    chat = Chat()
    first = chat.says("buatkan esai tentang batik dong", meant=meaning("other"))
    second = chat.says("kalau puisi?", meant=meaning("other"))
    assert "pesanan" in first.text
    assert len(second.text) < len(first.text)
    assert second.outcome == "refused"


def test_what_sounds_off_topic_is_looked_up_first() -> None:
    move = Chat().says("kalau mau tukar ukuran aturannya gimana", meant=meaning("other"))
    assert move.cites == ("KB-TUKAR",)


def test_what_is_remembered_comes_back_from_json() -> None:
    pending = Pending("cancel_order", "SARI-1", {"a": "b"}, datetime(2026, 9, 15, 8, tzinfo=UTC), "t")
    talk = proposing(
        remembering(filled(Talk(), hearing("SARI-1041 ya")), order="SARI-1041"), "cancel_order", pending
    )
    assert from_json(json.loads(json.dumps(as_json(talk)))) == talk
    assert from_json({}) == Talk()
    assert from_json({"version": 9, "new": 1}) == Talk()


def test_asking_counts_and_another_flow_begins_anew() -> None:
    talk = asking(asking(Talk(), "warranty", "photo"), "warranty", "photo")
    assert talk.tries == {"photo": 2}
    assert asking(talk, "complaint", "reason").tries == {"reason": 1}


def test_texts_are_filled_and_the_number_of_a_ticket_waits() -> None:
    assert say(turn("halo"), HELLO) == "Halo Kak Dewi, {ticket} dari Toko Sari."


def test_a_customer_without_a_name_is_not_addressed_in_english() -> None:
    nameless = turn("hi", talk=Talk(language="en"), customer=Customer("Kak", True))
    assert say(nameless, HELLO) == "Hello, {ticket} from Toko Sari."


def test_money_days_and_spans_read_as_customers_read_them() -> None:
    assert money(405_000, "IDR", "id") == "Rp405.000"
    assert moment(NOW, "Asia/Jakarta", "id") == "15 September 2026 pukul 14.05 WIB"
    assert near_day(NOW + DAY, NOW, "Asia/Jakarta", "id") == "besok, 16 September 2026"
    assert span(timedelta(minutes=15), "id") == "15 menit"
    assert span(timedelta(minutes=61), "en") == "2 hours"
    assert listed(["a", "b", "c"], "id") == "a, b dan c"


def test_a_long_text_is_cut_at_a_sentence() -> None:
    text = "Satu kalimat. " * 60
    assert len(shortened(text)) <= 600
    assert shortened(text).endswith(".")


def test_a_long_text_keeps_the_question_at_its_end() -> None:
    text = "Satu kalimat. " * 60 + "\n\nTeruskan? Balas YA atau TIDAK."
    assert len(fitted(text)) <= 600
    assert fitted(text).endswith("Teruskan? Balas YA atau TIDAK.")


def test_a_question_is_not_put_again_in_another_language() -> None:
    chat = Chat()
    chat.says(
        "my scarf is torn", meant=meaning("defective_wrong_item", product="selendang", issue_type="defective")
    )
    aside = chat.says("jam bukanya kapan ya kak?", meant=meaning("store_info"))
    assert "photo" not in aside.text
    assert "09.00" in aside.text
