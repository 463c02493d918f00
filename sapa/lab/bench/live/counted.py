"""The web process of `sapa serve`, whose looks at what changed are counted and told at an address of their own."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")

import django

django.setup()

from itertools import count  # noqa: E402 (Django is set up first)
from typing import Any, cast  # noqa: E402

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from sapa.messaging.stream import reading, serving  # noqa: E402

LOOKS = "/bench/looks"
HEADERS = [(b"content-type", b"application/json")]
pages = cast(ASGI3Application, import_string(settings.ASGI_APPLICATION))
looks, read = count(), reading.read
made = [0]


def counted(*given: Any) -> Any:
    made[0] = next(looks) + 1
    return read(*given)


setattr(serving, "read", counted)  # noqa: B010 (a name of that module)


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    if scope["type"] != "http" or scope["path"] != LOOKS:
        return await pages(scope, receive, send)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS, "trailers": False})
    return await send({"type": "http.response.body", "body": b"%d" % made[0], "more_body": False})
