"""Today's list for the one who works through it: what it says of each, two taps, and what comes back when."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.contacts.models import Contact, Interaction, LedgerEntry
from sapa.journeys.models import Task
from sapa.journeys.selectors.today import count_of, tasks_of, today
from sapa.journeys.services import add_task, note_talk, postpone_task
from sapa.web.errors import Refused
from tests.rooms.journeys.rows import contact, talk, wrote

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JAKARTA = "Asia/Jakarta"
LIST = "/tindak-lanjut/hari-ini/"


@pytest.fixture
def ani(shop: Workspace) -> User:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="rahasia-sekali")
    return User.objects.get(email="ani@tokosari.test")


@pytest.fixture
def made(shop: Workspace, now: datetime) -> Contact:
    return contact("Made Wirawan", now, phone="+6281300000012", country="ID", province="Bali")


def task(who: Contact, now: datetime, **more: Any) -> Task:
    plain = {"kind": "call", "why": "unresponsive", "key": f"k{Task.objects.count()}"}
    return Task.objects.create(contact=who, due_at=now, created_at=now, **(plain | more))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_call_waits_for_the_customers_morning_and_not_for_ours(made: Contact, ani: User) -> None:
    dawn = datetime(2026, 9, 15, 23, 30, tzinfo=UTC)  # 07.30 in Bali on the 16th
    task(made, dawn)
    [line] = today(now=dawn, user=ani).lines
    assert (line.call_after, line.call_at) == ("08.00 WITA", datetime(2026, 9, 16, tzinfo=UTC))
    [line] = today(now=dawn + HOUR, user=ani).lines
    assert (line.call_after, line.call_at) == ("", None)


def test_a_promise_is_never_hidden_behind_older_work(made: Contact, ani: User, now: datetime) -> None:
    for day in range(1, 6):
        task(made, now - day * DAY)
    task(made, now, why="promised", key="p")
    found = today(now=now, user=ani, limit=3)
    assert [line.row.why for line in found.lines] == ["promised", "unresponsive", "unresponsive"]
    assert found.count == 6


def test_a_company_is_called_in_its_office_hours(shop: Workspace, ani: User) -> None:
    saturday = datetime(2026, 9, 19, 3, tzinfo=UTC)
    task(contact("Rini", saturday, segment="b2b", country="ID", province="DKI Jakarta"), saturday)
    [line] = today(now=saturday, user=ani).lines
    assert line.call_at == datetime(2026, 9, 21, 2, tzinfo=UTC)


def test_what_to_say_names_the_customer_the_agent_and_the_shop(
    made: Contact, ani: User, now: datetime
) -> None:
    task(made, now, why="promised", text="kain batik")
    [line] = today(now=now, user=ani).lines
    assert (
        line.say
        == "Halo Kak Made, saya Ani dari Toko Sari. Sesuai janji, saya menghubungi kembali soal kain batik."
    )


def test_a_journeys_own_words_are_said_as_they_stand(made: Contact, ani: User, now: datetime) -> None:
    task(made, now, why="cek_setelah_tiba", text="Halo Kak Made, sambalnya sudah sampai?")
    assert today(now=now, user=ani).lines[0].say == "Halo Kak Made, sambalnya sudah sampai?"


def test_the_chat_opens_with_the_text_in_the_composer(made: Contact, ani: User) -> None:
    now = business_now()
    where = talk(made, now)
    task(made, now, why="cek_setelah_tiba", text="Sudah sampai, Kak?")
    [line] = today(now=now, user=ani).lines
    page = client_of(ani).get(line.chat).content.decode()
    assert str(where.public_id) in line.chat
    assert "Sudah sampai, Kak?</textarea>" in page


def test_the_last_contact_counts_whoever_it_came_from(made: Contact, ani: User, now: datetime) -> None:
    task(made, now)
    for fact, by, at in (("sent", "system", now - DAY), ("received", "customer", now - HOUR)):
        LedgerEntry.objects.create(contact=made, at=at, fact=fact, channel="whatsapp", by=by)
    last = today(now=now, user=ani).lines[0].last
    assert last is not None
    assert (last.by, last.at) == ("customer", now - HOUR)


@pytest.mark.parametrize("rows", [1, 9])
def test_the_list_asks_equally_often_for_one_task_and_for_many(
    shop: Workspace, ani: User, now: datetime, django_assert_num_queries: Any, rows: int
) -> None:
    for place in range(rows):
        task(contact(f"Dewi {place}", now, phone=f"+62813000000{place}"), now)
    with django_assert_num_queries(14):
        today(now=now, user=ani)


def test_two_taps_log_a_call_and_the_list_comes_back_without_it(made: Contact, ani: User) -> None:
    one = task(made, business_now())
    answer = client_of(ani).post(
        f"/tindak-lanjut/tugas/{one.public_id}/catat/", {"hasil": "reached"}, headers={"HX-Request": "true"}
    )
    assert f"t-{one.public_id}" not in answer.content.decode()
    assert Interaction.objects.get().outcome == "reached"
    assert Task.objects.get().done_by_id == ani.pk


def test_a_promise_is_kept_for_its_day(made: Contact, ani: User) -> None:
    one = task(made, business_now())
    day = (business_now() + 3 * DAY).date().isoformat()
    client_of(ani).post(f"/tindak-lanjut/tugas/{one.public_id}/catat/", {"hasil": "promised", "tanggal": day})
    promised = Interaction.objects.get().promised_at
    assert promised is not None
    assert promised.isoformat() == f"{day}T01:00:00+00:00"


def test_a_promise_without_a_day_is_refused_with_a_sentence(made: Contact, ani: User) -> None:
    one = task(made, business_now())
    where = f"/tindak-lanjut/tugas/{one.public_id}/catat/"
    assert client_of(ani).post(where, {"hasil": "promised"}).status_code == 409
    assert Task.objects.get().state == "open"


def test_put_off_means_tomorrow_morning_by_the_shops_clock(made: Contact, ani: User, now: datetime) -> None:
    one = task(made, now)
    due = postpone_task(task=one, zone=JAKARTA, by=ani, now=now)
    assert due == datetime(2026, 9, 16, 1, tzinfo=UTC)
    assert (count_of(now=now, user=ani), count_of(now=due, user=ani)) == (0, 1)


def test_what_is_of_no_use_tomorrow_cannot_be_put_off(made: Contact, ani: User, now: datetime) -> None:
    one = task(made, now, expires_at=now + 5 * HOUR)
    with pytest.raises(Refused, match="task_ends_before"):
        postpone_task(task=one, zone=JAKARTA, by=ani, now=now)


def test_let_be_takes_it_off_and_keeps_it_among_the_done(made: Contact, ani: User) -> None:
    one = task(made, business_now())
    client_of(ani).post(f"/tindak-lanjut/tugas/{one.public_id}/biarkan/")
    found = today(now=business_now(), user=ani)
    assert (found.lines, [done.by for done in found.done]) == ([], ["Ani"])


def test_what_somebody_else_has_done_meanwhile_is_not_done_twice(made: Contact, ani: User) -> None:
    one = task(made, business_now(), state="done", finished_at=business_now())
    answer = client_of(ani).post(f"/tindak-lanjut/tugas/{one.public_id}/catat/", {"hasil": "reached"})
    assert answer.status_code == 409
    assert not Interaction.objects.exists()


def test_a_reminder_is_for_its_day_and_for_the_one_who_made_it(made: Contact, ani: User) -> None:
    day = (business_now() + 2 * DAY).date()
    told = {"jenis": "call", "hari": day.isoformat(), "jam": "09:30", "teks": "Tanya ukuran"}
    client_of(ani).post(f"/tindak-lanjut/pelanggan/{made.public_id}/ingatkan/", told)
    kept = Task.objects.get()
    assert (kept.why, kept.text, kept.assignee_id) == ("by_hand", "Tanya ukuran", ani.pk)
    assert kept.due_at == datetime(day.year, day.month, day.day, 2, 30, tzinfo=UTC)


def test_a_day_that_is_over_is_refused_beside_its_field(made: Contact, ani: User) -> None:
    told = {"jenis": "call", "hari": date(2020, 1, 1).isoformat(), "teks": "Tanya ukuran"}
    answer = client_of(ani).post(
        f"/tindak-lanjut/pelanggan/{made.public_id}/ingatkan/", told, headers={"HX-Request": "true"}
    )
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Task.objects.exists()


def test_a_visit_that_was_on_no_list_counts_as_a_contact(made: Contact, ani: User, now: datetime) -> None:
    note_talk(contact=made, kind="visit", result="reached", by=ani, now=now, note="Lihat kebaya")
    assert (Interaction.objects.get().topic, LedgerEntry.objects.get().fact) == ("Lihat kebaya", "logged")


def test_a_customers_page_shows_what_is_later_too(made: Contact, ani: User, now: datetime) -> None:
    add_task(contact=made, kind="visit", text="Antar contoh", due_at=now + 3 * DAY, by=ani, now=now)
    assert [line.task.text for line in tasks_of(made, now=now, user=ani)] == ["Antar contoh"]
    assert today(now=now, user=ani).lines == []


def test_an_agent_sees_the_list_first_and_the_owner_a_few_lines(made: Contact, ani: User) -> None:
    one, budi = task(made, business_now()), User.objects.get(email="budi@tokosari.test")
    agent, owner = (client_of(who).get("/").content.decode() for who in (ani, budi))
    assert f'id="t-{one.public_id}"' in agent
    assert f"#t-{one.public_id}" in owner
    assert 'id="tasks"' not in owner


def test_the_navigation_counts_what_waits(made: Contact, ani: User) -> None:
    client = client_of(ani)
    assert client.get(f"{LIST}jumlah/").content == b""
    task(made, business_now())
    assert client.get(f"{LIST}jumlah/").content == b"1"


def test_a_message_of_the_customer_is_no_task(made: Contact, ani: User, now: datetime) -> None:
    wrote(talk(made, now), now)
    assert today(now=now, user=ani).count == 0
