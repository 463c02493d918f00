"""The web process: webhooks go to the ingest door, everything else to Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.core.asgi import get_asgi_application

pages = get_asgi_application()

from sapa.base.process import spare_collector, take_turns  # noqa: E402
from sapa.events.ingest import ingest  # noqa: E402

spare_collector()
take_turns()


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    await _door(scope)(scope, receive, send)


def _door(scope: Scope) -> ASGI3Application:
    to_ingest = scope["type"] == "lifespan" or (
        scope["type"] == "http" and scope["path"].startswith("/hooks/")
    )
    return ingest if to_ingest else pages  # type: ignore[return-value]
