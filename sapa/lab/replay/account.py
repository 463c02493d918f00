"""The account of a replay: what came in, what was planned, sent, held and dropped, and what must be nought."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sapa.commerce.models import ImportRun
from sapa.commerce.selectors import refused_by_reason
from sapa.domain.policy import reason_of
from sapa.events.models import Event, EventDelivery, RawDelivery
from sapa.journeys.models import Decision, FollowUp
from sapa.lab.replay.checks import Broken, answered, broken
from sapa.lab.replay.evidence import Purpose, Talk, purposes, record_of
from sapa.lab.replay.inputs import Inputs
from sapa.messaging.models import Message

Counts = Mapping[str, int]
State = Message.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Counts. `sent` and `replies` are those that the phones saw; `held`: follow-ups held at least once."""

    since: datetime
    end: datetime
    seed: int
    reply_rate: float
    rows: int
    usable: int
    refused: Counts
    repeated: int
    history: int
    arrived: int
    after: int
    events: Counts
    planned: Counts
    sent: Counts
    held: Counts
    waiting: Counts
    dropped: Counts
    drop_reasons: Counts
    replies: int
    received: int
    answered: int
    opt_outs: int
    hand_offs: int
    uncertain: Counts
    dead: int
    broken: Broken

    def is_clean(self) -> bool:
        return not (self.broken.any() or self.dead or any(self.uncertain.values()))

    def plain(self) -> dict[str, Any]:
        return asdict(self) | {"since": self.since.isoformat(), "end": self.end.isoformat()}


def account_of(
    run: ImportRun, inputs: Inputs, ledger: Path, *, since: datetime, end: datetime, seed: int, rate: float
) -> Account:
    """Within the scope of the workspace."""
    record, why = record_of(ledger), purposes()
    refused = dict(refused_by_reason(run.pk))
    orders = inputs.orders.values()
    events = Counter(Event.objects.values_list("name", flat=True))
    ended = list(FollowUp.objects.filter(state=FollowUp.State.DROPPED).values_list("recipe", "reasons"))
    return Account(
        since=since,
        end=end,
        seed=seed,
        reply_rate=rate,
        rows=run.rows,
        usable=run.rows - sum(refused.values()),
        refused=refused,
        repeated=run.rows - sum(refused.values()) - len(orders),
        history=sum(one.placed_at < since for one in orders),
        arrived=sum(since <= one.placed_at < end for one in orders),
        after=sum(one.placed_at >= end for one in orders),
        events=ordered(events),
        planned=_by_recipe(FollowUp.objects.values_list("recipe", flat=True)),
        sent=_by_recipe(why[wamid].recipe for wamid in _nudges(record, why)),
        held=_held(),
        waiting=_by_recipe(_open().values_list("recipe", flat=True)),
        dropped=_by_recipe(recipe for recipe, _ in ended),
        drop_reasons=_final(reasons for _, reasons in ended),
        replies=sum(talk.out and _of(talk, why).klass == "reply" for talk in record),
        received=sum(not talk.out for talk in record),
        answered=len(answered(record, why)),
        opt_outs=events["contact.opted_out"],
        hand_offs=events["assistant.handed_off"],
        uncertain={state: Message.objects.filter(state=state).count() for state in UNCERTAIN},
        dead=_dead(),
        broken=broken(record, why, inputs.orders),
    )


UNCERTAIN = (State.UNKNOWN.value, State.QUARANTINED.value, State.SENDING.value, State.FAILED.value)


def _of(talk: Talk, why: Mapping[str, Purpose]) -> Purpose:
    return why.get(talk.wamid, Purpose(""))


def _nudges(record: Iterable[Talk], why: Mapping[str, Purpose]) -> list[str]:
    return [talk.wamid for talk in record if talk.out and _of(talk, why).follow_up]


def _open() -> Any:
    return FollowUp.objects.filter(state__in=(FollowUp.State.WAITING, FollowUp.State.QUEUED))


def _held() -> Counts:
    """Distinct follow-ups by reason: a decision to wait that names it was made at least once."""
    waits = Decision.objects.filter(action="wait").values_list("follow_up_id", "reasons")
    return ordered(Counter(code for _, code in {(pk, code) for pk, reasons in waits for code in reasons}))


def _final(every: Iterable[list[str]]) -> Counts:
    """Of the reasons of a drop those that ended it, not the hours that were named on the way."""
    return ordered(Counter(code for reasons in every for code in reasons if reason_of(code).kind != "wait"))


def _by_recipe(recipes: Iterable[str]) -> Counts:
    return ordered(Counter(recipes))


def _dead() -> int:
    return (
        RawDelivery.objects.filter(state="dead").count() + EventDelivery.objects.filter(state="dead").count()
    )


def ordered(counts: Mapping[str, int]) -> Counts:
    """The most frequent first, then by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
