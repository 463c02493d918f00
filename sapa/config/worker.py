"""`sapa worker`: one process with the loops of decisions.md 26, each failing and resting alone."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Protocol, cast

import django

from sapa.base.instance import instance
from sapa.base.process import return_memory, run_fast, spare_collector, take_turns

log = logging.getLogger("sapa.worker")

IDLE_SECONDS = 0.5
SLOWEST_SECONDS = 30.0
BROKEN_SECONDS = 2.0


class Step(Protocol):
    """One round of work; returns how much was done, 0 when there was nothing."""

    def __call__(self, *, now: datetime) -> int: ...


async def run(stop: asyncio.Event) -> None:
    """Works until `stop` is set; then every loop finishes its round."""
    from sapa.events.services import call_webhooks
    from sapa.messaging.delivery import run as deliver

    loops = [_forever(name, step, idle, stop) for name, step, idle in steps()]
    await asyncio.gather(*loops, deliver(stop), call_webhooks(stop), _chores(stop))


def steps() -> list[tuple[str, Step, float]]:
    """Name, work, rest in seconds when there was none."""
    from sapa.assistant.services.model import run_errands, take_waiting_turns
    from sapa.commerce.importers import apply_due_rows
    from sapa.commerce.services.confirming import confirm_due
    from sapa.commerce.services.reconciling import look_at_sources
    from sapa.config.sources import PARSERS
    from sapa.events.services import process_raw, run_handlers
    from sapa.inbox.services.assigning import assign_waiting
    from sapa.inbox.services.clocks.watching import watch_clocks
    from sapa.inbox.services.handoffs.reminding import remind_untaken
    from sapa.inbox.services.leaving import free_of_leavers
    from sapa.inbox.services.pushes import push_notices
    from sapa.inbox.services.radars import watch_radars
    from sapa.inbox.services.rushes import watch_queues
    from sapa.journeys.services import advance_due, raise_tasks, scan, settle_due
    from sapa.lab.demo.clock import advance, keep_time
    from sapa.messaging.services.conversations import wake_snoozed
    from sapa.messaging.services.health import measure
    from sapa.messaging.services.marks import send_marks
    from sapa.messaging.services.media import fetch_due
    from sapa.messaging.services.numbers import look_at_numbers
    from sapa.messaging.tasks import push_due_templates, sync_due_templates

    demo: list[tuple[str, Step, float]] = (
        [("demo clock", advance, 0.2), ("phones' clock", keep_time, 5.0)] if instance().demo else []
    )
    return [
        ("raw deliveries", process_raw, IDLE_SECONDS),
        ("handlers", run_handlers, IDLE_SECONDS),
        ("turns", take_waiting_turns, IDLE_SECONDS),
        ("model errands", run_errands, 1.0),
        ("settle", settle_due, IDLE_SECONDS),
        ("scan", scan, 5.0),
        ("enrolments", advance_due, 2.0),
        ("tasks", raise_tasks, 30.0),
        ("promises", watch_clocks, 5.0),
        ("assigning", assign_waiting, 2.0),
        ("pushes", push_notices, 3.0),
        ("hand-offs", remind_untaken, 10.0),
        ("leavers", free_of_leavers, 20.0),
        ("snoozed", wake_snoozed, 2.0),
        ("queues", watch_queues, 20.0),
        ("radar", watch_radars, 30.0),
        ("rows ahead", apply_due_rows, 1.0),
        ("confirmations", partial(confirm_due, parsers=PARSERS), 2.0),
        ("sources", look_at_sources, 5.0),
        ("templates", push_due_templates, 3.0),
        ("template list", sync_due_templates, 900.0),
        ("media", fetch_due, 1.0),
        ("read marks", send_marks, 1.0),
        ("numbers", look_at_numbers, 2.0),
        ("number health", measure, 20.0),
        *demo,
    ]


async def _forever(name: str, step: Step, idle: float, stop: asyncio.Event) -> None:
    """A thread of its own for each loop, so that each keeps its own connection."""
    rest = idle
    with ThreadPoolExecutor(1, thread_name_prefix=name) as thread:
        while not stop.is_set():
            try:
                done = await asyncio.get_running_loop().run_in_executor(thread, _round, step)
                rest = 0 if done else idle
            except Exception:
                log.exception("The loop «%s» failed and goes on", name)
                rest = min(max(rest, idle) * 2, SLOWEST_SECONDS)
            await _sleep(stop, rest)


def _round(step: Step) -> int:
    from django.db import close_old_connections

    from sapa.base.clock import business_now

    close_old_connections()
    try:
        return step(now=business_now())
    finally:
        close_old_connections()


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def _chores(stop: asyncio.Event) -> None:
    """Procrastinate's worker ends when the database goes away: another one follows it."""
    while not stop.is_set():
        try:
            await _chores_until(stop)
        except Exception as error:
            log.error("The chores failed and go on: %s", type(error).__name__)
        await _sleep(stop, BROKEN_SECONDS)


async def _chores_until(stop: asyncio.Event) -> None:
    """Imports and other coarse work; Procrastinate keeps them, one at a time in this process."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as chores:
        await chores.open_async()
        worker = asyncio.create_task(chores.run_worker_async(install_signal_handlers=False, concurrency=1))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({worker, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            worker.cancel()
            stopped.cancel()
            await asyncio.gather(worker, stopped, return_exceptions=True)
            await chores.close_async()


def main(install: Callable[[asyncio.Event], None]) -> None:
    """Sets Django up and works; `install` wires the signals that set the event."""
    return_memory()
    django.setup()
    spare_collector()
    take_turns()

    async def _main() -> None:
        stop = asyncio.Event()
        install(stop)
        await run(stop)

    run_fast(_main())
