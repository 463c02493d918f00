"""A process beside the house that looks into its books: one JSON question a line, one JSON answer a line."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import django


def states(batch: str) -> dict[str, int]:
    """What became of the messages about these orders."""
    from sapa.messaging.models import Message

    rows = Message.objects.filter(direction="out", text__contains=f"pesanan {batch}-")
    return Counter(rows.values_list("state", flat=True))


def let_leases_run_out(_: str) -> None:
    """As if a minute had passed since the workers that are gone took them."""
    from django.db import connections

    from sapa.base.clock import business_now
    from sapa.messaging.delivery import sweep

    with connections["dispatch"].cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_message SET lease_until = '2000-01-01Z' WHERE state IN ('claimed', 'sending')"
        )
    sweep(business_now())


def resume(_: str) -> list[str]:
    """Lets stopped numbers go again; tells why they had stopped."""
    from sapa.base.clock import business_now
    from sapa.messaging.models import Channel
    from sapa.messaging.services import resume_channel

    stopped = list(Channel.objects.exclude(stopped=""))
    for channel in stopped:
        resume_channel(channel_id=channel.pk, now=business_now())
    return [channel.stopped for channel in stopped]


def calm(_: str) -> None:
    """Numbers that were slowed or silenced by what happened before send at their full pace again."""
    from sapa.messaging.models import Pace

    Pace.objects.all().delete()


KNOWN: dict[str, Callable[[str], Any]] = {
    "states": states,
    "let_leases_run_out": let_leases_run_out,
    "resume": resume,
    "calm": calm,
}


def answer(question: list[str]) -> Any:
    from django.db import connections

    from sapa.accounts.selectors import workspace_ids
    from sapa.base.scope import workspace_scope

    name, batch = question
    try:
        if name == "let_leases_run_out":
            return KNOWN[name](batch)
        with workspace_scope(workspace_ids()[0]):
            return KNOWN[name](batch)
    finally:
        connections.close_all()


if __name__ == "__main__":
    django.setup()
    for question in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(question))) + "\n")
        sys.stdout.flush()
