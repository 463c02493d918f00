"""The route of events with one handler more, which can be made to stumble."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sapa.config import handlers
from sapa.events.models import Event
from sapa.events.schemas import Handler

stones: set[str] = set()


def stumble(events: Sequence[Event], now: datetime) -> None:
    if stones:
        raise RuntimeError("a stone on the way")


HANDLERS: Mapping[str, tuple[Handler, ...]] = {
    **handlers.HANDLERS,
    "order.placed": (stumble, *handlers.HANDLERS["order.placed"]),
}
