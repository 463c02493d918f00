"""The inbox for a person: read, answer, take over, close; refused with a sentence where WhatsApp would refuse."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.contacts.models import Contact
from sapa.inbox.models import Handoff
from sapa.messaging.models import Channel, Conversation, Message
from tests.rooms.journeys.rows import contact, held, talk, wrote

HTMX = {"HX-Request": "true"}


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


@pytest.fixture
def dewi(shop: Workspace) -> Conversation:
    """Dewi wrote a minute ago."""
    at = business_now() - timedelta(minutes=1)
    where = talk(contact("Dewi", at, phone="+6281300000011"), at)
    Conversation.objects.update(waiting_since=at, unread=2)
    wrote(where, at, "Kapan dikirim?")
    return where


def at(where: Conversation, part: str = "") -> str:
    return f"/kotak-masuk/{where.public_id}/{part}"


def test_opening_a_conversation_marks_it_read(budi: Client, dewi: Conversation) -> None:
    assert "Kapan dikirim?" in budi.get(at(dewi)).content.decode()
    assert Conversation.objects.get().unread == 0


def test_a_reply_comes_back_as_a_bubble_and_takes_the_talk_over(budi: Client, dewi: Conversation) -> None:
    page = budi.post(
        at(dewi, "balas/"), {"text": "Besok, Kak.", "client_id": "1"}, headers=HTMX
    ).content.decode()
    assert "Besok, Kak." in page
    assert "<html" not in page
    assert Conversation.objects.get().owner == "human"


def test_the_same_reply_sent_twice_is_one_message(budi: Client, dewi: Conversation) -> None:
    for _ in range(2):
        budi.post(at(dewi, "balas/"), {"text": "Besok, Kak.", "client_id": "1"}, headers=HTMX)
    assert Message.objects.filter(direction="out").count() == 1


def test_without_scripts_a_reply_leads_back_to_the_conversation(budi: Client, dewi: Conversation) -> None:
    answer = budi.post(at(dewi, "balas/"), {"text": "Besok, Kak.", "client_id": "1"})
    assert answer.headers["Location"] == at(dewi)


def test_an_empty_reply_is_refused_with_a_sentence(budi: Client, dewi: Conversation) -> None:
    answer = budi.post(at(dewi, "balas/"), {"text": " ", "client_id": "1"}, headers=HTMX)
    assert answer.status_code == 409
    assert "sapa:toasts" in answer.headers["HX-Trigger"]


def test_after_24_hours_the_composer_gives_way_to_the_reason(budi: Client, dewi: Conversation) -> None:
    Conversation.objects.update(last_inbound_at=business_now() - timedelta(hours=24))
    page = budi.get(at(dewi)).content.decode()
    assert "Jendela tertutup" in page
    assert 'id="reply"' not in page
    assert budi.post(at(dewi, "balas/"), {"text": "Halo", "client_id": "1"}).status_code == 409


def test_a_stopped_number_is_told_before_anybody_writes(budi: Client, dewi: Conversation) -> None:
    Channel.objects.update(stopped="190")
    page = budi.get(at(dewi)).content.decode()
    assert "Boleh dikirim sekarang" not in page
    assert 'href="/saluran/"' in page.split('class="composer"')[1]


def test_a_customer_without_name_and_number_is_called_unknown(budi: Client, dewi: Conversation) -> None:
    Contact.objects.update(name="", phone="")
    assert "<h2>Tidak diketahui</h2>" in budi.get(at(dewi)).content.decode()


def test_taking_over_and_closing(budi: Client, dewi: Conversation) -> None:
    Handoff.objects.create(
        conversation=dewi, reason="not_understood", wants="Kapan dikirim?", at=business_now()
    )
    assert "Diserahkan kepada tim" in budi.get(at(dewi)).content.decode()
    budi.post(at(dewi, "ambil/"))
    assert "Ditangani Budi" in budi.get(at(dewi)).content.decode()
    budi.post(at(dewi, "selesai/"))
    assert not Conversation.objects.get().open


def test_what_the_customer_wrote_unseen_is_read_before_it_is_closed(budi: Client, dewi: Conversation) -> None:
    answer = budi.post(at(dewi, "selesai/"), follow=True)
    assert (answer.redirect_chain, Conversation.objects.get().open) == ([(at(dewi), 302)], True)
    budi.post(at(dewi, "selesai/"))
    assert not Conversation.objects.get().open


def test_a_page_left_open_learns_that_a_colleague_has_closed(budi: Client, dewi: Conversation) -> None:
    Conversation.objects.update(open=False)
    news = budi.get(f"/kotak-masuk/{dewi.public_id}/pesan/", headers={"HX-Request": "true"})
    assert news.headers["HX-Trigger"] == f"sapa:owner:{dewi.public_id}"
    assert "Selesai" in budi.get(f"/kotak-masuk/{dewi.public_id}/kepala/").content.decode()


def test_closing_twice_keeps_the_way_back(budi: Client, dewi: Conversation) -> None:
    Conversation.objects.update(unread=0)
    for _ in range(2):
        budi.post(at(dewi, "selesai/"))
    budi.post("/kotak-masuk/tindakan/urungkan/")
    assert Conversation.objects.get().open


def test_an_answer_after_the_end_stands_in_an_open_conversation_of_whoever_wrote_it(
    budi: Client, dewi: Conversation
) -> None:
    Conversation.objects.update(open=False)
    told = {"text": "Satu lagi, Kak.", "client_id": "1"}
    for _ in range(2):
        page = budi.post(at(dewi, "balas/"), told, headers=HTMX)
    fresh = Message.objects.get(direction="out").conversation
    assert (fresh.open, fresh.owner, page.headers["HX-Push-Url"]) == (True, "human", at(fresh))
    assert "Satu lagi, Kak." in page.content.decode()
    dewi.refresh_from_db()
    assert (dewi.owner, dewi.open) == ("assistant", False)


def test_a_held_follow_up_stands_in_the_story_with_its_reason(budi: Client, dewi: Conversation) -> None:
    held(dewi.contact, business_now(), "not_due", "recent_inbound")
    page = budi.get(at(dewi)).content.decode()
    assert "Checkout belum dibayar ditahan: pelanggan baru saja menulis." in page


def test_older_messages_come_by_thirty_and_none_is_missing(budi: Client, dewi: Conversation) -> None:
    begin = business_now() - timedelta(days=3)
    for place in range(65):
        wrote(dewi, begin + timedelta(minutes=place // 4), f"pesan-{place:02}.")
    page, seen = budi.get(at(dewi)), ""
    while True:
        seen += page.content.decode()
        if not (older := page.context["older"]):
            break
        page = budi.get(at(dewi, "pesan/"), {"before": older})
    assert [place for place in range(65) if seen.count(f"pesan-{place:02}.") != 1] == []


@pytest.mark.parametrize("broken", ["x", "2026-01-01~x", "2026-01-01T00:00~1", "~"])
def test_a_broken_cursor_starts_from_the_newest(budi: Client, dewi: Conversation, broken: str) -> None:
    assert "Kapan dikirim?" in budi.get(at(dewi, "pesan/"), {"before": broken}).content.decode()
    assert budi.get("/kotak-masuk/baris/", {"sebelum": broken, "current": "x"}).status_code == 200


def test_the_list_asks_the_database_equally_often_for_two_talks_and_for_twelve(
    budi: Client, dewi: Conversation, now: datetime
) -> None:
    few = queries(budi, "/kotak-masuk/?tab=all")
    for place in range(10):
        talk(contact(f"Made {place}", now), now)
    assert queries(budi, "/kotak-masuk/?tab=all") == few


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_tabs_show_waiting_own_and_all(budi: Client, dewi: Conversation, now: datetime) -> None:
    talk(contact("Made", now), now)
    Conversation.objects.filter(pk=dewi.pk).update(owner="nobody")
    names = {
        tab: [row["name"] for row in budi.get(f"/kotak-masuk/?tab={tab}").context["rows"]]
        for tab in ("waiting", "mine", "unassigned", "all", "done")
    }
    assert names == {
        "waiting": ["Dewi"],
        "mine": [],
        "unassigned": ["Dewi"],
        "all": ["Dewi", "Made"],
        "done": [],
    }
