"""The list as a person works with it: tabs, chips, filters, search, and many conversations at once."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.commerce.models import Order
from sapa.inbox.models import Clock, Label, Labelled, Macro, Notice, Team
from sapa.inbox.services import clocks
from sapa.messaging.models import Conversation, Message
from tests.rooms.journeys.rows import contact, talk, wrote

LIST, ACT = "/kotak-masuk/", "/kotak-masuk/tindakan/lakukan/"


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


@pytest.fixture
def dewi(shop: Workspace) -> Conversation:
    """Dewi waits for a person since an hour."""
    return waiting("Dewi", business_now() - timedelta(hours=1))


def waiting(name: str, at: datetime, **columns: Any) -> Conversation:
    where = talk(contact(name, at), at)
    told = {"waiting_since": at, "owner": "nobody", "unread": 1} | columns
    Conversation.objects.filter(pk=where.pk).update(**told)
    wrote(where, at, f"Halo, ini {name}")
    return Conversation.objects.get(pk=where.pk)


def names(client: Client, query: str = "") -> list[str]:
    return [row["name"] for row in client.get(LIST + query).context["rows"]]


def chips(client: Client, query: str = "") -> list[str]:
    return [chip.icon for row in client.get(LIST + query).context["rows"] for chip in row["chips"]]


def do(client: Client, deed: str, *talks: Conversation, **given: Any) -> Any:
    chosen = [str(one.public_id) for one in talks]
    return client.post(ACT, {"aksi": deed, "pilih": chosen, "kembali": LIST, **given})


def undo(client: Client) -> None:
    client.post("/kotak-masuk/tindakan/urungkan/", {"kembali": LIST})


def test_the_navigation_counts_who_waits_for_people(budi: Client, dewi: Conversation) -> None:
    assert budi.get("/kotak-masuk/jumlah/").content == b"1"
    Conversation.objects.filter(pk=dewi.pk).update(owner="assistant")
    assert budi.get("/kotak-masuk/jumlah/").content == b""


def test_a_row_says_what_is_needed(budi: Client, dewi: Conversation, now: datetime) -> None:
    due = business_now() - timedelta(minutes=5)
    Conversation.objects.filter(pk=dewi.pk).update(due_at=due, priority=2, last_inbound_at=due)
    times = dict.fromkeys(("placed_at", "recorded_at", "updated_at"), now)
    Order.objects.create(
        contact=dewi.contact, source="toko", external_id="1", number="SARI-1", status="shipped", **times
    )
    assert chips(budi) == ["chevrons-up", "circle-alert", "hourglass", "hand", "package"]


def test_a_preview_of_ours_says_whose_it_is(budi: Client, dewi: Conversation) -> None:
    author = User.objects.get(email="budi@tokosari.test")
    wrote(dewi, business_now(), "Besok, Kak", direction="out", by="agent", author_id=author.pk)
    Conversation.objects.filter(pk=dewi.pk).update(preview="Besok, Kak", preview_direction="out")
    row = budi.get(LIST).context["rows"][0]
    assert (bool(row["by"]), row["preview"]) == (True, "Besok, Kak")


def test_whoever_waits_behind_the_assistants_words_is_shown_with_their_own(
    budi: Client, dewi: Conversation
) -> None:
    wrote(dewi, business_now(), "Pesan ini saya teruskan ke tim kami", direction="out", by="assistant")
    Conversation.objects.filter(pk=dewi.pk).update(preview="Pesan ini saya", preview_direction="out")
    row = budi.get(LIST).context["rows"][0]
    assert (row["by"], row["preview"]) == ("", "Halo, ini Dewi")


def test_the_list_costs_the_same_for_one_row_and_for_thirty(budi: Client, dewi: Conversation) -> None:
    few = queries(budi, LIST)
    label, team = Label.objects.create(name="Retur"), Team.objects.create(name="Gudang")
    for place in range(30):
        one = waiting(f"Made {place}", business_now(), team_id=team.pk)
        Labelled.objects.create(conversation=one, label=label)
    assert queries(budi, LIST) == few


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_filters_stand_in_the_address_and_go_along(budi: Client, dewi: Conversation) -> None:
    made = waiting("Made", business_now(), unread=0)
    label = Label.objects.create(name="Retur")
    Labelled.objects.create(conversation=made, label=label)
    assert names(budi, f"?label={label.public_id}") == ["Made"]
    assert names(budi, "?baru=1") == ["Dewi"]
    assert names(budi, "?segmen=b2b") == []
    row = budi.get(f"{LIST}?label={label.public_id}").context["rows"][0]
    assert row["url"].endswith(f"?label={label.public_id}")


@pytest.mark.parametrize("query", ["?tab=x&label=x&tim=1&saluran=-&segmen=z&q=%00", "?sebelum=9999~x&q=%25_"])
def test_broken_addresses_show_a_list(budi: Client, dewi: Conversation, query: str) -> None:
    assert budi.get(LIST + query).status_code == 200


def test_search_finds_people_orders_and_words_whatever_the_tab(budi: Client, dewi: Conversation) -> None:
    waiting("Made", business_now(), owner="assistant")
    assert names(budi, "?tab=mine&q=dewi") == ["Dewi"]
    assert names(budi, "?tab=mine&q=ini+made") == ["Made"]
    assert names(budi, "?q=songket") == []


def test_what_is_done_is_taken_back_with_its_promise(budi: Client, dewi: Conversation) -> None:
    clocks.customer_wrote(message_ids=[Message.objects.get().pk], now=business_now())
    promised = Conversation.objects.get().due_at
    do(budi, "close", dewi)
    assert (names(budi), Clock.objects.filter(state="running").count()) == ([], 0)
    undo(budi)
    after = Conversation.objects.get()
    assert (after.open, after.waiting_since, after.unread) == (True, dewi.waiting_since, 1)
    assert after.due_at == promised
    assert Clock.objects.filter(state="running").exists()


def test_a_line_tells_once_what_was_done(budi: Client, dewi: Conversation) -> None:
    do(budi, "close", dewi)
    assert 'class="undo"' in budi.get(LIST).content.decode()
    assert 'class="undo"' not in budi.get(LIST).content.decode()


def test_a_page_takes_back_only_what_it_tells_of(budi: Client, dewi: Conversation) -> None:
    """Something else was done in a second window since."""
    do(budi, "priority", dewi, nilai="2")
    said = re.search(r'name="saat" value="([^"]+)"', budi.get(LIST).content.decode())
    do(budi, "close", dewi)
    assert said
    budi.post("/kotak-masuk/tindakan/urungkan/", {"saat": said[1]})
    assert not Conversation.objects.get().open
    undo(budi)
    assert Conversation.objects.get().open


def test_undo_leaves_what_somebody_changed_since(budi: Client, dewi: Conversation) -> None:
    do(budi, "priority", dewi, nilai="2")
    Conversation.objects.update(priority=1)
    undo(budi)
    assert Conversation.objects.get().priority == 1


def test_many_are_put_off_until_tomorrow_at_nine(budi: Client, dewi: Conversation) -> None:
    made = waiting("Made", business_now())
    do(budi, "snooze", dewi, made, sampai="besok")
    until = {one.snoozed_until for one in Conversation.objects.all()}
    assert [one.astimezone(business_now().tzinfo).strftime("%H.%M") for one in until if one] == ["02.00"]
    assert names(budi) == []
    assert budi.get(f"{LIST}?tab=snoozed").context["rows"][0]["chips"][2].more == "Besok 09.00"
    undo(budi)
    assert sorted(names(budi)) == ["Dewi", "Made"]


@pytest.mark.parametrize("given", ["2020-01-01T09:00", "9999-12-31T23:59", "x", ""])
def test_a_time_that_is_not_ahead_is_refused(budi: Client, dewi: Conversation, given: str) -> None:
    assert do(budi, "snooze", dewi, sampai="sendiri", pada=given).status_code == 409
    assert Conversation.objects.get().snoozed_until is None


def test_labels_go_on_and_off_and_come_back(budi: Client, dewi: Conversation) -> None:
    old = Label.objects.create(name="Retur")
    Labelled.objects.create(conversation=dewi, label=old)
    do(budi, "label", dewi, tadi=[str(old.public_id)], baru="Grosir")
    assert list(Labelled.objects.values_list("label__name", flat=True)) == ["Grosir"]
    undo(budi)
    assert list(Labelled.objects.values_list("label__name", flat=True)) == ["Retur"]


def test_who_answers_makes_no_labels(dewi: Conversation, shop: Workspace) -> None:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT)
    ani = Client()
    ani.force_login(User.objects.get(email="ani@tokosari.test"))
    do(ani, "label", dewi, baru="Grosir")
    assert not Label.objects.exists()


def test_what_is_given_to_a_colleague_is_theirs_and_told(budi: Client, dewi: Conversation) -> None:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT)
    ani = User.objects.get(email="ani@tokosari.test")
    do(budi, "assign", dewi, orang=str(ani.pk))
    assert Conversation.objects.get().assignee_id == ani.pk
    assert Notice.objects.filter(kind="assigned", user_id=ani.pk).exists()


def test_nobody_without_the_right_to_answer_is_given_one(budi: Client, dewi: Conversation) -> None:
    add_member(email="lia@tokosari.test", name="Lia", role=Role.ANALYST)
    lia = User.objects.get(email="lia@tokosari.test")
    assert do(budi, "assign", dewi, orang=str(lia.pk)).status_code == 409
    assert do(budi, "assign", dewi, orang="x").status_code == 409


@pytest.mark.parametrize("back", ["²", "//evil.example/", "javascript:alert(1)", "inbox:list"])
def test_the_way_back_is_an_address_of_ours(budi: Client, dewi: Conversation, back: str) -> None:
    assert do(budi, "read", dewi, kembali=back).headers["Location"] == LIST


def test_nothing_chosen_and_too_many_are_refused(budi: Client, dewi: Conversation) -> None:
    assert do(budi, "close").status_code == 409
    many = [waiting(f"Made {place}", business_now()) for place in range(101)]
    assert do(budi, "read", *many).status_code == 409


def test_the_sheet_shows_labels_of_all_of_some_and_of_none(budi: Client, dewi: Conversation) -> None:
    made = waiting("Made", business_now())
    both, one, none = (Label.objects.create(name=name) for name in ("A", "B", "C"))
    for where, label in ((dewi, both), (made, both), (made, one)):
        Labelled.objects.create(conversation=where, label=label)
    query = f"?pilih={dewi.public_id}&pilih={made.public_id}"
    shown = budi.get(f"/kotak-masuk/tindakan/{query}").context["labels"]
    assert [(row.label, row.on, row.partly) for row in shown] == [
        (both, True, False),
        (one, False, True),
        (none, False, False),
    ]


def test_a_macro_says_labels_and_ends_in_one_tap(budi: Client, dewi: Conversation) -> None:
    label = Label.objects.create(name="Beres")
    given = {"nama": "Beres", "teks": "Terima kasih, {nama}.", "label": [str(label.pk)], "selesai": "on"}
    assert budi.post("/kotak-masuk/makro/baru/", given).status_code == 302
    macro = Macro.objects.get()
    for _ in range(2):
        do(budi, "macro", dewi, makro=str(macro.public_id), client_id="1")
    assert Message.objects.get(direction="out").text == "Terima kasih, Kak Dewi."
    assert (Conversation.objects.get().open, Labelled.objects.count()) == (False, 1)


@pytest.mark.parametrize("priority", ["0", "2"])
def test_a_macro_does_only_what_was_chosen(budi: Client, dewi: Conversation, priority: str) -> None:
    Conversation.objects.update(priority=1)
    told = {"nama": "Prioritas", "teks": "", "prioritas": priority, "tunda": ""}
    budi.post("/kotak-masuk/makro/baru/", told)
    macro = Macro.objects.get()
    assert macro.actions == [{"do": "priority", "value": int(priority)}]
    do(budi, "macro", dewi, makro=str(macro.public_id))
    after = Conversation.objects.get()
    assert (after.open, after.priority) == (True, int(priority))


def test_a_macro_that_speaks_runs_in_one_conversation_at_a_time(budi: Client, dewi: Conversation) -> None:
    macro = Macro.objects.create(
        name="Halo", actions=[{"do": "text", "value": "Halo"}], updated_at=business_now()
    )
    made = waiting("Made", business_now())
    assert do(budi, "macro", dewi, made, makro=str(macro.public_id)).status_code == 409
    assert not Message.objects.filter(direction="out").exists()


def test_a_macro_that_may_not_speak_changes_nothing(budi: Client, dewi: Conversation) -> None:
    steps = [{"do": "text", "value": "Resi {resi}"}, {"do": "close", "value": True}]
    macro = Macro.objects.create(name="Resi", actions=steps, updated_at=business_now())
    assert do(budi, "macro", dewi, makro=str(macro.public_id)).status_code == 409
    assert Conversation.objects.get().open


def test_a_label_is_made_once_renamed_and_taken_away(budi: Client, dewi: Conversation) -> None:
    page = "/kotak-masuk/label/"
    assert budi.post(page, {"nama": " Retur ", "warna": "bata"}).status_code == 302
    assert budi.post(page, {"nama": "retur"}).status_code == 409
    label = Label.objects.get()
    Labelled.objects.create(conversation=dewi, label=label)
    budi.post(f"{page}{label.public_id}/", {"nama": "Tukar", "warna": "x"})
    assert list(Label.objects.values_list("name", "hue")[0]) == ["Tukar", ""]
    assert [row.uses for row in budi.get(page).context["labels"]] == [1]
    budi.post(f"{page}{label.public_id}/hapus/")
    assert (Label.objects.count(), Labelled.objects.count()) == (0, 0)
