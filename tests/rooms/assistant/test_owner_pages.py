"""The owner's pages of the assistant: settings, test bench, kept cases, figures, weekly review."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.assistant.models import BenchCase, TalkReview, Turn
from sapa.assistant.selectors.figures import Contained, Part, contained, satisfaction, turns
from sapa.assistant.selectors.reviews import bounds, last_week
from sapa.assistant.services import answer
from sapa.assistant.services.articles import Draft, add_articles, change_article
from sapa.assistant.services.cases import Wish, keep_case, run_cases
from sapa.contacts.models import Contact
from sapa.feedback.models import Rating
from sapa.messaging.models import Channel, Conversation, Message
from sapa.messaging.services import create_channel
from sapa.web.errors import Refused
from tests.rooms.feedback.rows import rated
from tests.rooms.pages import browser

ASKED = "retur berapa hari kak?"
SETTINGS = {
    "telepon": "021 555",
    "tempat": "Jl. Melati 3",
    "tautan": "IG: https://ig.test/sari",
    "nilai": "7000000",
}


@pytest.fixture
def owner(shop: Workspace, now: datetime) -> Client:
    create_channel(name="Toko", external_id="1", token="t", app_secret="s", now=now)
    add_articles(drafts=[Draft("Retur", "Barang boleh dikembalikan dalam 7 hari.")], now=now)
    return browser(shop)


def talked(text: str, at: datetime, phone: str = "+6281300000011") -> Conversation:
    """One message of a customer, answered by the assistant."""
    dewi = Contact.objects.create(name="Dewi Anggraini", phone=phone, created_at=at)
    times = {"last_message_at": at, "last_inbound_at": at}
    talk = Conversation.objects.create(contact=dewi, channel=Channel.objects.get(), **times)
    told = {
        "direction": "in",
        "by": "customer",
        "state": "received",
        "text": text,
        "at": at,
        "not_before": at,
    }
    message = Message.objects.create(conversation=talk, contact=dewi, channel=talk.channel, **told)
    answer(message_ids=[message.pk], now=at)
    return talk


def test_what_the_shop_chooses_is_kept_and_switching_off_keeps_it(owner: Client) -> None:
    owner.post("/asisten/", SETTINGS)
    owner.post("/asisten/jalan/", {"jalan": "tidak"})
    assert settings_in_force()[1]["assistant"] == {
        "on": False,
        "phone": "021 555",
        "place": "Jl. Melati 3",
        "links": {"IG": "https://ig.test/sari"},
        "high_value": 7_000_000,
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("telepon", "telepon saja"),
        ("tautan", "tanpa alamat"),
        ("tautan", "IG: javascript:x"),
        ("nilai", "-1"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(owner: Client, name: str, value: str) -> None:
    assert owner.post("/asisten/", {**SETTINGS, name: value}).status_code == 422
    assert settings_in_force()[0] == 0


def test_a_talk_goes_on_in_the_form_with_what_each_answer_was_made_of(owner: Client) -> None:
    page = owner.post("/asisten/coba/", {"kata": ["halo"], "tanya": ASKED}).content.decode()
    assert page.count('name="kata" value="halo"') == 3
    assert "7 hari" in page
    assert "/pengetahuan/" in page
    assert not Turn.objects.exists()


def test_an_empty_question_says_what_to_do(owner: Client) -> None:
    assert owner.post("/asisten/coba/", {"tanya": "  "}).status_code == 422


def test_a_kept_case_says_when_it_is_to_be_run_again_and_what_came_out_otherwise(
    owner: Client, now: datetime
) -> None:
    owner.post("/asisten/coba/simpan/", {"kata": [ASKED], "nilai": "benar"})
    assert not owner.get("/asisten/kasus/").context["stale"]
    (article,) = add_articles(drafts=[Draft("Garansi", "Garansi setahun.")], now=now)
    assert owner.get("/asisten/kasus/").context["stale"]
    change_article(article=article, draft=Draft("Garansi", "Garansi dua tahun."), now=now, seen=1)
    owner.post("/asisten/kasus/jalankan/")
    case = BenchCase.objects.get()
    assert case.passed
    assert not owner.get("/asisten/kasus/").context["stale"]


def test_a_wrong_answer_needs_what_would_have_been_right(owner: Client, now: datetime) -> None:
    with pytest.raises(Refused, match="bench_case_without_wish"):
        keep_case(said=[ASKED], contact_id=None, wish=Wish(False), now=now)
    with pytest.raises(Refused, match="bench_case_unknown_wish"):
        keep_case(said=[ASKED], contact_id=None, wish=Wish(False, article="tidak-ada"), now=now)
    keep_case(said=[ASKED], contact_id=None, wish=Wish(False, to_person=True), now=now)
    assert run_cases(now=now).passed == 0


def test_a_long_set_is_run_in_parts_those_that_wait_longest_first(owner: Client, now: datetime) -> None:
    later = now + timedelta(minutes=1)
    for text in ("halo", ASKED):
        keep_case(said=[text], contact_id=None, wish=Wish(True), now=now)
    assert [run_cases(now=later, seconds=-1).left for _ in range(2)] == [1, 1]
    assert set(BenchCase.objects.values_list("ran_at", flat=True)) == {later}


def test_a_case_whose_customer_is_gone_fails_and_can_be_taken_away(owner: Client, now: datetime) -> None:
    case = keep_case(said=["halo"], contact_id=None, wish=Wish(True), now=now)
    BenchCase.objects.update(contact_id=999)
    assert run_cases(now=now).passed == 0
    assert owner.get(f"/asisten/kasus/{case.public_id}/").status_code == 422
    owner.post(f"/asisten/kasus/{case.public_id}/hapus/")
    assert not BenchCase.objects.exists()


def test_touched_assumed_and_verified_are_counted_of_all_conversations_that_are_old_enough(
    owner: Client, now: datetime
) -> None:
    talked(ASKED, now - timedelta(days=5))
    talked("mau ngomong sama orang", now - timedelta(days=5), "+6281300000012")
    talked(ASKED, now - timedelta(hours=5), "+6281300000013")
    since = now - timedelta(days=28)
    assert contained(since, now) == Contained(talks=2, touched=2, assumed=1, verified=1)
    assert turns(since, now)["not_grounded"] == Part(0, 2)


def test_what_nobody_knew_is_no_verified_solution_whatever_thanks_come_after(
    owner: Client, now: datetime
) -> None:
    talk = talked("apakah tokonya punya cabang di Medan?", now - timedelta(days=5))
    thanked = {"direction": "in", "by": "customer", "state": "received", "text": "oke makasih kak"}
    at = now - timedelta(days=5) + timedelta(minutes=1)
    more = {
        "conversation": talk,
        "contact": talk.contact,
        "channel": talk.channel,
        "at": at,
        "not_before": at,
    }
    answer(message_ids=[Message.objects.create(**thanked, **more).pk], now=at)
    since = now - timedelta(days=28)
    assert contained(since, now) == Contained(talks=1, touched=1, assumed=1, verified=0)


def test_a_low_score_is_no_verified_solution_and_counts_for_who_answered(
    owner: Client, now: datetime
) -> None:
    talk = talked(ASKED, now - timedelta(days=5))
    rating = rated(talk.contact, now - timedelta(days=4), score=2)
    Rating.objects.filter(pk=rating.pk).update(conversation=talk, answered_by="assistant")
    since = now - timedelta(days=28)
    assert contained(since, now).verified == 0
    assert satisfaction(since, now) == (Part(0, 1), Part(0, 0))


def test_the_week_is_looked_at_one_by_one_and_counted(owner: Client, now: datetime) -> None:
    monday = last_week(now)
    talk = talked(ASKED, bounds(monday)[0] + timedelta(days=1))
    page = f"/asisten/tinjauan/{monday}/{talk.public_id}/"
    assert "7 hari" in owner.get(page).content.decode()
    assert owner.post(page, {"correct": ""}).status_code == 422
    owner.post(page, {"correct": "ya", "tone": "tidak", "catatan": "kaku"})
    row = TalkReview.objects.get()
    assert (row.correct, row.tone, row.grounded, row.note) == (True, False, None, "kaku")
    assert owner.get(f"/asisten/tinjauan/?pekan={monday}").context["left"] == 0


@pytest.mark.parametrize("week", ["2026-09-08", "2999-01-07", "kemarin"])
def test_a_week_that_is_none_or_not_over_is_not_there(owner: Client, now: datetime, week: str) -> None:
    assert owner.get(f"/asisten/tinjauan/?pekan={week}").status_code == 404


def test_the_pages_stand_empty_too(owner: Client) -> None:
    pages = ("", "coba/", "kasus/", "angka/", "angka/?hari=7", "tinjauan/")
    assert {owner.get(f"/asisten/{page}").status_code for page in pages} == {200}


def test_a_wrong_answer_without_what_is_right_keeps_the_talk_and_says_so_there(owner: Client) -> None:
    seen = owner.post("/asisten/coba/simpan/", {"kata": [ASKED], "nilai": "salah"})
    assert seen.status_code == 422
    page = seen.content.decode()
    assert f'value="{ASKED}"' in page
    assert '<details class="top-4 verdict" open' in page
    assert "artikel yang benar" in page


def test_figures_of_which_nothing_is_counted_say_only_that(owner: Client) -> None:
    page = owner.get("/asisten/angka/").content.decode()
    assert "0 dari 0" not in page
    assert 'href="/asisten/coba/"' in page
