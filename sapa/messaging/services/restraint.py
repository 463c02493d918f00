"""What a batch of messages may not do: reach real customers in test mode, tire a number whose quality sank."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction

from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit, change_settings
from sapa.domain.number_health import HOURS_A_DAY, PROMO, allowance
from sapa.messaging.models import Channel, Message
from sapa.messaging.services.health import RESTING, local_midnight, sight_of, thresholds
from sapa.messaging.services.measuring import promos_of_today

TEST_MODE = "test_mode"
ASKED_AGAIN = timedelta(minutes=10)
YELLOW = "YELLOW"


class Asked(NamedTuple):
    """`phone`: the number the message would go to, empty when only the user id is known."""

    message_id: int
    klass: str
    channel: Channel
    phone: str


class TestMode(NamedTuple):
    """On: only `phones` (E.164) receive anything, until a person switches it off."""

    on: bool
    phones: tuple[str, ...]


def current_test_mode() -> TestMode:
    told = settings_in_force()[1].get(TEST_MODE, {})
    return TestMode(told.get("on") is True, tuple(told.get("phones", ())))


@transaction.atomic
def switch_test_mode(*, on: bool, phones: Sequence[str], now: datetime) -> None:
    """Switched off, what waited for it is due; the gate decides each message anew."""
    told: dict[str, Any] = {"on": on, "phones": sorted(set(phones))}
    change_settings(changes={TEST_MODE: told}, now=now)
    audit(action="test_mode.on" if on else "test_mode.off", now=now, data={"phones": len(told["phones"])})
    waiting = Message.objects.filter(state=Message.State.PLANNED, reasons__contains=[TEST_MODE])
    waiting.update(not_before=now, reasons=[])


def restrained(asked: Sequence[Asked], *, now: datetime) -> Mapping[int, tuple[datetime, str]]:
    """By message: until when it waits and why. The caller may ask with any number of messages."""
    if not asked:
        return {}
    mode = current_test_mode()
    tested = {one.message_id for one in asked if mode.on and one.phone not in mode.phones}
    found = dict.fromkeys(tested, (now + ASKED_AGAIN, TEST_MODE))
    rest = [one for one in asked if one.message_id not in tested]
    return found | {pk: (until, RESTING) for pk, until in beyond_share(rest, now=now).items()}


def beyond_share(asked: Sequence[Asked], *, now: datetime) -> Mapping[int, datetime]:
    """Promotions beyond the share of a number whose quality is YELLOW, and until when they wait.

    Counted anew for each batch, so that the minute between two measures lets no crowd through.
    """
    slowed = [one for one in asked if one.klass == PROMO and one.channel.quality == YELLOW]
    if not slowed:
        return {}
    numbers = {one.channel.pk: one.channel for one in slowed}
    room, hour_ends = _rooms(list(numbers.values()), now), _next_hour(now)
    found = {}
    for one in slowed:
        room[one.channel.pk] -= 1
        if room[one.channel.pk] < 0:
            found[one.message_id] = hour_ends
    return found


def _rooms(numbers: Sequence[Channel], now: datetime) -> dict[int, int]:
    """Promotions that may still go this hour."""
    rules = thresholds()
    sent = promos_of_today([one.pk for one in numbers], midnight=local_midnight(now), now=now)
    shares = {one.pk: allowance(sight_of(one, rules, now), rules) for one in numbers}
    return {pk: _room(most, *sent.get(pk, (0, 0))) for pk, most in shares.items()}


def _room(most: int, today: int, this_hour: int) -> int:
    return min(most - today, -(-most // HOURS_A_DAY) - this_hour)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
