"""A review is written in the chat; whether others may read it is asked there, by two buttons."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Consent
from sapa.events.models import Event
from sapa.feedback.models import Review
from tests.rooms.feedback.chat import Chat
from tests.rooms.feedback.test_scores import asked

WORDS = "Bahannya adem dan jahitannya rapi"


@pytest.fixture
def chat(shop: Workspace, now: datetime) -> Chat:
    """Dewi Sartika was asked for a review now."""
    where = asked("minta_ulasan", now)
    where.contact.name = "Dewi Sartika"
    where.contact.save(update_fields=["name"])
    return Chat(where, now)


@pytest.mark.parametrize(
    ("said", "stars", "text"),
    [(WORDS, None, WORDS), ("5", 5, ""), (f"4, {WORDS}", 4, WORDS)],
)
def test_words_or_stars_are_kept_and_shown_to_nobody(
    chat: Chat, said: str, stars: int | None, text: str
) -> None:
    assert chat.says(said)
    row = Review.objects.get()
    assert (row.stars, row.text, row.allowed_at, row.state) == (stars, text, None, "new")
    assert Event.objects.get(name="review.given").data.get("score") == stars
    assert "dengan nama «Dewi S.»" in chat.newest.text
    assert list(chat.buttons) == ["Boleh, tampilkan", "Jangan ditampilkan"]


def test_permission_is_a_consent_with_its_proof_and_can_be_taken_back(chat: Chat) -> None:
    chat.says(WORDS)
    buttons = chat.buttons
    for title, state, name in (
        ("Boleh, tampilkan", "granted", "Dewi S."),
        ("Jangan ditampilkan", "denied", ""),
    ):
        assert chat.says(title, tapped=buttons[title])
        row, proof = Review.objects.get(), Consent.objects.filter(purpose="publish").latest("pk")
        assert (proof.state, row.shown_name, row.allowed_at is not None) == (state, name, state == "granted")
        assert f"review {row.public_id}" in proof.proof
        assert "by message" in proof.proof


def test_stars_and_words_in_two_messages_are_one_review(chat: Chat) -> None:
    assert all([chat.says("5"), chat.says(WORDS)])
    assert [(row.stars, row.text) for row in Review.objects.all()] == [(5, WORDS)]
    assert not chat.says("Kemasannya juga rapi sekali")


@pytest.mark.parametrize("said", ["ok kak terima kasih", "nanti ya kak belum sempat", "Ada warna lain?", "2"])
def test_people_read_what_is_no_review_and_low_ones(chat: Chat, said: str) -> None:
    assert not chat.says(said)
    assert Review.objects.count() == (said == "2")


def test_what_answers_a_person_or_comes_too_late_is_no_review(chat: Chat) -> None:
    assert not chat.says(WORDS, after=timedelta(days=15))
    chat.at -= timedelta(days=15)
    chat.ours("Kak, warna apa yang dipesan?")
    assert not chat.says(WORDS)
    assert not Review.objects.exists()
