"""The last word: asked inside the transaction that flips a message to sending (decisions.md 28, 31)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal, cast

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import members
from sapa.domain import policy
from sapa.domain.guard import GuardSettings
from sapa.domain.journeys import PersonFacts
from sapa.journeys.models import FollowUp
from sapa.journeys.services import deciding, gathering
from sapa.journeys.services.approved import Approved, as_approved, hold, is_undecided
from sapa.journeys.services.guarding import UNASKED, Guarded, chosen_words, guarded
from sapa.journeys.services.house import house_of
from sapa.journeys.services.people import facts_of_people
from sapa.journeys.services.scenes import Sight, sights
from sapa.journeys.services.settling import unwanted
from sapa.journeys.services.texts import overridden
from sapa.journeys.services.wording import reworded
from sapa.messaging.models import Message
from sapa.messaging.schemas import GateVerdict
from sapa.messaging.services.templates import CATEGORY_CHANGED

REHEARSED = "rehearsed"
SWITCHES = """
SELECT j.id FROM journeys_journey j WHERE j.workspace_id = %(workspace)b AND j.id IN (SELECT f.journey_id
    FROM journeys_followup f WHERE f.workspace_id = %(workspace)b AND f.id = ANY(%(ids)b::bigint[]))
ORDER BY j.id FOR SHARE OF j
"""

Action = Literal["send", "wait", "drop"]
Form = Literal["template", "freeform"] | None


def gate(messages: Sequence[Message], now: datetime) -> Mapping[int, GateVerdict]:
    """One verdict for each message; the caller holds the contacts' locks.

    Waiting and dropped follow-ups are put back in the same transaction.
    """
    contact_ids = {message.contact_id for message in messages}
    _hold_switches(messages)
    _reopen(messages)
    round_ = _gathered(messages, members(contact_ids), now)
    for message in messages:
        round_.judge(message)
    deciding.save(round_.changed, round_.decisions)
    return round_.verdicts


def _gathered(messages: Sequence[Message], roots: dict[int, int], now: datetime) -> "Round":
    rules = gathering.rules()
    found = gathering.situations(roots, now=now)
    customers = {root: situation.customer for root, situation in found.items()}
    people = facts_of_people(roots, known=customers, chosen=rules.policy)
    planned = [row for situation in found.values() for row in situation.follow_ups]
    wanted = {message.follow_up_id for message in messages}
    asked = [row for row in planned if row.id in wanted]
    gathering.complete(asked)
    house = house_of(rules.shop, now=now, settings=rules.settings)
    seen = sights(asked, roots=roots, people=people, house=house, now=now)
    asking = Counter(roots[message.contact_id] for message in messages)
    return Round(now, rules, roots, found, people, seen, chosen_words(rules.settings), asking)


@dataclass(slots=True)
class Round:
    """Messages that ask together, one after the other: each sees those before it as sent."""

    now: datetime
    rules: gathering.Rules
    roots: Mapping[int, int]
    found: dict[int, gathering.Situation]
    people: Mapping[int, PersonFacts]
    seen: Mapping[int, Sight]
    words: GuardSettings
    asking: Counter[int]
    verdicts: dict[int, GateVerdict] = field(default_factory=dict)
    changed: list[FollowUp] = field(default_factory=list)
    decisions: list[deciding.Kept] = field(default_factory=list)

    def judge(self, message: Message) -> None:
        root = self.roots[message.contact_id]
        self.asking[root] -= 1
        row = next((one for one in self.found[root].follow_ups if one.id == message.follow_up_id), None)
        if message.follow_up_id is None:
            self._of_person(message, root)
        elif row is None:
            self.verdicts[message.id] = GateVerdict("drop", ["superseded"])
        else:
            self._of_journey(message, row, root)

    def _of_person(self, message: Message, root: int) -> None:
        answer = _decide_reply(message, self.found[root], self.rules, self.now)
        self.verdicts[message.id] = _verdict(answer)
        kept = deciding.kept_of_message(message, answer, version=self.rules.version, now=self.now)
        self.decisions.append(kept)

    def _of_journey(self, message: Message, row: FollowUp, root: int) -> None:
        decision = gathering.decide(self.found[root], self.rules, now=self.now)[row.id]
        reason = unwanted(row, self.seen[row.id]) if decision.action != "drop" else None
        look = UNASKED if reason or decision.action != "send" else self._look(message, row, decision, root)
        reason = reason or look.reason or (REHEARSED if decision.action == "send" and row.dry else None)
        held = decision.action == "send" and is_undecided(row, decision.form, self.rules.approved)
        verdict = _checked(decision, reason, held)
        self.verdicts[message.id] = verdict
        _put(row, verdict, decision, self.now)
        if verdict.action == "send":
            _rename(message, row, self.rules.approved)
        self.changed.append(row)
        told = deciding.kept(row, decision, stage="gate", version=self.rules.version, now=self.now)
        self.decisions.append(look.told(told | {"message_id": message.id}))
        if self.asking[root]:
            self.found[root] = _after(self.found[root], row, message, self.now)

    def _look(self, message: Message, row: FollowUp, decision: policy.Decision, root: int) -> Guarded:
        """The guard with real data, just before it leaves (domain.md 4); words are judged by the journey's class."""
        message.klass = row.klass
        return guarded(
            message=message,
            person=self.people[root],
            shop=self.rules.shop,
            history=self.found[root].history,
            chosen=self.words,
            form=decision.form,
            now=self.now,
            reword=partial(reworded, row, self.seen[row.id], self.now),
            overridden=overridden(row.journey),
        )


