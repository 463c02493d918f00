"""Looks at numbers at the provider: every quarter of an hour, and when a person asks. A step of the worker."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from sapa.accounts.selectors import workspace_ids
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.base.sealed import SealError
from sapa.events.models import Endpoint
from sapa.events.services import open_secrets
from sapa.messaging.channels.whatsapp.client import WhatsAppClient, client
from sapa.messaging.channels.whatsapp.door import verify_token
from sapa.messaging.channels.whatsapp.numbers import NO_ANSWER, Look, look, subscribe
from sapa.messaging.models import Channel, Errand
from sapa.messaging.schemas import Sender
from sapa.messaging.selectors import sender
from sapa.messaging.services.channels import (
    DISCONNECTED,
    NO_SECRET,
    change_channel,
    code_of,
    hold_channel,
    remember,
)
from sapa.messaging.services.connecting import SUBSCRIBE

EVERY = timedelta(minutes=15)
INVALID_TOKEN = frozenset({"0", "190"})
RATES = {"STANDARD": 80, "HIGH": 1000}
COEXISTENCE_RATE = 20
LONGEST_DETAIL = 300
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One number to look at; `errands` are its waiting wishes, `address` where its webhooks belong."""

    channel_id: int
    sender: Sender
    errands: tuple[Errand, ...]
    address: str = ""
    token: str = ""
    alone: bool = True

    @property
    def subscribes(self) -> bool:
        return any(errand.what == SUBSCRIBE for errand in self.errands)


@dataclass(frozen=True, slots=True)
class Report:
    job: Job
    look: Look
    refused: tuple[str, str] = ("", "")


def look_at_numbers(*, now: datetime) -> int:
    """In every workspace; not within a scope and not inside an event loop. Returns how many were looked at."""
    return sum(_look_in(workspace_id, now) for workspace_id in workspace_ids())


def _look_in(workspace_id: int, now: datetime) -> int:
    """The network is asked outside of any transaction."""
    with workspace_scope(workspace_id):
        jobs = _jobs(now)
    if not jobs:
        return 0
    reports = asyncio.run(_ask(jobs))
    for report in reports:
        with workspace_scope(workspace_id):
            _apply(report, now)
    return len(reports)


def _jobs(now: datetime) -> list[Job]:
    wished: dict[int, list[Errand]] = {}
    for errand in Errand.objects.filter(done_at=None).order_by("id"):
        wished.setdefault(errand.channel_id, []).append(errand)
    due = Q(checked_at=None) | Q(checked_at__lte=now - EVERY) | Q(id__in=wished)
    numbers = Channel.objects.filter(due, kind="whatsapp").exclude(stopped=DISCONNECTED)
    listed = list(numbers.select_related("endpoint").order_by("id"))
    Channel.objects.filter(id__in=[one.pk for one in listed]).update(checked_at=now)
    return [job for one in listed if (job := _job(one, wished.get(one.pk, ()), now))]


def _job(channel: Channel, errands: Sequence[Errand], now: datetime) -> Job | None:
    """None for a number that cannot be asked, which stops it: its token or app secret cannot be read."""
    try:
        return Job(channel.pk, sender(channel), tuple(errands), *_wiring(channel))
    except SealError as error:
        code = code_of(error)
        logger.error("channel %s: %s", channel.pk, code)
        hold_channel(channel_id=channel.pk, code=code, source="measured", now=now)
        Errand.objects.filter(id__in=[one.pk for one in errands]).update(done_at=now, code=code)
        return None


def _wiring(channel: Channel) -> tuple[str, str, bool]:
    """Address, verify token, and whether the number is the only one of its account here."""
    others = Channel.objects.filter(account_id=channel.account_id).exclude(pk=channel.pk)
    alone = not others.exclude(stopped=DISCONNECTED).exists()
    if channel.endpoint is None:
        return "", "", alone
    return address_of(channel.endpoint), verify_token_of(channel.endpoint), alone


def address_of(endpoint: Endpoint) -> str:
    return f"{settings.SAPA.url}/hooks/{endpoint.kind}/{endpoint.public_id}/"


def verify_token_of(endpoint: Endpoint) -> str:
    """Empty without an app secret. Raises SealError."""
    secrets = open_secrets(
        sealed=endpoint.secrets[:1], workspace_id=current_workspace_id(), endpoint_id=endpoint.pk
    )
    return verify_token(secrets[0]) if secrets and secrets[0] else ""


async def _ask(jobs: Sequence[Job]) -> list[Report]:
    async with client() as whatsapp:
        return [await _report(whatsapp, job) for job in jobs]


async def _report(whatsapp: WhatsAppClient, job: Job) -> Report:
    refused = await _subscribed(whatsapp, job) if job.subscribes else ("", "")
    return Report(job, await look(whatsapp, job.sender), refused)


async def _subscribed(whatsapp: WhatsAppClient, job: Job) -> tuple[str, str]:
    if not job.token:
        return NO_SECRET, ""
    return await subscribe(whatsapp, job.sender, address=job.address, verify_token=job.token, alone=job.alone)


def _apply(report: Report, now: datetime) -> None:
    channel = Channel.objects.select_for_update().get(pk=report.job.channel_id)
    found = report.look
    if found.error == NO_ANSWER:
        remember(channel_id=channel.pk, health={"no_answer_at": now.isoformat()})
    else:
        remember(channel_id=channel.pk, health={"look": found.kept(), "looked_at": now.isoformat()})
    if found.error in INVALID_TOKEN:
        hold_channel(
            channel_id=channel.pk,
            code="190",
            detail=found.detail,
            whole_account=True,
            source="poll",
            now=now,
        )
    elif not found.error:
        change_channel(channel=channel, values=_columns(found), source="poll", now=now)
    _finish(report, now)


def _columns(found: Look) -> dict[str, Any]:
    """What the look told; where it says nothing the column stays."""
    told = {
        "quality": "" if found.quality == "NA" else found.quality,
        "limit_tier": found.limit_tier,
        "verified_name": found.verified_name,
        "portfolio_id": found.portfolio_id,
        "display_phone": _international(found.display_phone),
        "rate_per_second": COEXISTENCE_RATE if found.on_phone_app else RATES.get(found.level, 0),
    }
    longest = {one.name: one.max_length for one in Channel._meta.concrete_fields}
    kept = {
        name: value[: longest[name]] if isinstance(value, str) else value
        for name, value in told.items()
        if value
    }
    return {**kept, "coexistence": found.on_phone_app}


def _international(shown: str) -> str:
    digits = "".join(sign for sign in shown if sign.isdigit())
    return f"+{digits}" if digits else ""


def _finish(report: Report, now: datetime) -> None:
    for errand in report.job.errands:
        refused = report.refused if errand.what == SUBSCRIBE else (report.look.error, report.look.detail)
        code, detail = refused
        Errand.objects.filter(pk=errand.pk).update(
            done_at=now, code=code[:40], detail=detail[:LONGEST_DETAIL]
        )
