"""The digest by mail: numbers by role, once a day, ended by its own link."""

import re
import smtplib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections
from django.test import Client

from sapa.accounts.models import Membership, User, Workspace
from sapa.base.mail import NOWHERE, MailNotTakenError, knock
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Clock, DigestChoice, DigestMail, Notice, Presence
from sapa.inbox.selectors.digests import span_of, tidings
from sapa.inbox.services.digests import choose, send_digests
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import write
from tests.rooms.inbox.postbox import Postbox, postbox
from tests.rooms.inbox.team import person, waits

PAUSE = timedelta(minutes=5)
State = DigestMail.State


class Moody(EmailBackend):
    """A server that says what it is told to, once each."""

    moods: "list[Exception]" = []

    def send_messages(self, messages: "list[EmailMessage]") -> int:  # type: ignore[override]
        if self.moods:
            raise self.moods.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def moods(settings: LazySettings) -> "Iterator[list[Exception]]":
    settings.EMAIL_BACKEND = f"{__name__}.Moody"
    yield Moody.moods
    Moody.moods.clear()


@pytest.fixture
def ani(shop: Workspace, now: datetime) -> int:
    """An agent with one customer who waits; the owner wants no mail."""
    choose(user_id=User.objects.get(email="budi@tokosari.test").pk, rhythm="off", hour=8)
    pk = person("Ani")
    User.objects.filter(pk=pk).update(language="en")
    where = waits(now, owner="human", assignee_id=pk)
    write(where, now, told=False)
    return pk


def letter() -> mail.EmailMultiAlternatives:
    (one,) = mail.outbox
    assert isinstance(one, mail.EmailMultiAlternatives)
    return one


def state() -> tuple[str, int, str]:
    row = DigestMail.objects.get()
    return row.state, row.tries, row.trouble


def test_an_agent_hears_numbers_and_links_without_a_name(ani: int, now: datetime) -> None:
    assert send_digests(now=now) == 1
    one = letter()
    html = str(one.alternatives[0][0])
    assert (one.to, one.subject) == (["ani@tokosari.test"], "Toko Sari: what waits today")
    for words in (str(one.body), html):
        assert "1 customer of yours waits for an answer." in words
        assert "/kotak-masuk/?tab=mine" in words
        assert "Made" not in words
    assert str(one.body).count("\n- ") == 1


def test_it_speaks_the_language_of_whoever_reads_it(ani: int, now: datetime) -> None:
    User.objects.filter(pk=ani).update(language="id")
    send_digests(now=now)
    assert 'lang="id"' in str(letter().alternatives[0][0])


def test_it_leaves_once_a_day_and_again_tomorrow(ani: int, now: datetime) -> None:
    times = [now, now + PAUSE, now + timedelta(days=1), now + timedelta(days=1, minutes=9)]
    assert [send_digests(now=at) for at in times] == [1, 0, 1, 0]


def test_nothing_to_tell_is_no_mail(ani: int, now: datetime) -> None:
    Conversation.objects.update(waiting_since=None)
    assert send_digests(now=now) == 0
    assert (mail.outbox, state()) == ([], ("nothing", 0, ""))


@pytest.mark.parametrize("hours", [-3, 4, 5 * 24])
def test_before_its_hour_long_after_it_and_on_sunday_nothing_comes(
    ani: int, now: datetime, hours: int
) -> None:
    assert send_digests(now=now + timedelta(hours=hours)) == 0
    assert not DigestMail.objects.exists()


def test_whoever_is_off_duty_or_may_not_see_the_inbox_gets_none(ani: int, now: datetime) -> None:
    Presence.objects.filter(user_id=ani).update(is_off=True)
    assert send_digests(now=now) == 0
    Presence.objects.update(is_off=False)
    Membership.objects.filter(user_id=ani).update(role=Role.ANALYST)
    assert send_digests(now=now) == 0


def test_a_person_chooses_hour_week_or_never_over_the_page(ani: int, now: datetime) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=ani))
    assert (
        client.post("/kotak-masuk/pemberitahuan/surel/", {"irama": "weekly", "jam": "9"}).status_code == 302
    )
    kept = DigestChoice.objects.get(user_id=ani)
    assert (kept.rhythm, kept.hour) == ("weekly", 9)
    assert send_digests(now=now) == 0  # a Tuesday
    assert send_digests(now=now + timedelta(days=6)) == 1
    wrong = client.post("/kotak-masuk/pemberitahuan/surel/", {"irama": "weekly", "jam": "24"})
    assert wrong.status_code == 422


def test_whoever_leads_hears_what_was_missed_yesterday_and_what_nobody_took(
    shop: Workspace, now: datetime
) -> None:
    budi = User.objects.get(email="budi@tokosari.test").pk
    where = waits(now)
    write(where, now - timedelta(days=1))
    Conversation.objects.update(preview_direction="in")
    Clock.objects.filter(kind="turn").update(breached_at=now - timedelta(days=1))
    Notice.objects.create(user_id=budi, kind="mentioned", conversation=where, at=now)
    told = tidings(Membership.objects.get(user_id=budi), span_of("daily", now))
    assert (told.missed, told.untaken, told.mentions, told.waiting) == (1, 1, 1, 0)
    User.objects.filter(pk=budi).update(language="en")
    assert send_digests(now=now) == 1
    body = str(letter().body)
    assert "1 promise was missed since Mon 14 Sep 2026." in body
    assert "/kotak-masuk/tim/kinerja/broken/?hari=7" in body
    assert [n for n in ("?tab=unassigned", "/kotak-masuk/pemberitahuan/") if n not in body] == []
    agent = Membership.objects.get(user_id=person("Ani"))
    assert tidings(agent, span_of("daily", now)).untaken == 0


