"""What counts as an answer, and which questions are complete."""

import pytest

from sapa.domain.surveys import Given, Question, faults_of, from_document, read_answers, to_document

CHOICE = Question("q1", "choice", "Dari mana tahu?", options=("Teman", "Instagram"))
SCALE = Question("q2", "scale", "Seberapa puas?", low="kurang", high="sangat")
WORDS = Question("q3", "text", "Apa lagi?", required=False)
PHOTO = Question("q4", "photo", "Fotonya?", required=False)
ALL = (CHOICE, SCALE, WORDS, PHOTO)


def test_questions_come_back_as_they_were_written() -> None:
    assert from_document(to_document(ALL)) == ALL


def test_good_answers_are_kept_and_optional_ones_may_be_left() -> None:
    given, wrong = read_answers(ALL, {"q1": "1", "q2": "5"}, {})
    assert (given, wrong) == ([Given("q1", 1), Given("q2", 5)], {})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "missing"),
        ("2", "unknown"),
        ("-1", "unknown"),
        ("99999999999", "unknown"),
        ("²", "unknown"),
        ("a", "unknown"),
    ],
)
def test_a_choice_that_does_not_exist_is_told_kindly(said: str, code: str) -> None:
    assert read_answers([CHOICE], {"q1": said}, {}) == ([], {"q1": code})


def test_long_words_and_files_that_are_no_picture_are_wrong() -> None:
    _given, wrong = read_answers([WORDS, PHOTO], {"q3": "x" * 2001}, {"q4": False})
    assert wrong == {"q3": "too_long", "q4": "unknown"}


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question("q", "text", "  "), "blank"),
        (Question("q", "choice", "Mana?", options=("A",)), "few_options"),
        (Question("q", "choice", "Mana?", options=("A", "a")), "double_option"),
        (Question("q", "scale", "Puas?", lowest=3, highest=9), "bad_scale"),
    ],
)
def test_an_incomplete_question_says_what_is_missing(question: Question, code: str) -> None:
    assert faults_of([question]) == [(0, code)]


def test_a_survey_has_one_to_ten_questions() -> None:
    assert faults_of([]) == [(-1, "no_questions")]
    assert faults_of([WORDS] * 11) == [(-1, "many_questions")]
