"""A survey is built, sent by hand or by the recipe, and answered once on a light page without a log-in."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.base.clock import set_demo_now
from sapa.commerce.models import Order
from sapa.domain.surveys import Question
from sapa.events.models import Event
from sapa.feedback import services
from sapa.feedback.models import Answer, Invitation, Survey
from sapa.feedback.selectors.surveys import results
from sapa.feedback.services.answering import SURVEYED_RECENTLY
from sapa.feedback.services.surveys import SURVEY_FIXED, link_of
from sapa.feedback.views.public import KNOCKS
from sapa.journeys.models import Enrolment, FollowUp, Journey
from sapa.journeys.services.wording import preview
from sapa.messaging.channels.whatsapp import parse
from sapa.messaging.models import Conversation
from sapa.messaging.services import create_channel, receive
from sapa.web.errors import Refused
from tests.rooms.feedback.test_scores import asked
from tests.rooms.messaging.bodies import NUMBER, body, text_message
from tests.rooms.pages import browser

QUESTIONS = (
    Question("q1", "choice", "Dari mana tahu toko kami?", options=("Teman", "Instagram")),
    Question("q2", "scale", "Seberapa puas dengan kemasannya?"),
    Question("q3", "text", "Apa yang perlu kami benahi?", required=False),
    Question("q4", "photo", "Boleh kirim fotonya?", required=False),
)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def of_that_morning(settings: Any, now: datetime) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"demo": True})
    set_demo_now(now)
    KNOCKS.knocks.clear()


def a_survey(now: datetime, state: str = "open") -> Survey:
    told = {"title": "Kemasan baru", "intro": "boleh minta satu menit?", "thanks": "Sampai jumpa", "days": 14}
    survey = services.save_survey(survey=None, **told, questions=QUESTIONS, by=1, now=now)  # type: ignore[arg-type]
    return services.open_survey(survey=survey, now=now) if state == "open" else survey


def dewi(now: datetime) -> Conversation:
    """She wrote an hour ago."""
    channel = create_channel(
        name="Sari", external_id=NUMBER, token="t", app_secret="s", now=now, account_id="1"
    )
    said = text_message("wamid.1", "Paketnya sudah sampai", now - timedelta(hours=1), "+6281234567890")
    receive(channel=channel, parsed=parse(body(messages=[said])), now=now - timedelta(hours=1))
    return Conversation.objects.get()


def invited(now: datetime) -> tuple[Survey, FollowUp, str]:
    """Dewi is asked by hand; the address in her message."""
    survey, where = a_survey(now), dewi(now)
    row = services.invite(survey=survey, contact_id=where.contact_id, key="k1", by=1, now=now)
    return survey, row, path_in((row.composed or {})["text"])


def path_in(text: str) -> str:
    found = re.search(re.escape(settings.SAPA.url) + r"(/\S+)", text)
    assert found, text
    return found[1]


def test_a_person_asks_once_and_the_policy_decides(shop: Workspace, now: datetime) -> None:
    survey, row, _path = invited(now)
    again = services.invite(survey=survey, contact_id=row.contact_id, key="k1", by=1, now=now)
    assert (again.pk, row.klass, row.recipe) == (row.pk, "care", "kirim_nanti")
    assert "dari Toko Sari: boleh minta satu menit?" in (row.composed or {})["text"]
    with pytest.raises(Refused, match=SURVEYED_RECENTLY):
        services.invite(survey=survey, contact_id=row.contact_id, key="k2", by=1, now=now)


def test_the_page_is_light_needs_no_script_and_no_log_in(shop: Workspace, now: datetime) -> None:
    _survey, _row, path = invited(now)
    page = Client().get(path)
    css = finders.find("feedback/public.css")
    assert isinstance(css, str)
    weight = len(page.content) + Path(css).stat().st_size
    assert page.status_code == 200
    assert weight < 50_000
    assert b"<script" not in page.content
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_answers_are_kept_once_and_told(shop: Workspace, now: datetime) -> None:
    survey, row, path = invited(now)
    photo = SimpleUploadedFile("f.png", PNG, "image/png")
    client = Client(enforce_csrf_checks=True)
    given = {"q1": "1", "q2": "4", "q3": "Plastiknya terlalu banyak", "q4": photo}
    first = client.post(path, given, follow=True)
    second = client.post(path, {"q1": "0", "q2": "1"})
    assert first.redirect_chain == [(path, 303)]
    assert "Sampai jumpa" in first.content.decode()
    assert "Sampai jumpa" in second.content.decode()
    assert list(Answer.objects.order_by("question").values_list("question", "number")) == [
        *(("q1", 1), ("q2", 4), ("q3", None), ("q4", None))
    ]
    event = Event.objects.get(name="survey.answered")
    assert (event.contact_id, event.data["survey"]) == (row.contact_id, survey.pk)
    assert [one.n for one in results(survey)] == [1, 1, 1, 1]


def test_what_is_missing_is_told_and_what_was_said_stays(shop: Workspace, now: datetime) -> None:
    _survey, _row, path = invited(now)
    page = Client().post(path, {"q2": "7", "q3": "<script>alert(1)</script>"})
    text = page.content.decode()
    assert (page.status_code, page.headers["Cache-Control"]) == (422, "private")
    assert text.count("missed") == 2
    assert "&lt;script&gt;alert(1)" in text
    assert not Answer.objects.exists()


def test_after_its_days_or_when_the_shop_closes_it_says_so(shop: Workspace, now: datetime) -> None:
    survey, _row, path = invited(now)
    services.close_survey(survey=survey, now=now)
    by_hand = Client().post(path, {"q1": "1", "q2": "4"}).content
    services.open_survey(survey=survey, now=now)
    assert b"<form" in Client().get(path).content
    set_demo_now(now + 15 * A_DAY)
    too_late = Client().post(path, {"q1": "1", "q2": "4"}).content
    assert b"<form" not in by_hand + too_late
    assert not Answer.objects.exists()


def test_a_made_up_link_opens_nothing(shop: Workspace, now: datetime) -> None:
    _survey, _row, path = invited(now)
    start, token = path.rstrip("/").rsplit("/", 1)
    made_up = (token[:-3] + "abc", "9" + token, "x" * 200)
    assert {Client().get(f"{start}/{one}/").status_code for one in made_up} == {404}


def test_the_survey_of_one_shop_is_not_opened_by_the_link_of_another(shop: Workspace, now: datetime) -> None:
    _survey, _row, path = invited(now)
    token = path.rstrip("/").rsplit("/", 1)[1]
    assert Client().get(f"/nilai/isi/{UUID(int=7)}/{token}/").status_code == 404
    assert Client().get(f"/nilai/isi/{UUID(int=7)}/").status_code == 404


def test_whoever_knocks_too_often_waits(shop: Workspace, now: datetime) -> None:
    _survey, _row, path = invited(now)
    codes = {Client().get(path).status_code for _ in range(KNOCKS.most + 1)}
    assert codes == {200, 429}


def test_the_recipe_asks_with_a_link_of_each_customer(shop: Workspace, now: datetime) -> None:
    where, survey = asked("survei_masukan", now), a_survey(now)
    services.use_in_recipe(survey=survey, now=now, by=1)
    assert Journey.objects.get().settings["survei"]["tautan"] == link_of(survey)
    told = {"source": "toko", "external_id": "7", "number": "SARI-7", "status": "placed", "placed_at": now}
    order = Order.objects.create(contact=where.contact, recorded_at=now, updated_at=now, **told)
    FollowUp.objects.update(step="undangan", segment="b2b", order=order)
    words = preview(follow_up=FollowUp.objects.select_related("journey").get(), at=now)
    assert Client().get(path_in(words.text)).status_code == 200
    opened = Invitation.objects.get()
    assert (opened.contact_id, opened.key) == (where.contact_id, f"run:{Enrolment.objects.get().pk}")


def test_questions_stay_once_somebody_was_asked(shop: Workspace, now: datetime) -> None:
    survey, _row, _path = invited(now)
    told = {"title": "Lain", "intro": "x", "thanks": "", "days": 3}
    with pytest.raises(Refused, match=SURVEY_FIXED):
        services.save_survey(survey=survey, **told, questions=QUESTIONS, by=1, now=now)  # type: ignore[arg-type]


def test_the_builder_adds_moves_and_saves_without_a_script(shop: Workspace, now: datetime) -> None:
    client = browser(shop)
    base = {"title": "Kemasan", "intro": "boleh minta waktu?", "thanks": "", "days": "7", "jumlah": "1"}
    one = {"q0-kind": "text", "q0-text": "Apa kabar?", "q0-scale": "1-5"}
    page = client.post("/nilai/survei/baru/", {**base, **one, "aksi": "tambah"}).content.decode()
    assert page.count('name="q1-kind"') == 1
    assert "Apa kabar?" in page
    two = {"q1-kind": "choice", "q1-text": "Mana?", "q1-options": "A\n\nB", "q1-scale": "1-5"}
    bad = client.post("/nilai/survei/baru/", {**base, **one, **two, "q1-options": "A", "jumlah": "2"})
    assert bad.status_code == 422
    client.post("/nilai/survei/baru/", {**base, **one, **two, "jumlah": "2"})
    saved = Survey.objects.get()
    assert [(q["id"], q["kind"], q["options"]) for q in saved.questions] == [
        *(("q1", "text", []), ("q2", "choice", ["A", "B"]))
    ]


def test_the_panel_asks_one_customer_and_says_when_it_may_not(shop: Workspace, now: datetime) -> None:
    survey, where, client = a_survey(now), dewi(now), browser(shop)
    panel = f"/nilai/pelanggan/{where.contact.public_id}/"
    assert str(survey.public_id) in client.get(panel).content.decode()
    given = {"survei": str(survey.public_id), "nomor": "k9"}
    assert client.post(f"{panel}undang/", given, headers={"HX-Request": "true"}).status_code == 200
    assert client.post(f"{panel}undang/", {**given, "nomor": "k10"}).status_code == 409
    assert (FollowUp.objects.count(), Invitation.objects.count()) == (1, 1)


def test_a_photo_is_seen_by_the_shop_and_only_by_a_fresh_link(shop: Workspace, now: datetime) -> None:
    survey, _row, path = invited(now)
    photo = SimpleUploadedFile("f.png", PNG, "image/png")
    Client().post(path, {"q1": "1", "q2": "4", "q4": photo})
    client, number = browser(shop), Answer.objects.get(question="q4").pk
    page = client.get(f"/nilai/survei/{survey.public_id}/").content.decode()
    link = re.search(rf'src="(/nilai/survei/foto/{number}/[^"]+)"', page)
    assert link
    seen = client.get(link[1].replace("&amp;", "&"))
    assert seen.getvalue() == PNG
    assert client.get(f"/nilai/survei/foto/{number}/").status_code == 404


def test_a_file_that_is_no_picture_is_refused_kindly(shop: Workspace, now: datetime) -> None:
    _survey, _row, path = invited(now)
    script = SimpleUploadedFile("f.png", b"<svg onload=alert(1)>", "image/png")
    page = Client().post(path, {"q1": "1", "q2": "4", "q4": script})
    assert (page.status_code, Answer.objects.exists()) == (422, False)
