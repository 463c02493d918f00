"""How a question is put in a chat, and which words answer it."""

import pytest

from sapa.domain.survey_chat import following, put, read_tap, read_words, starts
from sapa.domain.surveys import Given, Question

CHOICE = Question("q1", "choice", "Dari mana tahu?", options=("Teman", "Instagram"))
MANY = Question("q2", "choice", "Yang mana?", required=False, options=tuple("ABCDEFGHIJ"))
LONG = Question("q3", "choice", "Yang mana?", options=("Teman", "Iklan di halaman depan majalah wanita"))
SCALE = Question("q4", "scale", "Seberapa puas?", low="kurang", high="sangat")
TEN = Question("q5", "scale", "Menyarankan kami?", lowest=0, highest=10)
WORDS = Question("q6", "text", "Apa yang perlu dibenahi?", required=False)
PHOTO = Question("q7", "photo", "Boleh lihat fotonya?", required=False)


@pytest.mark.parametrize(
    ("one", "as_list", "titles", "footer"),
    [
        (CHOICE, False, ["Teman", "Instagram", "Nanti saja"], ""),
        (MANY, True, list("ABCDEFGHIJ"), "Atau balas: Lewati / Nanti saja"),
        (LONG, True, ["Teman", "Pilihan 2", "Nanti saja"], ""),
        (SCALE, True, ["1", "2", "3", "4", "5", "Nanti saja"], ""),
        (TEN, False, ["Nanti saja"], ""),
        (WORDS, False, ["Lewati", "Nanti saja"], ""),
    ],
)
def test_a_question_has_buttons_a_list_or_asks_for_words(
    one: Question, as_list: bool, titles: list[str], footer: str
) -> None:
    shown = put(one, 2, 7)
    assert [choice.title for choice in shown.choices] == titles
    assert (shown.as_list, shown.footer) == (as_list, footer)
    assert shown.text.startswith(f"2/7. {one.text}")


def test_what_is_cut_in_a_list_stands_whole_in_the_text() -> None:
    assert "2. Iklan di halaman depan majalah wanita" in put(LONG, 1, 1).text
    assert "angka 0 sampai 10" in put(TEN, 1, 1).text
    assert "1 = kurang, 5 = sangat" in put(SCALE, 1, 1).text


@pytest.mark.parametrize(
    ("one", "text", "read"),
    [
        (CHOICE, "teman kak", Given("q1", 0)),
        (CHOICE, "2", Given("q1", 1)),
        (SCALE, "4 kak", Given("q4", 4)),
        (SCALE, "⭐⭐⭐", Given("q4", 3)),
        (TEN, "10", Given("q5", 10)),
        (WORDS, "Plastiknya terlalu banyak", Given("q6", text="Plastiknya terlalu banyak")),
        (WORDS, "Lewati", "skip"),
        (WORDS, "nanti saja ya kak", "later"),
        (SCALE, "lewati", "later"),
    ],
)
def test_what_fits_is_the_answer(one: Question, text: str, read: object) -> None:
    assert read_words(one, text) == read


@pytest.mark.parametrize(
    ("one", "text"),
    [
        (CHOICE, "3"),
        (CHOICE, "Teman siapa?"),
        (SCALE, "6"),
        (SCALE, "2 pesanan saya belum datang"),
        (SCALE, "4, tapi kardusnya penyok"),
        (TEN, "11"),
        (WORDS, "Kapan paketnya sampai"),
        (WORDS, "Ini ada warna lain?"),
        (WORDS, "Paket saya belum datang"),
        (WORDS, "berhenti"),
        (WORDS, "barangnya sudah rusak"),
        (WORDS, "x" * 2001),
        (PHOTO, "ini fotonya"),
    ],
)
def test_whatever_else_is_said_is_no_answer(one: Question, text: str) -> None:
    assert read_words(one, text) is None


@pytest.mark.parametrize(
    ("one", "value", "read"),
    [
        (CHOICE, "1", Given("q1", 1)),
        (CHOICE, "2", None),
        (CHOICE, "²", None),
        (SCALE, "5", Given("q4", 5)),
        (PHOTO, "lewati", "skip"),
        (PHOTO, "1", None),
    ],
)
def test_a_tap_says_what_its_button_says(one: Question, value: str, read: object) -> None:
    assert read_tap(one, value) == read


def test_options_that_are_numbers_are_taken_by_their_words_alone() -> None:
    often = Question("q1", "choice", "Berapa kali?", options=("2", "3", "lebih dari 3"))
    assert read_words(often, "3") == Given("q1", 1)
    assert read_words(often, "1") is None


def test_questions_follow_each_other() -> None:
    all_ = (CHOICE, SCALE, WORDS)
    assert [following(all_, one) for one in ("", "q1", "q6")] == [CHOICE, SCALE, None]


def test_the_survey_begins_by_its_own_words() -> None:
    assert starts("Jawab di sini ya kak")
    assert not starts("Jawab di sini atau di tautan?")
