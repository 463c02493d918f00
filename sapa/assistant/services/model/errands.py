"""What people want of the model: a trial of the settings, a draft in other words. The worker does it in seconds."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, connections

from sapa.assistant.flows.sitting import Sitting, shop_now
from sapa.assistant.model.asking import CAP, KEY, NO_PLUG, Question, Told, ask
from sapa.assistant.model.choice import MILLION, Plug
from sapa.assistant.model.commands import SCHEMA_NAME, Commands, read, schema_of
from sapa.assistant.model.prompting import Heard, messages_for
from sapa.assistant.models import ModelErrand
from sapa.assistant.selectors.model import line_now
from sapa.assistant.services.model.counting import count_call
from sapa.assistant.services.model.phrasing import draft_of, is_clean
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
SHOPS = "SELECT DISTINCT workspace_id FROM assistant_modelerrand WHERE taken_at IS NULL"


@dataclass(frozen=True, slots=True)
class Job:
    """`failed`: why nothing is asked. `sitting`, `move`: of a draft."""

    errand_id: int
    question: Question[Any] | None = None
    failed: str = ""
    sitting: Sitting | None = None
    move: Move | None = None


def ask_trial(*, now: datetime) -> ModelErrand:
    """One harmless call with the settings in force; no customer's word is in it."""
    return _asked(ModelErrand.What.TRIAL, {}, now)


def ask_draft(*, message_id: int, now: datetime) -> ModelErrand:
    """A draft for people of an answer to this message, said by the model. Its `result`: `text`, blank where there is
    none, and `failed`."""
    return _asked(ModelErrand.What.DRAFT, {"message": message_id}, now)


def _asked(what: str, given: Mapping[str, int], now: datetime) -> ModelErrand:
    ModelErrand.objects.filter(asked_at__lt=now - KEPT).delete()
    return ModelErrand.objects.create(what=what, given=dict(given), asked_at=now)


def run_errands(*, now: datetime) -> int:
    """Of all workspaces. Not in a scope, not in an event loop."""
    with connections["dispatch"].cursor() as cursor:
        cursor.execute(SHOPS)
        shops = [int(row[0]) for row in cursor.fetchall()]
    return sum(_run_some(workspace_id, now) for workspace_id in shops)


def _run_some(workspace_id: int, now: datetime) -> int:
    """Taken before anything is asked: what is lost on the way is asked again by whoever wants it."""
    with workspace_scope(workspace_id):
        plug = shop_now().plug
        jobs, key = _taken(plug, now)
    for job in jobs:
        told: Told[Any] = Told(failed=job.failed)
        if job.question:
            told = asyncio.run(_told(plug, key, job.question))
        with workspace_scope(workspace_id):
            _keep(job, plug, told, now)
    return len(jobs)


def _taken(plug: Plug, now: datetime) -> tuple[list[Job], str]:
    rows = list(
        ModelErrand.objects.filter(taken_at=None).order_by("id").select_for_update(skip_locked=True)[:AT_ONCE]
    )
    ModelErrand.objects.filter(pk__in=[one.pk for one in rows]).update(taken_at=now)
    try:
        line = line_now(plug, now)
    except SealError:
        return [Job(one.pk, failed=KEY) for one in rows], ""
    if not plug.is_there:
        return [Job(one.pk, failed=NO_PLUG) for one in rows], ""
    jobs = [_job(one, now) for one in rows]
    wanted = sum(plug.cost(one.question.tokens, plug.max_tokens) * 2 for one in jobs if one.question)
    if not plug.has_room(line.spent, wanted):
        return [Job(one.pk, failed=CAP) for one in rows], ""
    return jobs, line.key


def _job(errand: ModelErrand, now: datetime) -> Job:
    if errand.asked_at < now - FRESH:
        return Job(errand.pk, failed=OLD)
    if errand.what == ModelErrand.What.TRIAL:
        question = Question(messages_for(Heard(SAMPLE)), SCHEMA_NAME, schema_of(Commands), read)
        return Job(errand.pk, question)
    message = Message.objects.select_related("contact__root", "channel", "conversation").filter(
        pk=errand.given["message"], direction="in"
    )
    found = _draft(message[0], now) if message else None
    if found is None:
        return Job(errand.pk, failed=NO_DRAFT)
    sitting, move, wording = found
    return Job(errand.pk, wording, "", sitting, move)


def _draft(message: Message, now: datetime) -> tuple[Sitting, Move, Question[str]] | None:
    """One that cannot be made stops no other errand."""
    try:
        return draft_of(message, shop_now(), now)
    except Error:
        raise
    except Exception as error:
        logger.error("no draft for message %s: %s", message.pk, place_of(error))
        return None


async def _told(plug: Plug, key: str, question: Question[Any]) -> Told[Any]:
    async with egress_session(limit=2, total_seconds=plug.timeout + 1) as session:
        return await ask(session, plug, key, question)


def _keep(job: Job, plug: Plug, told: Told[Any], now: datetime) -> None:
    result: dict[str, Any] = {"failed": told.failed}
    if job.question:
        count_call(plug, told, as_what="drafted" if job.move else "trial", now=now)
        result["milliseconds"] = round(told.seconds * 1000)
        result["rupiah"] = plug.cost(max(told.tokens_in, 0), max(told.tokens_out, 0)) / MILLION
    if isinstance(told.value, Commands):
        result["commands"] = [one.model_dump() for one in told.value.commands]
    if isinstance(told.value, str) and job.sitting and job.move:
        clean = is_clean(job.sitting, job.move, told.value)
        result |= {"text": told.value} if clean else {"failed": NOT_CLEAN}
    ModelErrand.objects.filter(pk=job.errand_id).update(done_at=now, result=result)
