"""Addresses and shell of the component page when it stands alone."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import include, path

PAGES = {
    "Hari ini": "house",
    "Kotak masuk": "message-circle",
    "Tindak lanjut": "clock",
    "Pelanggan": "users",
    "Pesanan": "package",
    "Hasil": "chart-column",
    "Pengaturan": "settings-2",
}


def start(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/_components")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def house(request: HttpRequest) -> dict[str, object]:
    """What `config` supplies to the shell in the real house."""
    nav = [{"label": label, "url": "/_components", "icon": icon} for label, icon in PAGES.items()]
    nav[0]["current"] = "yes"
    nav[1]["badge"] = "4"
    person = {"USER_NAME": "Budi Santoso", "LOGOUT_URL": "/_components"}
    live = {"LIVE_URL": "/stream"} if "live" in request.GET else {}
    return {"NAV": nav, "WORKSPACE_NAME": "Toko Sari", **person, **live}


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """Says every tenth of a second that conversation 7 has changed."""
    return StreamingHttpResponse(changes(), content_type="text/event-stream")


async def changes() -> AsyncIterator[str]:
    for number in count():
        yield f'id: {number}\nevent: conversation\ndata: {{"id": 7}}\n\n'
        await asyncio.sleep(0.1)


urlpatterns = [
    path("", start),
    path("broken", broken),
    path("stream", stream),
    path("", include("sapa.web.urls")),
]
