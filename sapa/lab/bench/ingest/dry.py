"""The ceiling's server: the same door with its checks, but what it accepts is said to be stored at once."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")

import django

django.setup()

from sapa.events.ingest import door  # noqa: E402 (Django is set up first)
from sapa.events.ingest.line import Line  # noqa: E402
from sapa.events.ingest.storing import Arrival, Storage  # noqa: E402


class Nowhere(Storage):
    """Keeps nothing."""

    def __init__(self, line: Line) -> None: ...

    async def store(self, arrival: Arrival) -> None: ...

    async def stop(self) -> None: ...


setattr(door, "Storage", Nowhere)  # noqa: B010 (a class of that module, by its name)
application = door.Ingest()
