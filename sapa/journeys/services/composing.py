"""What people compose and do not send at once: follow-ups of the house, through policy, guard and gate like any.

`kirim_nanti` is one message to one customer, given up when they write first; `kabar_masalah` the same news to
everybody whom one problem concerns (`domain.recipes.house`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction

from sapa.contacts.selectors import customers, members
from sapa.contacts.services import lock
from sapa.domain import policy
from sapa.domain.journeys import PersonFacts
from sapa.domain.recipes import HOUSE
from sapa.domain.recipes.house import STEP
from sapa.journeys.models import FollowUp, Journey
from sapa.journeys.services import gathering
from sapa.journeys.services.approved import name_of
from sapa.journeys.services.guarding import chosen_words, guarded
from sapa.journeys.services.house import House, house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.planning import show_plan
from sapa.journeys.services.scenes import Sight, sights
from sapa.journeys.services.settling import MISSING, unwanted
from sapa.journeys.services.switching import register_texts
from sapa.journeys.services.wording import Wording, worded
from sapa.messaging.models import Message
from sapa.messaging.selectors.conversations import newest_inbound
from sapa.messaging.selectors.templates import drafts

HouseJourney = Literal["kirim_nanti", "kabar_masalah"]


@dataclass(frozen=True, slots=True)
class Composed:
    """One message to one customer. The same `key` in a workspace is the same message.

    `text`: of `kirim_nanti` what the customer reads, filled already; of `kabar_masalah` the news in Liquid, with
    any variable of a recipe. `template`, `parameters`, `parts`: what `kirim_nanti` goes out with where the window is
    closed by then (`messaging.schemas.Outgoing`), with the `category` that it has. `content`: what stands around the
    text, such as its buttons. `klass` blank: the journey's.
    `author_id`, `channel_id`, `reply_to`: whose it is, the number it leaves from, the wamid that it answers.
    """

    contact_id: int
    key: str
    text: str
    due_at: datetime
    expires_at: datetime | None = None
    order_id: int | None = None
    author_id: int | None = None
    channel_id: int | None = None
    reply_to: str = ""
    template: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Any] = field(default_factory=dict)
    content: Mapping[str, Any] = field(default_factory=dict)
    klass: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of a message that is not composed yet; `at` when it would leave, `text` as it would read.

    `missing`: the variable that cannot be filled, then `reasons` say so.
    """

    contact_id: int
    action: Literal["send", "wait", "drop"]
    at: datetime | None
    reasons: tuple[str, ...]
    text: str = ""
    missing: str = ""


@transaction.atomic
def compose(*, recipe: HouseJourney, letters: Sequence[Composed], now: datetime) -> list[FollowUp]:
    """In order, each with its first decision; a key that was used before gives the follow-up that exists.

    At most 500 people at a time (decisions.md 31).
    """
    people = {one.contact_id for one in letters}
    lock(contact_ids=people)
    journey = journey_of_house(recipe=recipe, now=now)
    known = customers(set(members(people).values()))
    segments = _segments(people, known)
    begun = _begun(people, now)
    rows = [
        _row(one, recipe, journey, segments[one.contact_id], begun[one.contact_id], now) for one in letters
    ]
    keys = [row.key for row in rows]
    old = set(FollowUp.objects.filter(key__in=keys).values_list("key", flat=True))
    FollowUp.objects.bulk_create([row for row in rows if row.key not in old])
    made = FollowUp.objects.filter(key__in=set(keys) - old).values_list("pk", "contact_id")
    if new := dict(made):
        show_plan(contact_ids=set(new.values()), follow_up_ids=set(new), now=now)
    found = {row.key: row for row in FollowUp.objects.filter(key__in=keys)}
    return [found[key] for key in keys]


def journey_of_house(*, recipe: HouseJourney, now: datetime) -> Journey:
    """Always on. Its texts become templates of every number when it is wanted, so that they are approved in time."""
    journey, _made = Journey.objects.get_or_create(
        recipe=recipe, defaults={"mode": Journey.Mode.LIVE, "updated_at": now, "scanned_until": now}
    )
    register_texts(HOUSE[recipe], now)
    return journey


