"""The message guard just before a follow-up leaves: its words with the data of now (`domain.md` §4)."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sapa.accounts.models import Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit, change_settings
from sapa.base.rows import Written
from sapa.domain import journeys, policy
from sapa.domain.guard import Findings, GuardCase, GuardSettings, check, context_of_parameters, guard_settings
from sapa.domain.guard.codes import NUDGES
from sapa.domain.honorifics import usable_words
from sapa.journeys.services.deciding import Kept
from sapa.journeys.services.wording import Wording
from sapa.messaging.channels.whatsapp.composing import with_body
from sapa.messaging.models import Message

BLOCKED = "guard_blocked"


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard found in a message that is about to leave, and whether that stops it."""

    findings: Findings
    blocked: bool

    @property
    def reason(self) -> str | None:
        return BLOCKED if self.blocked else None

    def told(self, kept: Kept) -> Kept:
        """The decision as it is kept, with the guard's codes; a blocked one says that nothing was sent."""
        if not self.findings.items:
            return kept
        found = [[one.code, one.severity, dict(one.values)] for one in self.findings.items]
        noted = {**kept, "trace": _added(kept["trace"], "guard", found)}
        return (
            {**noted, "action": "drop", "reasons": _written([BLOCKED]), "until": None}
            if self.blocked
            else noted
        )


UNASKED = Guarded(Findings(), blocked=False)


def _added(document: Written, name: str, value: object) -> Written:
    """A member more in a written object that has none of that name."""
    joint = "" if document == "{}" else ","
    return Written(f'{{"{name}":{json.dumps(value)}{joint}{document[1:]}')


def _written(value: object) -> Written:
    return Written(json.dumps(value))


def chosen_words(settings: Mapping[str, Any] | None = None) -> GuardSettings:
    """What this workspace chose, from the settings in force or those that the caller has read."""
    known = settings_in_force()[1] if settings is None else settings
    return guard_settings(known.get("guard") or {})


def choose_words(*, document: Mapping[str, Any], now: datetime) -> None:
    """The shop's own words as the next version of the settings; kept who changed what."""
    names = [field.name for field in fields(GuardSettings)]
    change_settings(changes={"guard": {name: document[name] for name in names}}, now=now)
    audit(action="guard.changed", now=now, data={"paths": names})


def guarded(
    *,
    message: Message,
    person: journeys.PersonFacts,
    shop: Workspace,
    history: policy.History,
    chosen: GuardSettings,
    form: str | None,
    now: datetime,
    reword: Callable[[], Wording],
    overridden: Collection[str] = (),
) -> Guarded:
    """Checks the message as it would leave. Old words are written anew, a greeting is put right for the hour.

    `form`: freeform or template, as the policy decided. `reword`: the follow-up's text with the data of now.
    `overridden`: codes that a supervisor let pass for this text. The message's own text and parameters are
    changed when that is enough to let it pass.
    """
    case = _case(message, person, shop, history, chosen, now)
    found = _look(case)
    if not found.blocked_but_for(overridden):
        return Guarded(found, blocked=False)
    for text, parameters in _other_words(message, found, form, reword):
        again = _look(_case(_with(message, text, parameters), person, shop, history, chosen, now))
        if not again.blocked_but_for(overridden):
            _rewrite(message, text, parameters)
            return Guarded(again, blocked=False)
    return Guarded(found, blocked=True)


def _other_words(
    message: Message, found: Findings, form: str | None, reword: Callable[[], Wording]
) -> Iterator[tuple[str, dict[str, str]]]:
    """An approved template's own words cannot be changed here; its parameters and free text can."""
    fresh = reword()
    if not fresh.missing and fresh.text != message.text:
        yield fresh.text, dict(fresh.parameters or {})
    greeting = found.of("greeting_time")
    is_free = form == "freeform" or not message.payload.get("template")
    if greeting and greeting.fix and is_free:
        yield greeting.fix, message.payload.get("parameters") or {}


def _look(case: GuardCase) -> Findings:
    """Where nothing is known that could be named, nothing is missing."""
    found = check(case)
    if case.context or not found.items:
        return found
    return Findings(tuple(one for one in found.items if one.code != "missing_context"))


def _case(
    message: Message,
    person: journeys.PersonFacts,
    shop: Workspace,
    history: policy.History,
    chosen: GuardSettings,
    now: datetime,
) -> GuardCase:
    ours = [one for one in history.contacts if one.direction == "out" and one.status != "failed"]
    return GuardCase(
        text=message.text,
        klass=message.klass,
        segment=person.segment,
        at=_wall_clock(now, person.zone),
        name=_spoken_name(person),
        shop=shop.name,
        company=person.company,
        context=context_of_parameters(message.payload.get("parameters") or {}),
        recent=tuple([one.klass for one in reversed(ours) if one.klass in NUDGES]),
        first_contact=not ours,
        brand_words=chosen.brand_words,
        pressure_words=chosen.pressure_words,
        promo_streak=chosen.promo_streak,
    )


@lru_cache(maxsize=64)
def _wall_clock(now: datetime, zone: str) -> datetime:
    """The same for all messages of a batch in this zone."""
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _spoken_name(person: journeys.PersonFacts) -> str:
    """As the texts say it: a chosen form with a name of its own, else the usable words of the name."""
    if len(person.preferred_address.split()) > 1:
        return person.preferred_address
    words = usable_words(person.name)
    return " ".join(words if person.segment == "b2b" else words[:1])


def _with(message: Message, text: str, parameters: dict[str, str]) -> Message:
    return Message(klass=message.klass, text=text, payload={**message.payload, "parameters": parameters})


def _rewrite(message: Message, text: str, parameters: dict[str, str]) -> None:
    message.text = text
    if message.payload.get("template"):
        message.payload = {**message.payload, "parameters": parameters}
    if content := message.payload.get("content"):
        message.payload = {**message.payload, "content": with_body(content, text)}
    Message.objects.filter(pk=message.pk).update(text=message.text, payload=message.payload)
