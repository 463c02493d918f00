"""Head, hand-over sheet, who else is there, the question before a second answer, the alarm above the list."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member, change_settings
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.inbox.models import Handoff, Looker, Macro, Note, Notice, Team
from sapa.inbox.selectors.handoffs import cards_of
from sapa.inbox.services import handoffs, presence
from sapa.inbox.services.handoffs.reminding import remind_untaken
from sapa.inbox.services.replies import reply
from sapa.inbox.views import ownership
from sapa.messaging.models import Conversation, Message
from tests.rooms.inbox.clocks import MINUTE, conversation, write

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ani(shop: Workspace) -> User:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT)
    return User.objects.get(email="ani@tokosari.test")


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


@pytest.fixture
def dewi(shop: Workspace) -> Conversation:
    """She wrote a minute ago."""
    at = business_now() - MINUTE
    where = conversation(at)
    write(where, at)
    Conversation.objects.update(owner="nobody")
    return where


def at(where: Conversation, part: str = "") -> str:
    return f"/kotak-masuk/{where.public_id}/{part}"


def answers(where: Conversation, who: User) -> Message:
    pk = reply(conversation=where, text="Besok, Kak.", author=who, client_id=who.name, now=business_now())
    return Message.objects.get(pk=pk)


def test_who_writes_stands_in_the_head_and_who_has_left_does_not(
    budi: Client, ani: User, dewi: Conversation
) -> None:
    presence.look(conversation_id=dewi.pk, user_id=ani.pk, writes=True)
    assert "Ani" in budi.get(at(dewi)).content.decode().split('id="others"')[1].split("</span>")[0]
    presence.leave(conversation_id=dewi.pk, user_id=ani.pk)
    assert "Ani" not in budi.get(at(dewi, "hadir/")).content.decode()


def test_a_page_that_says_nothing_for_half_a_minute_is_gone(
    budi: Client, ani: User, dewi: Conversation
) -> None:
    presence.look(conversation_id=dewi.pk, user_id=ani.pk, writes=False)
    Looker.objects.update(looks_until=datetime.now().astimezone() - timedelta(seconds=1))
    assert "Ani" not in budi.get(at(dewi, "hadir/")).content.decode()


def test_a_page_tells_that_its_person_looks_and_leaves(budi: Client, dewi: Conversation) -> None:
    assert budi.post(at(dewi, "hadir/"), {"menulis": "1"}).status_code == 204
    assert Looker.objects.get().writes_until is not None
    budi.post(at(dewi, "hadir/"), {"pergi": "1"})
    assert not Looker.objects.exists()


def test_a_second_answer_is_asked_about_once(budi: Client, ani: User, dewi: Conversation) -> None:
    drawn = (business_now() - MINUTE).isoformat()
    answers(dewi, ani)
    told = {"text": "Hari ini, Kak.", "client_id": "b", "seen": "", "drawn": drawn}
    asked = budi.post(at(dewi, "balas/"), told, headers=HTMX)
    assert (asked.status_code, asked.headers["Sapa-Ask"]) == (409, "guard")
    assert "Ani" in asked.content.decode()
    budi.post(at(dewi, "balas/"), told | {"kirim_juga": "1"}, headers=HTMX)
    assert Message.objects.filter(direction="out").count() == 2


def test_of_two_who_send_at_once_the_second_is_asked(
    budi: Client, dewi: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What colleagues have said is looked up while the conversation is held."""
    held = list[bool]()
    with CaptureQueriesContext(connection) as asked:

        def answered_since(*_args: Any, **_told: Any) -> None:
            talks = [one["sql"] for one in asked if "messaging_conversation" in one["sql"]]
            held.append(any("FOR UPDATE" in sql for sql in talks))

        monkeypatch.setattr(ownership, "answered_since", answered_since)
        budi.post(at(dewi, "balas/"), {"text": "Hari ini, Kak.", "client_id": "b"}, headers=HTMX)
    assert held == [True]


def test_a_macro_that_speaks_is_stopped_by_a_fresh_answer(
    budi: Client, ani: User, dewi: Conversation
) -> None:
    says = [{"do": "text", "value": "Hari ini dikirim."}]
    macro = Macro.objects.create(name="Kirim", actions=says, updated_at=business_now())
    told = {"aksi": "macro", "pilih": str(dewi.public_id), "makro": str(macro.public_id), "client_id": "m"}
    drawn = (business_now() - MINUTE).isoformat()
    answers(dewi, ani)
    assert budi.post("/kotak-masuk/tindakan/lakukan/", told | {"drawn": drawn}).status_code == 409
    budi.post("/kotak-masuk/tindakan/lakukan/", told | {"drawn": business_now().isoformat()})
    assert Message.objects.filter(direction="out").count() == 2


def test_who_has_seen_the_answer_of_a_colleague_is_not_asked(
    budi: Client, ani: User, dewi: Conversation
) -> None:
    seen = answers(dewi, ani).public_id
    told = {
        "text": "Dan ini resinya.",
        "client_id": "b",
        "seen": str(seen),
        "drawn": dewi.last_message_at.isoformat(),
    }
    assert budi.post(at(dewi, "balas/"), told, headers=HTMX).status_code == 200


