"""Conversations that nobody has are given to people of a team, once each."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from sapa.accounts.models import Membership, User, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import workspace_scope
from sapa.contacts.services.tags import set_tags
from sapa.inbox.models import Label, Labelled, Notice, Presence
from sapa.inbox.selectors.teams import on_duty, watchers
from sapa.inbox.services import assigning
from sapa.inbox.services.assigning import assign_by_rules, assign_waiting, let_go
from sapa.inbox.services.handoffs import open_handoff
from sapa.inbox.services.leaving import free_of_leavers
from sapa.inbox.services.teams import Seat, save_team
from sapa.messaging.models import Conversation
from tests.rooms.inbox.clocks import write
from tests.rooms.inbox.team import assignee, person, team, waits
from tests.rooms.inbox.test_tickets import opened
from tests.rooms.journeys.crowd import at_once, inside

NIGHT = timedelta(hours=12)


def test_one_who_waits_gets_somebody_who_is_here_and_is_told(shop: Workspace, now: datetime) -> None:
    ani = person("Ani")
    cs, made = team(ani), waits(now)
    assign_by_rules(conversation_ids=[made.pk], now=now)
    assert (assignee(made), made.owner, made.team_id) == (ani, "human", cs.pk)
    assert Notice.objects.values_list("user_id", "kind", "conversation_id").get() == (
        ani,
        "assigned",
        made.pk,
    )


def test_turns_go_on_from_one_call_to_the_next(shop: Workspace, now: datetime) -> None:
    ani, eko = person("Ani"), person("Eko")
    team(ani, eko)
    several = [waits(now, n) for n in range(3)]
    for one in several:
        assign_by_rules(conversation_ids=[one.pk], now=now)
    assert [assignee(one) for one in several] == [ani, eko, ani]


def test_neither_who_is_off_nor_away_nor_may_not_answer_gets_any(shop: Workspace, now: datetime) -> None:
    off, away = person("Ani", is_off=True), person("Eko", is_here=False)
    team(off, away, person("Lia", role=Role.ANALYST))
    Presence.objects.create(user_id=away, seen_at=timezone.now() - timedelta(minutes=11))
    made = waits(now)
    assign_by_rules(conversation_ids=[made.pk], now=now)
    assert (assignee(made), made.owner) == (None, "nobody")


def test_at_night_nobody_is_on_duty_and_a_hand_off_is_told_to_those_who_lead(
    shop: Workspace, now: datetime
) -> None:
    ani, sri = person("Ani"), person("Sri", role=Role.SUPERVISOR)
    assert ani in on_duty(now)
    assert on_duty(now + NIGHT) == []
    assert sri in watchers(now + NIGHT)
    assert ani not in watchers(now + NIGHT)


def test_a_label_leads_to_its_team_and_a_good_customer_to_theirs(shop: Workspace, now: datetime) -> None:
    ani, eko, sri = person("Ani"), person("Eko"), person("Sri", role=Role.SUPERVISOR)
    team(ani)
    team(eko, name="Retur", topics=["retur"])
    team(sri, name="Pelanggan utama", takes_vip=True)
    back, best = waits(now, 1), waits(now, 2)
    Labelled.objects.create(conversation=back, label=Label.objects.create(name="Retur"))
    set_tags(contact_id=best.contact_id, names=["VIP"], now=now)
    assign_by_rules(conversation_ids=[back.pk, best.pk], now=now)
    assert (assignee(back), assignee(best)) == (eko, sri)


def test_what_a_person_has_is_not_given_again(shop: Workspace, now: datetime) -> None:
    ani, eko = person("Ani"), person("Eko")
    team(ani)
    made = waits(now, owner="human", assignee_id=eko)
    assert assign_by_rules(conversation_ids=[made.pk], now=now) == []
    assert assignee(made) == eko


def test_who_goes_off_keeps_what_is_answered_and_the_rest_finds_others(
    shop: Workspace, now: datetime
) -> None:
    ani, eko = person("Ani", is_off=True), person("Eko")
    team(ani, eko)
    asked, done = waits(now, 1, assignee_id=ani), waits(now, 2, assignee_id=ani)
    Conversation.objects.filter(pk=done.pk).update(waiting_since=None)
    let_go(user_id=ani, now=now)
    assert (assignee(asked), assignee(done)) == (eko, ani)


@pytest.mark.parametrize("leaves", ["role", "membership", "account"])
def test_who_may_not_answer_any_more_has_nothing(shop: Workspace, now: datetime, leaves: str) -> None:
    ani, eko = person("Ani"), person("Eko")
    team(ani, eko)
    mine = {"owner": "human", "assignee_id": ani}
    asked, done = waits(now, 1, **mine), waits(now, 2, waiting_since=None, **mine)
    ticket = opened(done.contact, now, conversation_id=done.pk)
    assert free_of_leavers(now=now) == 0
    _leave(ani, leaves)
    assert free_of_leavers(now=now) == 3
    ticket.refresh_from_db()
    assert (assignee(asked), assignee(done), ticket.assignee_id) == (eko, None, None)
    assert done.owner == "nobody"


def _leave(user_id: int, how: str) -> None:
    if how == "account":
        User.objects.filter(pk=user_id).update(is_active=False)
    elif how == "membership":
        Membership.objects.filter(user_id=user_id).delete()
    else:
        Membership.objects.filter(user_id=user_id).update(role=Role.ANALYST)


def test_the_worker_gives_what_was_left_once_somebody_comes(shop: Workspace, now: datetime) -> None:
    ani = person("Ani", is_here=False)
    team(ani)
    made = waits(now)
    assert assign_waiting(now=now) == 0
    Presence.objects.create(user_id=ani, seen_at=timezone.now())
    assert (assign_waiting(now=now), assignee(made)) == (1, ani)


def test_two_workers_give_each_conversation_once_and_loads_hold(
    committed_shop: Workspace, now: datetime
) -> None:
    with workspace_scope(committed_shop.pk):
        ani, eko = person("Ani"), person("Eko")
        team(ani, eko, way="least_busy")
        ids = [waits(now, n).pk for n in range(6)]
    at_once(*[inside(committed_shop.pk, lambda: assign_by_rules(conversation_ids=ids, now=now))] * 3)
    with workspace_scope(committed_shop.pk):
        given = sorted(one.assignee_id or 0 for one in Conversation.objects.filter(pk__in=ids))
        assert given == [ani] * 3 + [eko] * 3
        assert Notice.objects.filter(kind="assigned").count() == 6


def test_a_hand_off_is_told_to_those_on_duty_and_given_at_once(shop: Workspace, now: datetime) -> None:
    ani, eko = person("Ani"), person("Eko", is_here=False)
    team(ani)
    made = waits(now, owner="assistant")
    said = write(made, now)
    open_handoff(conversation_id=made.pk, message_id=said.pk, reason="complaint", now=now)
    assert assignee(made) == ani
    told = Notice.objects.filter(kind="handed_off").values_list("user_id", flat=True)
    assert {ani, eko} <= set(told)


def test_when_nobody_else_is_there_those_who_lead_learn_that_somebody_waits(
    shop: Workspace, now: datetime
) -> None:
    ani, budi = person("Ani", is_off=True), User.objects.get(email__startswith="budi")
    made = waits(now, owner="human", assignee_id=ani)
    let_go(user_id=ani, now=now)
    assert assignee(made) is None
    told = Notice.objects.filter(kind="nobody_took").values_list("user_id", "conversation_id")
    assert list(told) == [(budi.pk, made.pk)]


@pytest.mark.parametrize("word", ["Pengiriman", "Delivery", "delivery"])
def test_a_kind_of_ticket_is_a_topic_by_the_word_that_people_read(
    shop: Workspace, now: datetime, word: str
) -> None:
    ani, eko = person("Ani"), person("Eko")
    team(ani)
    seats = {eko: Seat()}
    save_team(
        team=None, name="Paket", way="round_robin", topics=[word], takes_vip=False, seats=seats, now=now
    )
    made = waits(now)
    opened(made.contact, now, kind="delivery", conversation_id=made.pk)
    assign_by_rules(conversation_ids=[made.pk], now=now)
    assert assignee(made) == eko


def test_what_fits_no_team_does_not_stand_before_the_others(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assigning, "BATCH", 1)
    ani = person("Ani")
    team(ani, topics=["retur"])
    first, second = waits(now, 1, due_at=now), waits(now, 2, due_at=now + timedelta(minutes=9))
    Labelled.objects.create(conversation=second, label=Label.objects.create(name="Retur"))
    assert assign_waiting(now=now) == 1
    assert (assignee(first), assignee(second)) == (None, ani)
