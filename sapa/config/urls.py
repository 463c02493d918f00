"""Addresses of the pages. Webhooks never come here: `config/asgi.py` takes them before Django."""

from django.urls import include, path

from sapa.inbox.urls import ticket_urlpatterns

urlpatterns = [
    path("", include("sapa.reports.urls")),
    path("masuk/", include("allauth.urls")),
    path("", include("sapa.accounts.urls")),
    path("kotak-masuk/", include("sapa.inbox.urls")),
    path("tiket/", include((ticket_urlpatterns, "tickets"))),
    path("tindak-lanjut/", include("sapa.journeys.urls")),
    path("pelanggan/", include("sapa.contacts.urls")),
    path("", include("sapa.commerce.urls")),
    path("nilai/", include("sapa.feedback.urls")),
    path("", include("sapa.assistant.urls")),
    path("operasi/", include("sapa.events.urls")),
    path("", include("sapa.messaging.urls")),
    path("demo/", include("sapa.lab.urls")),
    path("api/v1/", include("sapa.config.api")),
    path("", include("sapa.web.urls")),
]

handler400 = "sapa.web.views.bad_request"
