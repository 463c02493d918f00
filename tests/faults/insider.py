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
        cursor.execute("UPDATE messaging_message SET lease_until = '2000-01-01Z' WHERE state = 'sending'")
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


def books(batch: str) -> list[list[str]]:
    """State, delivery class and error of each message about these orders."""
    from sapa.messaging.models import Message

    rows = Message.objects.filter(direction="out", text__icontains=f"pesanan {batch}-")
    return [list(row) for row in rows.values_list("state", "delivery_class", "error")]


def let_grace_run_out(_: str) -> None:
    """As if a quarter of an hour had passed since the answers stayed away."""
    from django.db import connections

    from sapa.base.clock import business_now
    from sapa.messaging.delivery import sweep

    with connections["dispatch"].cursor() as cursor:
        cursor.execute("UPDATE messaging_message SET lease_until = '2000-01-01Z' WHERE state = 'unknown'")
    sweep(business_now())


def switch_on(recipe: str) -> None:
    from sapa.base.clock import business_now
    from sapa.journeys.services import switch

    switch(recipe=recipe, mode="live", settings={}, now=business_now())


def hand_templates_over(_: str) -> None:
    """The provider has forgotten them, as a simulator that was started anew has."""
    from sapa.messaging.models import Template

    Template.objects.update(status="DRAFT")


def hurry(rate: str) -> None:
    """The provider lets this many messages a second through."""
    from sapa.messaging.models import Channel, Pace

    Channel.objects.update(rate_per_second=int(rate), limit_tier="TIER_UNLIMITED")
    Pace.objects.all().delete()


def pace(_: str) -> dict[str, bool]:
    """Whether the number is left alone, and whether it has begun anew since."""
    from sapa.messaging.models import Pace

    found = Pace.objects.first()
    return {"closed": bool(found and found.closed_until), "opened": bool(found and found.opened_at)}


def let_silence_end(_: str) -> None:
    """As if the minutes had passed for which a silent number is left alone."""
    from django.db.models.functions import Now

    from sapa.messaging.models import Pace

    Pace.objects.exclude(closed_until=None).update(closed_until=Now())


def clock_to(moment: str) -> str:
    """Business time of the demo goes forward to this moment."""
    from datetime import datetime

    from sapa.base.clock import set_demo_now

    return set_demo_now(datetime.fromisoformat(moment)).isoformat()


def reply_all(batch: str) -> int:
    """A person answers everybody who has written, in the open window."""
    from sapa.base.clock import business_now
    from sapa.messaging.models import Conversation
    from sapa.messaging.schemas import Outgoing
    from sapa.messaging.services import queue

    talks = Conversation.objects.exclude(last_inbound_at=None)
    letters = [
        Outgoing(
            contact_id=talk.contact_id,
            klass="reply",
            kind="agent_reply",
            category="service",
            by="agent",
            text=f"Balasan untuk pesanan {batch}-{talk.pk}",
            key=f"chaos:{batch}:{talk.pk}",
            delivery_class="ask",
            priority=0,
        )
        for talk in talks
    ]
    return len(queue(outgoing=letters, now=business_now()))


def reasons(batch: str) -> dict[str, int]:
    """Why follow-ups about these orders were dropped."""
    from sapa.commerce.models import Order
    from sapa.journeys.models import FollowUp

    mine = Order.objects.filter(external_id__startswith=f"{batch}-").values("id")
    rows = FollowUp.objects.filter(order_id__in=mine, state="dropped").values_list("reasons", flat=True)
    return Counter(code for codes in rows for code in codes)


def chores(_: str) -> int:
    """How many workers of the chores said in the last seconds that they live."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '12 seconds'"
        )
        return int(cursor.fetchone()[0])


KNOWN: dict[str, Callable[[str], Any]] = {
    "states": states,
    "let_leases_run_out": let_leases_run_out,
    "resume": resume,
    "calm": calm,
    "chores": chores,
    "books": books,
    "let_grace_run_out": let_grace_run_out,
    "switch_on": switch_on,
    "hand_templates_over": hand_templates_over,
    "hurry": hurry,
    "pace": pace,
    "let_silence_end": let_silence_end,
    "clock_to": clock_to,
    "reply_all": reply_all,
    "reasons": reasons,
}


def answer(question: list[str]) -> Any:
    from django.db import connections

    from sapa.accounts.selectors import workspace_ids
    from sapa.base.scope import workspace_scope

    name, batch = question
    try:
        if name in ("let_leases_run_out", "let_grace_run_out"):
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
