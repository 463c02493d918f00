"""Tickets and news under several workers at once: every number once, everybody told once."""

from datetime import datetime
from functools import partial

from sapa.accounts.models import Workspace
from sapa.base.scope import workspace_scope
from sapa.inbox.models import Ticket
from sapa.inbox.services import radars
from sapa.journeys.models import FollowUp
from sapa.messaging.services import create_channel
from tests.rooms.inbox.test_radar import complained, waiting
from tests.rooms.inbox.test_tickets import opened
from tests.rooms.journeys.crowd import at_once, inside
from tests.rooms.journeys.rows import contact


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