def _hold_switches(messages: Sequence[Message]) -> None:
    """A journey is switched before this decision or after it has been written, never between."""
    ids = [message.follow_up_id for message in messages if message.follow_up_id]
    if ids:
        fetch(SWITCHES, {"workspace": current_workspace_id(), "ids": ids})


def _reopen(messages: Sequence[Message]) -> None:
    """A message that comes to the gate again did not leave: its follow-up is decided anew."""
    again = [one.follow_up_id for one in messages if one.attempts and one.follow_up_id]
    if again:
        sent = FollowUp.objects.filter(pk__in=again, state=FollowUp.State.SENT)
        sent.update(state=FollowUp.State.QUEUED, finished_at=None)


def _decide_reply(
    message: Message, situation: gathering.Situation, rules: gathering.Rules, now: datetime
) -> policy.Decision:
    """What people, programs and the assistant write goes through the same function (product.md rule 10)."""
    is_template = bool(message.payload.get("template"))
    intent = policy.Intent(
        id=f"message-{message.pk}",
        klass=message.klass,
        kind=message.kind,
        category=(message.category or "utility") if is_template else "service",
        channels=(message.channel.kind,),
        wa_template=is_template,
        order_id=message.order_id,
        priority=message.priority,
    )
    return policy.decide(intent, situation.customer, situation.history, rules.calendar, now, rules.policy)


def _verdict(decision: policy.Decision) -> GateVerdict:
    """The policy's answers are the gate's: send, wait, drop; template, freeform or none."""
    action, form = cast(Action, decision.action), cast(Form, decision.form)
    return GateVerdict(action, list(decision.reasons), decision.at, form)


def _checked(decision: policy.Decision, reason: str | None, held: bool) -> GateVerdict:
    """What the journey or the guard says wins over the policy; a template nobody agreed to waits."""
    if reason:
        return GateVerdict("drop", [reason])
    return GateVerdict("wait", [CATEGORY_CHANGED]) if held else _verdict(decision)


def _rename(message: Message, row: FollowUp, approved: Approved) -> None:
    """It is counted as what it is: a template that was let become marketing makes a promotion."""
    klass, category = as_approved(row, approved)
    if (klass, category) != (message.klass, message.category):
        message.klass, message.category = klass, category
        Message.objects.filter(pk=message.pk).update(klass=klass, category=category)


def _put(row: FollowUp, verdict: GateVerdict, decision: policy.Decision, now: datetime) -> None:
    if verdict.action == "send":
        row.state = FollowUp.State.SENT
        row.finished_at = now
        row.reasons = list(verdict.reasons)
    elif verdict.reasons == [REHEARSED]:
        row.message_id = None
        deciding.rehearse(row, now)
    elif verdict.reasons == [CATEGORY_CHANGED]:
        hold(row, now)
    elif verdict.action == "wait":
        row.message_id = None
        deciding.wait(row, decision)
    else:
        deciding.drop(row, verdict.reasons, now)


def _after(
    situation: gathering.Situation, row: FollowUp, message: Message, now: datetime
) -> gathering.Situation:
    """A second message to the same person in this batch sees the first one as sent."""
    rest = tuple(one for one in situation.follow_ups if one.pk != row.id)
    if row.state != FollowUp.State.SENT:
        return gathering.Situation(situation.customer, situation.history, (*rest, row))
    sent = policy.Contact(now, "out", message.channel.kind, row.klass, row.recipe, "system")
    history = policy.History((*situation.history.contacts, sent), situation.history.events)
    return gathering.Situation(situation.customer, history, rest)
