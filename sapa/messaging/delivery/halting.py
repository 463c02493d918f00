"""Numbers whose provider has just refused everything: letters that wait for their slot stay here (SEND-11)."""

import time

from django.conf import settings
from django.utils.module_loading import import_string

from sapa.messaging.schemas import Outcome

# Longer than any letter waits for its slot; by then the books say why the number stands still.
HALT_SECONDS = 5.0
WHOLE = frozenset({"number", "account", "portfolio"})


class Halts:
    """By channel id, on the monotonic clock of one worker."""

    def __init__(self) -> None:
        self._until: dict[int, float] = {}

    def hear(self, channel_id: int, kind: str, outcome: Outcome) -> None:
        if outcome.kind != "refused":
            return
        treatment = import_string(settings.CHANNELS)[kind].treatment(outcome.code)
        if treatment.action == "hold" and treatment.scope in WHOLE:
            self._until[channel_id] = time.monotonic() + HALT_SECONDS

    def stop(self, channel_id: int) -> bool:
        return bool(self._until) and self._until.get(channel_id, 0.0) > time.monotonic()
