"""Waiting conversations given to people by the rules of their teams. Never waits for a lock: who is second lets be."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from sapa.accounts.selectors import workspace_ids
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.domain.assigning import Given, Waiting, give
from sapa.inbox.models import Handoff, Labelled, Team, Ticket
from sapa.inbox.selectors.teams import crews, watchers
from sapa.inbox.selectors.tickets.words import KINDS
from sapa.inbox.services import notices
from sapa.messaging.models import Conversation
from sapa.messaging.services import assign, desk

BATCH = 100
MOST_BATCHES = 5
VIP = "vip"  # the word on a customer, as `contacts_tag.key`
NOBODY = Conversation.Owner.NOBODY

# One transaction at a time gives in a workspace: turns and loads are exact. Others come back a moment later.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('inbox.assigning', %(workspace)b::bigint))"
VIPS = """
SELECT c.id FROM messaging_conversation c WHERE c.workspace_id = %(workspace)b AND c.id = ANY(%(ids)b::bigint[])
    AND EXISTS (SELECT 1 FROM contacts_contact p JOIN contacts_contact m ON m.workspace_id = p.workspace_id
            AND coalesce(m.root_id, m.id) = coalesce(p.root_id, p.id)
        JOIN contacts_tag t ON t.workspace_id = m.workspace_id AND t.contact_id = m.id AND t.key = %(vip)b
        WHERE p.workspace_id = c.workspace_id AND p.id = c.contact_id)
"""
FREE = """
SELECT c.id FROM messaging_conversation c
WHERE c.workspace_id = %(workspace)b AND c.open AND c.owner = 'nobody' AND c.owner <> 'assistant'
    AND c.assignee_id IS NULL AND c.waiting_since IS NOT NULL AND c.snoozed_until IS NULL
    AND (c.team_id IS NULL OR c.team_id = ANY(%(teams)b::bigint[]))
