"""What a plain Django view does with the same webhook: the same check, the same row, one commit for each request."""

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapa.config.settings")

import django
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

django.setup()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
pages = cast(ASGI3Application, get_asgi_application())

from sapa.base import signatures  # noqa: E402 (Django is set up first)
from sapa.base.clock import business_now  # noqa: E402
from sapa.base.scope import workspace_scope  # noqa: E402
from sapa.events.models import RawDelivery  # noqa: E402
from sapa.lab.bench.ingest.bare import live  # noqa: E402

WORKSPACE, ENDPOINT, SECRET = "BENCH_WORKSPACE", "BENCH_ENDPOINT", "BENCH_SECRET"


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    if scope["type"] == "lifespan":
        return await live(receive, send)
    return await pages(scope, receive, send)


@csrf_exempt
def hook(request: HttpRequest, public_id: str) -> HttpResponse:  # noqa: ARG001 (the address of the real door)
    signature = request.headers.get("X-Hub-Signature-256", "")
    if signatures.refusal(request.body, signature, [os.environ[SECRET]]):
        return HttpResponse(status=401)
    with workspace_scope(int(os.environ[WORKSPACE])):
        now = business_now()
        RawDelivery.objects.create(
            endpoint_id=int(os.environ[ENDPOINT]),
            kind="whatsapp",
            received_at=now,
            next_at=now,
            headers={"content-type": request.headers.get("Content-Type", "")},
            body=request.body,
        )
    return HttpResponse(status=200)


urlpatterns = [path("hooks/whatsapp/<public_id>/", hook)]
