"""One worker process of the benchmark: the delivery loop as `sapa worker` runs it, until its input ends."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import django

from sapa.base.process import run_fast, spare_collector

if TYPE_CHECKING:
    from sapa.messaging.models import Message
    from sapa.messaging.schemas import GateVerdict


def everything(messages: "Sequence[Message]", now: datetime) -> "Mapping[int, GateVerdict]":  # noqa: ARG001
    """In the gate's place for `--without-gate`: what the rest of the engine costs."""
    from sapa.messaging.schemas import GateVerdict

    return {one.pk: GateVerdict("send", form="template") for one in messages}


def main(gated: bool) -> None:
    """Waits for a line, delivers until the input ends, prints what it took as one JSON object."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")
    django.setup()
    from django.conf import settings

    from sapa.base.clock import business_now

    if not gated:
        settings.GATE = f"{__spec__.name}.everything"
    spare_collector()
    business_now()
    print("ready", flush=True)
    sys.stdin.readline()
    used = os.times()
    run_fast(deliver())
    ended = os.times()
    print(json.dumps({"cpu": ended.user + ended.system - used.user - used.system}), flush=True)


async def deliver() -> None:
    from sapa.messaging.delivery import run

    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stop.set)
    await run(stop)


if __name__ == "__main__":
    main(gated=sys.argv[1] == "gated")
