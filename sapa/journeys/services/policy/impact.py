"""What a change of the policy would do to the messages that wait, found out without writing anything."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice, product
from typing import Any

from sapa.contacts.selectors import members
from sapa.domain import policy
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors.policy.openings import somebody
from sapa.journeys.selectors.policy.settings import BOTH, NUDGES
from sapa.journeys.services import gathering
from sapa.journeys.services.planning import may_heal

MOST_READ = 2_000
PEOPLE_AT_ONCE = 200
SHOWN = 20
LONG = timedelta(days=14)
KINDS = ("later", "earlier", "dropped", "rescued")


@dataclass(frozen=True, slots=True)
class Move:
    """A waiting follow-up that the change moves; no time where it is dropped. `kind` is one of KINDS."""

    follow_up: FollowUp
    kind: str
    before: datetime | None
    after: datetime | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """`waiting` follow-ups there are, `read` of them were decided anew; `moves` are the soonest."""

    waiting: int
    read: int
    counts: Mapping[str, int]
    moves: Sequence[Move]

    @property
    def is_sample(self) -> bool:
        return self.read < self.waiting

    @property
    def moved(self) -> int:
        return sum(self.counts.values())


def impact(*, document: Mapping[str, Any], now: datetime, most: int = MOST_READ) -> Impact:
    """Decides the waiting follow-ups under the settings in force and under `document`, the soonest first."""
    given = gathering.rules()
    proposed = replace(given, policy=rules_of(document, given.shop.timezone))
    waiting = FollowUp.objects.filter(state=FollowUp.State.WAITING)
    rows = waiting.order_by("next_at", "pk").values_list("pk", "contact_id")[:most]
    people: dict[int, set[int]] = defaultdict(set)
    for pk, contact_id in rows:
        people[contact_id].add(pk)
    moves = [move for ids in batches(people) for move in _moves(ids, people, given, proposed, now)]
    counts = {kind: sum(move.kind == kind for move in moves) for kind in KINDS}
    moves.sort(key=lambda move: (move.before or now, move.follow_up.pk))
    return Impact(waiting.count(), sum(map(len, people.values())), counts, _with_contacts(moves[:SHOWN]))


def rules_of(document: Mapping[str, Any], timezone: str) -> policy.Policy:
    return policy.policy_from({"business_timezone": timezone, **document})


def batches(contact_ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(contact_ids)
    while batch := list(islice(rest, PEOPLE_AT_ONCE)):
        yield batch


def _moves(
    contact_ids: Sequence[int],
    people: Mapping[int, set[int]],
    given: gathering.Rules,
    proposed: gathering.Rules,
    now: datetime,
) -> Iterator[Move]:
    wanted = set().union(*(people[pk] for pk in contact_ids))
    for situation in gathering.situations(members(contact_ids), now=now).values():
        old, new = (gathering.decide(situation, rules, now=now) for rules in (given, proposed))
        for row in situation.follow_ups:
            if row.pk in wanted and (move := _move(row, old[row.pk], new[row.pk], now)):
                yield move


def _move(row: FollowUp, old: policy.Decision, new: policy.Decision, now: datetime) -> Move | None:
    before, after = (_planned(row, decision, now) for decision in (old, new))
    if before == after:
        return None
    if before is None or after is None:
        kind = "rescued" if before is None else "dropped"
    else:
        kind = "later" if after > before else "earlier"
    return Move(row, kind, before, after, new.reasons)


def _planned(row: FollowUp, decision: policy.Decision, now: datetime) -> datetime | None:
    """When it would be shown to go, as planning shows it; none when it is given up."""
    if decision.action != "drop":
        return decision.at
    return row.due_at if row.due_at > now and may_heal(decision) else None


def _with_contacts(moves: Sequence[Move]) -> list[Move]:
    rows = FollowUp.objects.select_related("contact", "order").in_bulk([move.follow_up.pk for move in moves])
    return [replace(move, follow_up=rows[move.follow_up.pk]) for move in moves]


def closed(*, document: Mapping[str, Any], now: datetime) -> list[tuple[str, str]]:
    """(class, segment) that could not be written to at all in the next days: most likely a mistake."""
    given = gathering.rules()
    proposed = rules_of(document, given.shop.timezone)
    found = []
    for klass, segment in product(NUDGES, BOTH):
        intent = policy.Intent(id=0, klass=klass, wa_template=True)
        person = somebody(segment, given.shop.timezone)
        at = policy.decide(intent, person, policy.History(), given.calendar, now, proposed).at
        if at is None or at > now + LONG:
            found.append((klass, segment))
    return found