def foresee(*, recipe: HouseJourney, letters: Sequence[Composed], now: datetime) -> list[Foreseen]:
    """As `compose` and the settle loop would decide now, in order, and writes nothing.

    One message to one person; each sees what is planned for them already.
    """
    people = {one.contact_id for one in letters}
    roots = members(people)
    given, found = gathering.rules(), gathering.situations(roots, now=now)
    known = {root: situation.customer for root, situation in found.items()}
    journey, segments = Journey(recipe=recipe, mode=Journey.Mode.LIVE), _segments(people, known)
    begun = _begun(people, now)
    rows = [
        _row(one, recipe, journey, segments[one.contact_id], begun[one.contact_id], now, pk=-place)
        for place, one in enumerate(letters, start=1)
    ]
    facts = facts_of_people(roots, known=known, chosen=given.policy)
    house = house_of(given.shop, now=now, settings=given.settings)
    seen = sights(rows, roots=roots, people=facts, house=house, now=now)
    look = Look(given, house, facts, found, roots, seen, drafts(name_of(row) for row in rows), now)
    return [look.at(row) for row in rows]


def _begun(people: Iterable[int], now: datetime) -> dict[int, datetime]:
    """WhatsApp tells whole seconds: an answer of this one came after what was written in it, unless it was there."""
    heard, second = newest_inbound(people), now.replace(microsecond=0) - timedelta(microseconds=1)
    return {pk: max(second, heard.get(pk, second)) for pk in people}


@dataclass(frozen=True, slots=True)
class Look:
    """All that is asked while messages are foreseen."""

    given: gathering.Rules
    house: House
    facts: Mapping[int, PersonFacts]
    found: Mapping[int, gathering.Situation]
    roots: Mapping[int, int]
    seen: Mapping[int, Sight]
    templates: Mapping[str, Any]
    now: datetime

    def at(self, row: FollowUp) -> Foreseen:
        root = self.roots[row.contact_id]
        there = self.found[root]
        among = gathering.Situation(there.customer, there.history, (*there.follow_ups, row))
        decision = gathering.decide(among, self.given, now=self.now)[row.id]
        sight, moment = self.seen[row.id], "waiting" if decision.action == "wait" else "sending"
        if decision.action == "drop":
            return _told(row, "drop", None, decision.reasons)
        if reason := unwanted(row, sight, moment=moment):
            return _told(row, "drop", None, (reason,))
        words = worded(row, sight, self.now, template=self.templates.get(name_of(row)), form=decision.form)
        if words.missing:
            return _told(row, "drop", None, (MISSING,), missing=words.missing)
        if reason := self._guard(row, words, decision, root):
            return _told(row, "drop", None, (reason,), words.text)
        action: Literal["send", "wait"] = "wait" if decision.action == "wait" else "send"
        return _told(row, action, decision.at or self.now, decision.reasons, words.text)

    def _guard(self, row: FollowUp, words: Wording, decision: policy.Decision, root: int) -> str | None:
        """As the gate asks it, of a message that nobody keeps."""
        payload = {"template": words.template, "parameters": dict(words.parameters or {})}
        return guarded(
            message=Message(klass=row.klass, text=words.text, payload=payload),
            person=self.facts[root],
            shop=self.given.shop,
            history=self.found[root].history,
            chosen=chosen_words(self.given.settings),
            form=decision.form,
            now=self.now,
            reword=lambda: words,
        ).reason


def _told(
    row: FollowUp,
    action: Literal["send", "wait", "drop"],
    at: datetime | None,
    reasons: Iterable[str],
    text: str = "",
    missing: str = "",
) -> Foreseen:
    return Foreseen(row.contact_id, action, at, tuple(reasons), text, missing)


def _segments(people: Iterable[int], known: Mapping[int, policy.Customer]) -> dict[int, str]:
    roots = members(people)
    return {pk: known[roots[pk]].segment for pk in people}


def _row(
    one: Composed,
    recipe: str,
    journey: Journey,
    segment: str,
    begun: datetime,
    now: datetime,
    pk: int | None = None,
) -> FollowUp:
    definition = HOUSE[recipe]
    return FollowUp(
        id=pk,
        journey=journey,
        contact_id=one.contact_id,
        order_id=one.order_id,
        key=key_of(recipe, one.key),
        recipe=recipe,
        step=STEP,
        klass=one.klass or definition.klass,
        category=one.category or definition.category,
        segment=segment,
        priority=definition.priority,
        channels=list(definition.channels),
        exits=list(definition.exits),
        created_at=begun,
        due_at=one.due_at,
        expires_at=one.expires_at,
        planned_at=now,
        next_at=now,
        composed=_kept(one),
    )


def key_of(recipe: str, key: str) -> str:
    """What names a message of `recipe` among follow-ups."""
    return f"{recipe}:{key}"[:160]


def _kept(one: Composed) -> dict[str, Any]:
    """Without what is blank."""
    told = {
        "text": one.text,
        "author": one.author_id,
        "channel": one.channel_id,
        "reply_to": one.reply_to,
        "template": one.template,
        "parameters": dict(one.parameters),
        "parts": dict(one.parts),
        "content": dict(one.content),
    }
    return {name: value for name, value in told.items() if value}
