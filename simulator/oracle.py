"""What the phones have shown: the truth of the fault tests (decisions.md 41)."""

from collections.abc import Iterable

from simulator.errors import Json
from simulator.ledger import line
from simulator.phones import Message


def shown(messages: Iterable[Message]) -> list[Json]:
    """Messages of a business that reached a phone, in the order in which they did.

    `duplicate_of`: an earlier one on the same phone with the same biz data; `same_as`: an earlier one with
    the same content and the same message answered, whatever its biz data, so that a second attempt is seen too.
    """
    reached = sorted(
        (m for m in messages if m.direction == "out" and m.shown_at is not None),
        key=lambda m: m.shown_at or m.at,
    )
    callbacks: dict[tuple[str, str], str] = {}
    contents: dict[tuple[str, ...], str] = {}
    listed = []
    for message in reached:
        told = {**line(message), "number": message.number, "callback": message.callback}
        twin = callbacks.setdefault((message.phone, message.callback or message.wamid), message.wamid)
        same = contents.setdefault(content(message), message.wamid)
        told["duplicate_of"] = None if twin == message.wamid else twin
        told["same_as"] = None if same == message.wamid else same
        listed.append(told)
    return listed


def content(message: Message) -> tuple[str, ...]:
    return (
        message.phone,
        message.number,
        message.type,
        message.template,
        message.header,
        message.text,
        message.media,
        message.context,
    )


def summary(listed: list[Json]) -> Json:
    return {
        "shown": len(listed),
        "phones": len({one["phone"] for one in listed}),
        "duplicates": sum(one["duplicate_of"] is not None for one in listed),
        "same": sum(one["same_as"] is not None for one in listed),
    }
