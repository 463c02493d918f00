"""Feedback, surveys and reviews in a real browser, and the pages that customers open: phone and desk, both colours."""

from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest

from sapa.base import passes
from sapa.base.clock import business_now
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.domain.surveys import Question
from sapa.feedback import services
from sapa.feedback.models import Invitation, Review, Survey
from sapa.feedback.services.answering import link_by_hand
from sapa.journeys.models import Enrolment
from sapa.messaging.models import Conversation
from tests.browser.shop import Shop
from tests.browser.test_order_pages import shown
from tests.browser.test_pages import SCREENS, Visit, live, sari, visit
from tests.rooms.feedback.rows import rated

__all__ = ["live", "sari", "visit"]
pytestmark = pytest.mark.browser
QUESTIONS = (
    Question("q1", "choice", "Dari mana tahu Toko Sari?", options=("Teman atau keluarga", "Instagram")),
    Question("q2", "scale", "Seberapa puas dengan kemasannya?", low="kurang sekali", high="sangat puas"),
    Question("q3", "text", "Apa yang perlu kami benahi?", required=False),
    Question("q4", "photo", "Boleh kirim foto paketnya?", required=False),
)
WORDS = "Barangnya rapi dan sesuai foto, kurirnya saja yang agak lama dari perkiraan."


def opinions(now: datetime) -> tuple[Survey, str, str]:
    """Scores with words, a survey with an answer, two reviews; the survey and two addresses of customers."""
    who = Conversation.objects.select_related("contact").earliest("pk").contact
    for hours, score, words in ((2, 5, WORDS), (5, 2, "Lama dibalas, paket penyok"), (9, 4, "")):
        rated(
            who, now - timedelta(hours=hours), score=score, words=words, answered_by="agent", tags=["speed"]
        )
    rated(who, now - timedelta(hours=3), score=9, kind="nps", words="Cepat")
    told = {"title": "Kemasan baru", "intro": "boleh minta satu menit untuk tiga pertanyaan?", "thanks": ""}
    survey = services.save_survey(survey=None, **told, days=14, questions=QUESTIONS, by=1, now=now)
    survey = services.open_survey(survey=survey, now=now)
    times = {"asked_at": now, "closes_at": now + timedelta(days=14)}
    first, second = (Invitation.objects.create(survey=survey, contact=who, key=key, **times) for key in "ab")
    Invitation.objects.filter(pk=first.pk).update(opened_at=now)
    said = {"q1": "1", "q2": "4", "q3": "Plastiknya terlalu banyak"}
    services.answer(invitation_id=first.pk, said=said, files={}, now=now)
    run = Enrolment.objects.select_related("contact").earliest("pk")
    review = services.give_review(run=run, stars=5, text=WORDS, allowed=True, named=True, now=now)
    services.decide(review=review, shown=True, by=1, now=now)
    Review.objects.create(contact=who, key="run:0", stars=2, text="Kurang cocok", at=now)
    other = Enrolment.objects.exclude(pk=run.pk).earliest("pk")
    mine = passes.made(passes.RUN, current_workspace_id(), other.pk)
    return survey, link_by_hand(second), f"/nilai/ulasan-anda/{mine}/"


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_of_feedback_are_whole(visit: Visit, sari: Shop, width: int, scheme: str) -> None:
    with workspace_scope(sari.workspace.id):
        survey, asked, review = opinions(business_now())
        block = passes.made("reviews", sari.workspace.pk)
    watched, found = visit("/", width, scheme), {}
    pages = {
        "feedback": "/nilai/",
        "surveys": "/nilai/survei/",
        "survey-new": "/nilai/survei/baru/",
        "survey": f"/nilai/survei/{survey.public_id}/",
        "reviews": "/nilai/ulasan/?tab=all",
        "public-survey": asked[asked.index("/nilai/") :],
        "public-review": review,
        "public-block": f"/nilai/tampil/{block}/",
    }
    for name, path in pages.items():
        watched.page.goto(urljoin(watched.page.url, path), wait_until="load")
        found[name] = shown(watched, name)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    watched.page.goto(urljoin(watched.page.url, pages["public-survey"]), wait_until="load")
    watched.page.get_by_label("Instagram").check()
    watched.page.get_by_label("4", exact=True).check()
    watched.page.locator("button").click()
    assert shown(watched, "public-thanks") == []