def test_a_server_that_is_busy_is_asked_again_later_and_takes_it_once(
    ani: int, now: datetime, moods: list[Exception]
) -> None:
    moods += [smtplib.SMTPDataError(451, b"later"), smtplib.SMTPRecipientsRefused({"a": (450, b"later")})]
    assert send_digests(now=now) == 0
    assert state() == ("due", 1, "later")
    times = [now + timedelta(minutes=4), now + PAUSE, now + 2 * PAUSE, now + 3 * PAUSE, now + 9 * PAUSE]
    assert [send_digests(now=at) for at in times] == [0, 0, 0, 1, 0]
    assert state() == ("sent", 3, "")


def test_a_refused_address_is_not_asked_again(ani: int, now: datetime, moods: list[Exception]) -> None:
    moods.append(smtplib.SMTPRecipientsRefused({"a": (550, b"nobody")}))
    assert [send_digests(now=now + n * PAUSE) for n in range(3)] == [0, 0, 0]
    assert state() == ("failed", 1, "refused")


def test_what_may_have_left_is_never_sent_again(ani: int, now: datetime, moods: list[Exception]) -> None:
    moods.append(smtplib.SMTPServerDisconnected("gone"))
    assert [send_digests(now=now + n * PAUSE) for n in range(3)] == [0, 0, 0]
    assert state()[0] == "uncertain"


def test_what_a_dead_worker_held_is_not_sent_again_and_yesterdays_is_over(ani: int, now: datetime) -> None:
    row = DigestMail.objects.create(
        user_id=ani, day=now.date(), state=State.SENDING, at=now - timedelta(minutes=11)
    )
    old = DigestMail.objects.create(user_id=ani, day=now.date() - timedelta(days=1), at=now)
    assert send_digests(now=now) == 0
    row.refresh_from_db()
    old.refresh_from_db()
    assert (row.state, old.state) == ("uncertain", "failed")


def test_its_link_ends_it_when_posted_and_only_then(ani: int, now: datetime) -> None:
    send_digests(now=now)
    headers = letter().extra_headers
    link = re.findall(r"<https?://[^/]+(/.+)>", headers["List-Unsubscribe"])[0]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.get(link).status_code == 200
    assert not DigestChoice.objects.filter(user_id=ani).exists()
    assert stranger.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert send_digests(now=now + timedelta(days=1)) == 0
    assert stranger.post("/kotak-masuk/pemberitahuan/surel/berhenti/1.2.xyz/").status_code == 404


def test_the_page_tells_what_went_wrong_and_that_no_mail_is_sent_at_all(
    ani: int, now: datetime, moods: list[Exception], settings: LazySettings
) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=ani))
    client.cookies["sapa_language"] = "en"
    moods.append(smtplib.SMTPRecipientsRefused({"a": (550, b"nobody")}))
    send_digests(now=now)
    assert "It refuses this address" in client.get("/kotak-masuk/pemberitahuan/").content.decode()
    settings.EMAIL_BACKEND = NOWHERE
    page = client.get("/kotak-masuk/pemberitahuan/").content.decode()
    assert "SAPA_MAIL_URL" in page
    assert send_digests(now=now + timedelta(days=1)) == 0


def test_two_workers_send_each_once(committed_shop: Workspace, now: datetime) -> None:
    with workspace_scope(committed_shop.pk):
        for number in range(4):
            pk = person(f"Ani{number}")
            write(waits(now, number, owner="human", assignee_id=pk), now, told=False)

    def work() -> None:
        send_digests(now=now)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    agents = [one.to[0] for one in mail.outbox if one.to[0].startswith("ani")]
    assert sorted(agents) == [f"ani{number}@tokosari.test" for number in range(4)]


@pytest.fixture
def box(settings: LazySettings) -> Iterator[Postbox]:
    with postbox() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", found.port, 5
        yield found


def test_a_real_server_takes_it_after_it_was_busy(ani: int, now: datetime, box: Postbox) -> None:
    box.ends = [b"451 later"]
    assert [send_digests(now=now + n * PAUSE) for n in range(3)] == [0, 1, 0]
    (one,) = box.mails
    assert one["To"] == "ani@tokosari.test"
    assert one["Message-ID"].startswith("<digest.")
    assert [part.get_content_type() for part in one.walk()][1:] == ["text/plain", "text/html"]


def test_a_real_server_that_breaks_off_is_not_asked_again(ani: int, now: datetime, box: Postbox) -> None:
    box.ends = [b""]
    assert [send_digests(now=now + n * PAUSE) for n in range(2)] == [0, 0]
    assert (box.mails, state()[0]) == ([], "uncertain")


def test_a_knock_tells_a_wrong_password_from_a_server_that_is_not_there(
    box: Postbox, settings: LazySettings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "ani", "salah"
    knock()
    box.login = b"535 no"
    with pytest.raises(MailNotTakenError, match="login 535"):
        knock()
    settings.EMAIL_PORT = 1
    with pytest.raises(MailNotTakenError, match="unreachable"):
        knock()