ORDER BY c.due_at, c.id LIMIT %(limit)b OFFSET %(skipped)b
"""


@transaction.atomic
def assign_by_rules(*, conversation_ids: Iterable[int], now: datetime) -> list[Given]:
    """Those that wait for anybody get a team, and a person where the team has a rule and somebody is here.

    Returns what was decided. What somebody else holds at this moment is left to the worker's next look.
    """
    if not Team.objects.exists() or not fetch(ALONE, {"workspace": current_workspace_id()})[0][0]:
        return []
    rows = Conversation.objects.filter(
        pk__in=set(conversation_ids), open=True, owner=NOBODY, assignee_id=None
    )
    held = list(rows.order_by("due_at", "pk").select_for_update(skip_locked=True, of=("self",)))
    given = give(_questions(held), crews(now))
    _apply(held, given, now)
    return given


def assign_waiting(*, now: datetime) -> int:
    """In every workspace, what waits and has nobody; returns how many found somebody."""
    return sum(_assign_waiting(workspace_id, now) for workspace_id in workspace_ids())


@transaction.atomic
def let_go(*, user_id: int, now: datetime) -> None:
    """Customers who wait for this person's answer go to others; answered ones stay theirs.

    Where no rule finds somebody, those who are there learn that they wait.
    """
    waiting = Conversation.objects.filter(open=True, assignee_id=user_id, waiting_since__isnull=False)
    _free(waiting, user_id, now)


@transaction.atomic
def let_all_go(*, user_id: int, now: datetime) -> int:
    """This person may not answer any more: nothing is theirs. At most a batch at once; returns how many."""
    theirs = Conversation.objects.filter(open=True, assignee_id=user_id)
    return _free(theirs, user_id, now, most=BATCH)


def _free(rows: "QuerySet[Conversation]", user_id: int, now: datetime, *, most: int | None = None) -> int:
    held = list(rows.order_by("pk").select_for_update(of=("self",))[:most])
    ids = [one.pk for one in held]
    for one in ids:
        assign(conversation_id=one, owner=NOBODY)
    Handoff.objects.filter(conversation_id__in=ids, taken_at__isnull=False, ended_at=None).update(
        ended_at=now
    )
    waiting = [one.pk for one in held if one.waiting_since]
    given = assign_by_rules(conversation_ids=waiting, now=now)
    found = {one.conversation_id for one in given if one.person_id is not None}
    others = [one for one in watchers(now) if one != user_id]
    for one in waiting:
        if one not in found:
            notices.tell(kind="nobody_took", user_ids=others, conversation_id=one, now=now)
    return len(ids)


def _assign_waiting(workspace_id: int, now: datetime) -> int:
    with workspace_scope(workspace_id):
        ready = _ready(now)
        if not ready:
            return 0
        for ids in _batches(ready):
            given = assign_by_rules(conversation_ids=ids, now=now)
            if found := sum(one.person_id is not None for one in given):
                return found
        return 0


def _batches(ready: Sequence[int]) -> Iterator[list[int]]:
    """Soonest due first; what fits no team stays, so the next ones are looked at behind it."""
    given = {"workspace": current_workspace_id(), "teams": ready, "limit": BATCH}
    for number in range(MOST_BATCHES):
        ids = [pk for (pk,) in fetch(FREE, given | {"skipped": number * BATCH})]
        if ids:
            yield ids
        if len(ids) < BATCH:
            return


def _ready(now: datetime) -> list[int]:
    """Teams that give by a rule and have somebody with room."""
    if not Team.objects.exclude(way=Team.Way.BY_HAND).exists():
        return []
    able = [crew for crew in crews(now) if crew.way != Team.Way.BY_HAND]
    return [crew.id for crew in able if any(person.has_room for person in crew.people)]


def _questions(held: Sequence[Conversation]) -> list[Waiting]:
    ids = [one.pk for one in held]
    topics, vips = _topics(ids), _vips(ids)
    return [Waiting(one.pk, frozenset(topics[one.pk]), one.pk in vips, one.team_id) for one in held]


def _topics(ids: Collection[int]) -> dict[int, set[str]]:
    """Labels, kinds of tickets that are open, and why it was handed over; in small letters."""
    found: dict[int, set[str]] = defaultdict(set)
    labels = Labelled.objects.filter(conversation_id__in=ids).values_list("conversation_id", "label__name")
    tickets = Ticket.objects.filter(
        conversation_id__in=ids, state__in=[Ticket.State.OPEN, Ticket.State.WAITING]
    )
    reasons = Handoff.objects.filter(conversation_id__in=ids, taken_at=None)
    for told in (labels, reasons.values_list("conversation_id", "reason")):
        for conversation_id, word in told:
            found[conversation_id].add(word.casefold())
    for of_ticket, kind in tickets.values_list("conversation_id", "kind"):
        found[of_ticket or 0] |= _words_of(kind)
    return found


@cache
def _words_of(kind: str) -> frozenset[str]:
    """The code of a kind of ticket, and what people read for it in any language: that is what they write."""
    words = {kind}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.add(str(KINDS[kind]).casefold())
    return frozenset(words)


def _vips(ids: Sequence[int]) -> set[int]:
    return {pk for (pk,) in fetch(VIPS, {"workspace": current_workspace_id(), "ids": ids, "vip": VIP})}


def _apply(held: Sequence[Conversation], given: Sequence[Given], now: datetime) -> None:
    """Conversations are locked already: teams and notices come after them."""
    before = {one.pk: one.team_id for one in held}
    for one in given:
        if before[one.conversation_id] != one.team_id:
            desk(conversation_ids=[one.conversation_id], team_id=one.team_id)
        if one.person_id is not None:
            talk, person = one.conversation_id, one.person_id
            assign(conversation_id=talk, owner=Conversation.Owner.HUMAN, assignee_id=person)
            Team.objects.filter(pk=one.team_id).update(last_assignee_id=person)
    for person, talk in sorted((one.person_id, one.conversation_id) for one in given if one.person_id):
        notices.tell(kind="assigned", user_ids=[person], conversation_id=talk, now=now)
