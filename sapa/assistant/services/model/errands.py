"""What people want of the model: a trial of the settings, a draft in other words. The worker does it in seconds."""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connections

from sapa.assistant.flows.applying import Done
from sapa.assistant.flows.sitting import Sitting, shop_now
from sapa.assistant.model.asking import BROKEN, CAP, KEY, NO_PLUG, RESTS, Question, Told, ask
from sapa.assistant.model.choice import MILLION, Plug
from sapa.assistant.model.commands import SCHEMA_NAME, Commands, read, schema_of
from sapa.assistant.model.prompting import Heard, messages_for
from sapa.assistant.models import ModelErrand
from sapa.assistant.selectors.model import Line, line_now
from sapa.assistant.services.model.counting import count_call
from sapa.assistant.services.model.phrasing import draft_of, is_clean
from sapa.assistant.services.model.preparing import most_of
from sapa.assistant.services.tracing import trace_of
from sapa.assistant.services.turns import place_of
from sapa.base.egress import egress_session
from sapa.base.scope import workspace_scope
from sapa.base.sealed import SealError
from sapa.domain.dialogue.types import Move
from sapa.messaging.models import Message

SAMPLE = "Kak, paket saya kok belum sampai juga ya? Sudah 5 hari nih"
KEPT = timedelta(days=1)
FRESH = timedelta(minutes=2)
AT_ONCE = 4
logger = logging.getLogger(__name__)
NO_DRAFT, NOT_CLEAN, OLD = "no_draft", "not_clean", "too_late"
SHOPS = "SELECT DISTINCT workspace_id FROM assistant_modelerrand WHERE taken_at IS NULL OR asked_at < %s"


@dataclass(frozen=True, slots=True)
class Job:
    """`failed`: why nothing is asked. `sitting`, `move`: of a draft."""

    workspace_id: int
    errand_id: int
    plug: Plug = field(default_factory=Plug)
    key: str = ""
    question: Question[Any] | None = None
    failed: str = ""
    sitting: Sitting | None = None
    move: Move | None = None


def ask_trial(*, now: datetime) -> ModelErrand:
    """One harmless call with the settings in force; no customer's word is in it."""
    return _asked(ModelErrand.What.TRIAL, {}, now)


def ask_draft(*, message_id: int, now: datetime) -> ModelErrand:
    """A draft for people of an answer to this message, said by the model; the one that is under way where there is one.

    Its `result`: `text` in the model's words and `plain` as the records say it, `trace` and `confidence` as of a turn,
    `model`; or `failed`: why there are no other words.
    """
    given = {"message": message_id}
    under_way = ModelErrand.objects.filter(
        what=ModelErrand.What.DRAFT, given=given, done_at=None, asked_at__gt=now - FRESH
    )
    return under_way.order_by("-id").first() or _asked(ModelErrand.What.DRAFT, given, now)


def _asked(what: str, given: Mapping[str, int], now: datetime) -> ModelErrand:
    return ModelErrand.objects.create(what=what, given=dict(given), asked_at=now)


def run_errands(*, now: datetime) -> int:
    """Of all workspaces; what is a day old goes. Not in a scope, not in an event loop. No shop waits for the model of
    another."""
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(SHOPS, [now - KEPT])
        shops = [int(row[0]) for row in cursor.fetchall()]
    jobs = [job for workspace_id in shops for job in _taken(workspace_id, now)]
    for job in jobs:
        if job.question is None:
            _keep(job, Told(failed=job.failed), now)
    for job, told in _answers([(job, job.question) for job in jobs if job.question]):
        _keep(job, told, now)
    return len(jobs)


def _answers(asked: Sequence[tuple[Job, Question[Any]]]) -> Iterator[tuple[Job, Told[Any]]]:
    """As they come."""
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        under_way = {loop.create_task(_told(job, question)): job for job, question in asked}
        while under_way:
            waits = asyncio.wait(list(under_way), return_when=asyncio.FIRST_COMPLETED)
            for task in runner.run(waits)[0]:
                yield under_way.pop(task), task.result()


