"""The loop of turns with a model: it is asked outside of every transaction, then the turn is taken as always.

Whatever goes wrong with it, the turn is taken with what was read without it.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from django.db import Error

from sapa.assistant.flows.sitting import Shop, shop_now
from sapa.assistant.model.asking import BROKEN, INVALID, NO_PLUG, Question, Told, ask
from sapa.assistant.model.choice import LONGEST_WAIT, Plug
from sapa.assistant.model.given import Given
from sapa.assistant.model.merging import merged, noted
from sapa.assistant.selectors.model import Line, line_now, month_now
from sapa.assistant.services.model.counting import count_call, count_skipped
from sapa.assistant.services.model.phrasing import Phrase, phrase_of
from sapa.assistant.services.model.preparing import Case, case_of, most_of, within_means, without
from sapa.assistant.services.turns import answer, pass_on, place_of
from sapa.assistant.services.waiting import Taken, claim, give_back, let_go, shops_waiting
from sapa.base.egress import egress_session
from sapa.base.scope import workspace_scope
from sapa.base.sealed import SealError
from sapa.messaging.models import Message

MOST_TRIES = 2  # then without the model; twice as many, and people take over
OLD = timedelta(hours=2)
LEAST_SECONDS = 1.5  # for other words, of what understanding left of the timeout
LOOKS_EVERY = 0.3  # seconds, for what came in while a model thinks
TAKES_FOR = 20.0  # seconds of one round; then what is under way is finished
MOST_AT_ONCE = 64
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """Messages of one shop that are taken together."""

    workspace_id: int
    now: datetime
    plug: Plug = field(default_factory=Plug)
    key: str = ""
    cases: tuple[Case, ...] = ()
    begun: float = field(default_factory=time.monotonic)

    @property
    def moment(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.begun)


@dataclass(frozen=True, slots=True)
class Call:
    """One question under way: for the reading of `case`, or for other words of its answer."""

    taken: Round
    case: Case
    question: Question[Any]
    seconds: float
    given: Given = field(default_factory=Given)
    phrase: Phrase | None = None


UnderWay = dict["asyncio.Task[Told[Any]]", Call]


def take_waiting_turns(*, now: datetime) -> int:
    """Of all workspaces; returns how many messages were taken. Not in a scope, not in an event loop.

    While a model thinks, what comes in meanwhile is taken too: no shop waits for the model of another.
    """
    begun = time.monotonic()
    count, calls = _taken(now, {})
    if not calls:
        return count
    with asyncio.Runner() as runner:
        session = runner.run(_opened())
        under_way: UnderWay = {}
        try:
            _send(runner, session, under_way, calls)
            while under_way:
                done = runner.run(_first(list(under_way)))
                heard = [more for task in done for more in _heard(under_way.pop(task), _told_of(task))]
                _send(runner, session, under_way, heard)
                gone = time.monotonic() - begun
                if gone < TAKES_FOR and len(under_way) < MOST_AT_ONCE:
                    more, calls = _taken(now + timedelta(seconds=gone), under_way)
                    count += more
                    _send(runner, session, under_way, calls)
        finally:
            runner.run(session.close())
    return count


def _taken(now: datetime, under_way: UnderWay) -> tuple[int, list[Call]]:
    """Those that need no model are answered at once."""
    count, calls = 0, list[Call]()
    for workspace_id in shops_waiting(now):
        taken = _round(workspace_id, now, under_way)
        count += len(taken.cases)
        for case in taken.cases:
            if case.question:
                calls.append(Call(taken, case, case.question, taken.plug.timeout))
            else:
                _finish(taken, case, Given(noted(case.reading, case.code)) if case.reading else Given())
    return count, calls


def _round(workspace_id: int, now: datetime, under_way: UnderWay) -> Round:
    """A shop whose messages cannot be prepared stops no other."""
    asked = [one for one in under_way.values() if one.taken.workspace_id == workspace_id]
    reserved = sum(most_of(one.taken.plug, one.question) for one in asked)
    try:
        with workspace_scope(workspace_id):
            return _prepared(workspace_id, now, reserved)
    except Exception as error:
        logger.error("shop %s: %s", workspace_id, place_of(error))
        return Round(workspace_id, now)


def _prepared(workspace_id: int, now: datetime, reserved: int) -> Round:
    shop, tries = shop_now(), _claimed(now)
    messages = Message.objects.filter(pk__in=tries).select_related("contact__root", "channel", "conversation")
    cases = [_case(one, tries[one.pk], shop, now) for one in messages.order_by("pk")]
    if not shop.plug.reads:
        return Round(workspace_id, now, cases=tuple(without(one, NO_PLUG) for one in cases))
    line = _line(shop.plug, now)
    cases = within_means(cases, line, reserved)
    return Round(workspace_id, now, shop.plug, line.key if line else "", tuple(cases))


def _claimed(now: datetime) -> dict[int, int]:
    """Message to how often it was taken; those that waited too long or broke worker after worker are people's."""
    tries = {}
    for row in claim(now):
        pk, noted_at, count = row
        if _is_given_up(row, now):
            pass_on(message_ids=[pk], reason="late" if noted_at <= now - OLD else "failed", now=now)
            let_go(pk)
        else:
            tries[pk] = count
    return tries


