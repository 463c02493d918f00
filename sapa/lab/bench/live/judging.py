"""What was heard, held against what was sent. Plain Python, no Sapa in here."""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sapa.lab.bench.live.ears import Ear, Event
from sapa.lab.bench.live.pages import Page

ANY = ""


class Sent(NamedTuple):
    """A message to shop `shop`: its conversation's id, when it should have been posted and when it was written down
    (monotonic seconds). A change told before that is not about it.
    """

    shop: int
    conversation: str
    due: float
    stored: float


class Heard(NamedTuple):
    """Seconds from `due` until each client was told; `missed`: how often one never was; `deaf`: clients that were
    told nothing at all; `wrong`: texts that named a conversation of another shop.
    """

    seconds: "array[float]"
    missed: int
    deaf: int
    wrong: int


def heard(ears: Sequence[Ear], texts: Sequence[Sequence[Event]], sent: Iterable[Sent]) -> Heard:
    of_shop: defaultdict[int, list[Sent]] = defaultdict(list)
    for one in sent:
        of_shop[one.shop].append(one)
    seconds, missed, deaf = array("d"), 0, 0
    for ear in ears:
        times = told(ear, texts)
        found = [first(times, one) for one in of_shop[ear.stream.shop]]
        seconds.extend(one for one in found if one is not None)
        missed += found.count(None)
        deaf += not times
    return Heard(seconds, missed, deaf, wrong(ears, texts, of_shop))


def told(ear: Ear, texts: Sequence[Sequence[Event]]) -> Mapping[str, list[float]]:
    """When something was said of each conversation; of any under a blank."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for at, number in zip(ear.at, ear.said, strict=True):
        for name, data in texts[number]:
            if name == "conversation":
                times[data["id"] or ANY].append(at)
    return times


def first(times: Mapping[str, list[float]], one: Sent) -> float | None:
    found = [
        heard[place]
        for heard in (times.get(one.conversation, []), times.get(ANY, []))
        if (place := bisect_left(heard, one.stored)) < len(heard)
    ]
    return min(found) - one.due if found else None


def wrong(
    ears: Sequence[Ear], texts: Sequence[Sequence[Event]], of_shop: Mapping[int, Sequence[Sent]]
) -> int:
    homes = {one.conversation: shop for shop, some in of_shop.items() for one in some}
    said = {(ear.stream.shop, number) for ear in ears for number in ear.said}
    return sum(strange(texts[number], shop, homes) for shop, number in said)


def strange(events: Sequence[Event], shop: int, homes: Mapping[str, int]) -> bool:
    named = (str(data.get("id") or data.get("conversation")) for _name, data in events)
    return any(homes.get(id_, shop) != shop for id_ in named)


class Shown(NamedTuple):
    """Seconds from `due` until the page's answer held each message of its conversation; those never seen there."""

    seconds: list[float]
    missing: int


def shown(pages: Sequence[Page], sent: Mapping[int, Sent]) -> Shown:
    seconds, missing = [], 0
    for page in pages:
        for number, one in sent.items():
            if one.conversation == page.conversation:
                at = page.visible.get(number)
                missing += at is None
                seconds += [] if at is None else [at - one.due]
    return Shown(seconds, missing)


def within(seconds: Sequence[float]) -> list[float]:
    """Milliseconds within which 50, 95 and 99 of a hundred came; empty for none."""
    ordered = sorted(seconds)
    places = (min(len(ordered) - 1, len(ordered) * share // 100) for share in (50, 95, 99))
    return [round(ordered[place] * 1000) for place in places] if ordered else []
