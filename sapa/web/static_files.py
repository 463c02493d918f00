"""Static files in one piece: a browser that leaves half-way then leaves no open file behind."""

import contextlib

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Whitenoise, but read whole: they are small, and a streamed one is closed only when it was sent to its end."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        with found.file or contextlib.nullcontext() as file:
            content = file.read() if file else b""
        return HttpResponse(content, status=int(found.status), headers=dict(found.headers))