def _is_given_up(row: Taken, now: datetime) -> bool:
    _pk, noted_at, count = row
    return noted_at <= now - OLD or count > 2 * MOST_TRIES


def _case(message: Message, tries: int, shop: Shop, now: datetime) -> Case:
    if tries > MOST_TRIES:
        return Case(message.pk, code=BROKEN)
    try:
        return case_of(message, shop, now)
    except Error:
        raise
    except Exception as error:
        logger.error("message %s was not prepared: %s", message.pk, place_of(error))
        return Case(message.pk, code=BROKEN)


def _line(plug: Plug, now: datetime) -> Line | None:
    try:
        return line_now(plug, now)
    except SealError:
        return None


def _send(
    runner: asyncio.Runner, session: aiohttp.ClientSession, under_way: UnderWay, calls: list[Call]
) -> None:
    for call in calls:
        asked = ask(session, call.taken.plug, call.taken.key, call.question, seconds=call.seconds)
        under_way[runner.get_loop().create_task(asked)] = call


async def _opened() -> aiohttp.ClientSession:
    return egress_session(limit=MOST_AT_ONCE, total_seconds=LONGEST_WAIT + 1)


async def _first(tasks: list["asyncio.Task[Told[Any]]"]) -> set["asyncio.Task[Told[Any]]"]:
    """Those that are done, none where nothing is for a moment."""
    done, _others = await asyncio.wait(tasks, timeout=LOOKS_EVERY, return_when=asyncio.FIRST_COMPLETED)
    return done


def _told_of(task: "asyncio.Task[Told[Any]]") -> Told[Any]:
    try:
        return task.result()
    except Exception as error:
        logger.error("the model was not asked: %s", place_of(error))
        return Told(failed=BROKEN)


def _heard(call: Call, told: Told[Any]) -> Iterator[Call]:
    """Each turn is taken as soon as its own answer is there; before it one more call, where the answer may be said in
    other words and there is time left for them."""
    taken, case = call.taken, call.case
    _safely(taken, case, lambda: _count(taken, told, "phrased" if call.phrase else "understood"))
    if call.phrase:
        _finish(taken, case, Given(call.given.reading, call.phrase.said, told.value or ""))
        return
    given = Given(_safely(taken, case, lambda: _reading(case, told)))
    left, phrase = taken.plug.timeout - told.seconds, None
    if taken.plug.phrases and not told.failed and left >= LEAST_SECONDS:
        phrase = _safely(taken, case, lambda: _phrase(taken, case, given))
    if phrase:
        yield Call(taken, case, phrase.question, left, given, phrase)
    else:
        _finish(taken, case, given)


def _reading(case: Case, told: Told[Any]) -> Any:
    if case.reading is None:
        return None
    if told.value is None:
        return noted(case.reading, told.failed or INVALID)
    return merged(case.reading, told.value, case.text, case.context)


def _count(taken: Round, told: Told[Any], as_what: str) -> None:
    with workspace_scope(taken.workspace_id):
        count_call(taken.plug, told, as_what=as_what, now=taken.moment)


def _phrase(taken: Round, case: Case, given: Given) -> Phrase | None:
    with workspace_scope(taken.workspace_id):
        message = Message.objects.select_related("contact__root", "channel", "conversation").get(
            pk=case.message_id
        )
        found = phrase_of(message, shop_now(), given, taken.moment)
        month = month_now(taken.moment)
        cost = most_of(taken.plug, found.question) if found else 0
        return found if taken.plug.has_room(month.cost if month else 0, cost) else None


def _finish(taken: Round, case: Case, given: Given) -> None:
    """The turn, and the message waits no more: both or neither."""

    def finish() -> bool:
        with workspace_scope(taken.workspace_id):
            if case.code and case.code != NO_PLUG:
                count_skipped(case.code, now=taken.moment)
            answer(message_ids=[case.message_id], now=taken.moment, given={case.message_id: given})
            let_go(case.message_id)
        return True

    def leave() -> None:
        with workspace_scope(taken.workspace_id):
            give_back(case.message_id)

    if _safely(taken, case, finish) is None:
        _safely(taken, case, leave)


def _safely(taken: Round, case: Case, step: Callable[[], Any]) -> Any:
    """One message that breaks stops no other; None where it broke."""
    try:
        return step()
    except Exception as error:
        logger.error("shop %s, message %s: %s", taken.workspace_id, case.message_id, place_of(error))
        return None