@pytest.mark.parametrize("broken", ["x", "2026-13-45T00:00", "", "2026-09-15T10:00:00"])
def test_a_page_that_cannot_tell_what_it_showed_is_not_asked(
    budi: Client, ani: User, dewi: Conversation, broken: str
) -> None:
    answers(dewi, ani)
    told = {"text": "Hari ini.", "client_id": "b", "seen": broken, "drawn": broken}
    assert budi.post(at(dewi, "balas/"), told, headers=HTMX).status_code == 200


def test_it_is_given_to_a_colleague_with_a_note(budi: Client, ani: User, dewi: Conversation) -> None:
    assert f"orang-{ani.pk}" in budi.get(at(dewi, "serahkan/"), headers=HTMX).content.decode()
    told = {"kepada": f"orang-{ani.pk}", "catatan": "Minta ukuran L", "client_id": "n"}
    budi.post(at(dewi, "serahkan/"), told)
    assert Conversation.objects.get().assignee_id == ani.pk
    assert (Note.objects.get().text, Notice.objects.filter(user_id=ani.pk).count()) == ("Minta ukuran L", 1)


def test_a_note_that_is_too_long_gives_nothing_away(budi: Client, ani: User, dewi: Conversation) -> None:
    told = {"kepada": f"orang-{ani.pk}", "catatan": "x" * 4097, "client_id": "n"}
    assert budi.post(at(dewi, "serahkan/"), told).status_code == 409
    assert Conversation.objects.get().assignee_id is None


def test_it_is_given_to_a_team_and_back_to_the_assistant(budi: Client, dewi: Conversation) -> None:
    gudang = Team.objects.create(name="Gudang")
    budi.post(at(dewi, "serahkan/"), {"kepada": f"tim-{gudang.public_id}"})
    assert (Conversation.objects.get().team_id, Conversation.objects.get().owner) == (gudang.pk, "nobody")
    assert budi.post(at(dewi, "serahkan/"), {"kepada": "asisten"}).status_code == 409
    Conversation.objects.update(waiting_since=None)
    budi.post(at(dewi, "serahkan/"), {"kepada": "asisten"})
    assert Conversation.objects.get().owner == "assistant"


@pytest.mark.parametrize("nobody", ["", "orang-x", "orang-²", "orang-999", "tim-x", "kucing"])
def test_whoever_is_nobody_gets_nothing(budi: Client, dewi: Conversation, nobody: str) -> None:
    assert budi.post(at(dewi, "serahkan/"), {"kepada": nobody}).status_code == 409


def handed_over(where: Conversation, now: datetime) -> None:
    asked = Message.objects.get(conversation=where)
    handoffs.open_handoff(conversation_id=where.pk, message_id=asked.pk, reason="not_understood", now=now)


def test_what_nobody_takes_is_told_once_and_stands_above_the_list(
    budi: Client, dewi: Conversation, now: datetime
) -> None:
    handed_over(dewi, now)
    assert [remind_untaken(now=now + n * MINUTE) for n in (9, 10, 11)] == [0, 1, 0]
    assert Notice.objects.filter(kind="nobody_took").count() == 1
    assert "untaken" in budi.get("/kotak-masuk/").content.decode()
    handoffs.take(conversation=dewi, person=User.objects.get(), now=now + 12 * MINUTE)
    assert "notice hue-bata untaken" not in budi.get("/kotak-masuk/belum-diambil/").content.decode()


def test_minutes_at_night_do_not_count(dewi: Conversation, now: datetime) -> None:
    """16.55 in Jakarta, closed at 17.00: five minutes are left for the morning."""
    evening = now.replace(hour=9, minute=55)
    handed_over(dewi, evening)
    assert remind_untaken(now=evening + timedelta(hours=3)) == 0
    assert remind_untaken(now=evening.replace(hour=2, minute=6) + timedelta(days=1)) == 1


def test_a_shop_chooses_the_minutes_and_none_at_all(budi: Client, dewi: Conversation, now: datetime) -> None:
    handed_over(dewi, now)
    change_settings(changes={"handoff_minutes": 0}, now=now)
    assert remind_untaken(now=now + timedelta(days=2)) == 0
    budi.post("/kotak-masuk/belum-diambil/pengingat/", {"menit": "3"})
    assert remind_untaken(now=now + 3 * MINUTE) == 1
    for wrong in ("-1", "x", "1441"):
        budi.post("/kotak-masuk/belum-diambil/pengingat/", {"menit": wrong})
    assert 'value="3"' in budi.get("/kotak-masuk/janji/").content.decode()


def test_a_card_is_read_and_collapses_when_it_is_taken(budi: Client, dewi: Conversation) -> None:
    handed_over(dewi, business_now())
    page = budi.get(at(dewi)).content.decode()
    assert '<section class="handoff">' in page
    assert "belum ada pesanan" in page or "none is known of this customer" in page
    budi.post(at(dewi, "ambil/"))
    assert '<details class="handoff">' in budi.get(at(dewi)).content.decode()


def test_cards_cost_the_same_however_many_there_are(dewi: Conversation, now: datetime) -> None:
    asked = Message.objects.get(conversation=dewi)
    for _ in range(5):
        Handoff.objects.create(conversation=dewi, reason="late", at=now, card={"asked": [asked.pk]})
    with CaptureQueriesContext(connection) as queries:
        assert len(cards_of(Handoff.objects.all())) == 5
    assert len(queries) == 2
