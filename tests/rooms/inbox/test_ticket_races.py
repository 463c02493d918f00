"""Tickets and news under several workers at once: every number once, everybody told once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from django.db import connections
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.clock import business_now
from sapa.base.scope import workspace_scope
from sapa.contacts.services import lock
from sapa.inbox.models import Ticket
from sapa.inbox.services import radars
from sapa.journeys.models import FollowUp
from sapa.messaging.models import Conversation
from sapa.messaging.services import create_channel
from tests.rooms.inbox.test_radar import complained, waiting
from tests.rooms.inbox.test_tickets import opened
from tests.rooms.journeys.crowd import at_once, inside, until_somebody_waits
from tests.rooms.journeys.rows import contact, talk, wrote


def test_tickets_opened_at_once_have_a_number_each(committed_shop: Workspace, now: datetime) -> None:
    with workspace_scope(committed_shop.pk):
        people = [contact(f"Dewi {n}", now) for n in range(4)]
    at_once(*(inside(committed_shop.pk, partial(opened, who, now)) for who in people))
    with workspace_scope(committed_shop.pk):
        assert sorted(Ticket.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_two_workers_tell_everybody_once(committed_shop: Workspace, now: datetime) -> None:
    with workspace_scope(committed_shop.pk):
        create_channel(name="Toko Sari", external_id="1", token="t", app_secret="s", now=now)
        for name in ("Dewi", "Sri", "Agus"):
            complained(name, now)
        people = [waiting(name, now).pk for name in ("Made", "Yosef", "Rini")]
        [radar] = radars.find(now=now)
        radars.approve(radar=radar, text="Kurir terlambat.", now=now)
    told = at_once(*[partial(radars.watch_radars, now=now)] * 2)
    assert sum(told) == 3
    with workspace_scope(committed_shop.pk):
        assert sorted(FollowUp.objects.values_list("contact_id", flat=True)) == people


def test_solving_with_a_sentence_waits_where_a_message_is_heard(committed_shop: Workspace) -> None:
    """Who hears of a message holds the customer's gate, then the conversation: so does who solves."""
    now = business_now()
    with workspace_scope(committed_shop.pk):
        dewi = contact("Dewi", now)
        where = talk(dewi, now)
        wrote(where, now)
        ticket = opened(dewi, now, conversation_id=where.pk)
    client = Client()
    client.force_login(User.objects.get())
    told = {"aksi": "selesai", "kirim": "on", "kalimat": "Sudah beres, Kak Dewi."}

    def solve() -> int:
        try:
            return client.post(f"/tiket/{ticket.public_id}/langkah/", told).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as people:
        with workspace_scope(committed_shop.pk):
            lock(contact_ids=[dewi.pk])
            solving = people.submit(solve)
            until_somebody_waits()
            list(Conversation.objects.select_for_update().filter(pk=where.pk))
        assert solving.result(60) == 302
    with workspace_scope(committed_shop.pk):
        assert Ticket.objects.get().state == "solved"
