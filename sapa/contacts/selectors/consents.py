"""Which of all the answers of a customer holds, channel by channel."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
SENT_BY = "whatsapp"


def in_force(said: Iterable[tuple[str, T]]) -> dict[str, T]:
    """By channel, of (channel, answer) from the oldest to the newest; blank: every channel that is not named.

    An answer for every channel takes the place of all that was said before it.
    """
    held: dict[str, T] = {}
    for channel, answer in said:
        if not channel:
            held.clear()
        held[channel] = answer
    return held


def on_channel(held: dict[str, T], channel: str) -> T | None:
    return held.get(channel, held.get(""))