async def _told(job: Job, question: Question[Any]) -> Told[Any]:
    try:
        async with egress_session(limit=2, total_seconds=job.plug.timeout + 1) as session:
            return await ask(session, job.plug, job.key, question)
    except Exception as error:
        logger.error("errand %s was not asked: %s", job.errand_id, place_of(error))
        return Told(failed=BROKEN)


def _taken(workspace_id: int, now: datetime) -> list[Job]:
    """Taken before anything is asked: what is lost on the way is asked again by whoever wants it. A shop whose errands
    cannot be prepared stops no other."""
    try:
        with workspace_scope(workspace_id):
            return _prepared(workspace_id, now)
    except Exception as error:
        logger.error("errands of shop %s: %s", workspace_id, place_of(error))
        return []


def _prepared(workspace_id: int, now: datetime) -> list[Job]:
    ModelErrand.objects.filter(asked_at__lt=now - KEPT).delete()
    rows = list(
        ModelErrand.objects.filter(taken_at=None).order_by("id").select_for_update(skip_locked=True)[:AT_ONCE]
    )
    ModelErrand.objects.filter(pk__in=[one.pk for one in rows]).update(taken_at=now)
    plug = shop_now().plug
    try:
        line = line_now(plug, now)
    except SealError:
        return [Job(workspace_id, one.pk, failed=KEY) for one in rows]
    jobs = [_job(workspace_id, one, line, now) for one in rows]
    if plug.has_room(line.spent, sum(most_of(plug, one.question) for one in jobs if one.question)):
        return jobs
    return [replace(one, question=None, failed=one.failed or CAP) for one in jobs]


def _job(workspace_id: int, errand: ModelErrand, line: Line, now: datetime) -> Job:
    plug, is_trial = line.plug, errand.what == ModelErrand.What.TRIAL
    job = Job(workspace_id, errand.pk, plug, line.key)
    if not (plug.is_there if is_trial else plug.drafts):
        return replace(job, failed=NO_PLUG)
    if errand.asked_at < now - FRESH:
        return replace(job, failed=OLD)
    if is_trial:
        question = Question(messages_for(Heard(SAMPLE)), SCHEMA_NAME, schema_of(Commands), read)
        return replace(job, question=question)
    if line.rests:
        return replace(job, failed=RESTS)
    found = _draft(errand.given["message"], now)
    if found is None:
        return replace(job, failed=NO_DRAFT)
    sitting, move, wording = found
    return replace(job, question=wording, sitting=sitting, move=move)


def _draft(message_id: int, now: datetime) -> tuple[Sitting, Move, Question[str]] | None:
    """One that cannot be made stops no other errand."""
    known = Message.objects.select_related("contact__root", "channel", "conversation")
    message = known.filter(pk=message_id, direction="in").first()
    try:
        return draft_of(message, shop_now(), now) if message else None
    except Error:
        raise
    except Exception as error:
        logger.error("no draft for message %s: %s", message_id, place_of(error))
        return None


def _keep(job: Job, told: Told[Any], now: datetime) -> None:
    with workspace_scope(job.workspace_id):
        result: dict[str, Any] = {"failed": told.failed}
        if job.question:
            count_call(job.plug, told, as_what="drafted" if job.move else "trial", now=now)
            result["milliseconds"] = round(told.seconds * 1000)
            result["rupiah"] = job.plug.cost(max(told.tokens_in, 0), max(told.tokens_out, 0)) / MILLION
        if isinstance(told.value, Commands):
            result["commands"] = [one.model_dump() for one in told.value.commands]
        if isinstance(told.value, str) and job.sitting and job.move:
            result |= _worded(job.sitting, job.move, told.value, job.plug)
        ModelErrand.objects.filter(pk=job.errand_id).update(done_at=now, result=result)


def _worded(sitting: Sitting, move: Move, text: str, plug: Plug) -> dict[str, Any]:
    """Nobody sees words that the guard stops; the others come with what they were made of."""
    if not is_clean(sitting, move, text):
        return {"failed": NOT_CLEAN}
    return {
        "text": text,
        "plain": move.text,
        "trace": trace_of(sitting, move, Done(), blocked=(), failed=""),
        "confidence": sitting.turn.said.understood.confidence,
        "model": plug.model,
    }
