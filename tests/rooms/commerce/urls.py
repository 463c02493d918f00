"""The pages of contacts and commerce, and what their slots load."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(_request: HttpRequest, **_ids: object) -> HttpResponse:
    return HttpResponse()


NAMES = ("of_contact", "of_contact_tasks", "of_contact_timeline")
feedback = [path("<uuid:public_id>/", nothing, name="of_contact")]
tickets = [path("<uuid:public_id>/", nothing, name="of_contact")]
journeys = [path(f"{name}/<uuid:public_id>/", nothing, name=name) for name in NAMES]
journeys.append(path("kenapa/", nothing, name="why_search"))

urlpatterns = [
    path("pelanggan/", include("sapa.contacts.urls")),
    path("", include("sapa.commerce.urls")),
    path("tindak-lanjut/", include((journeys, "journeys"))),
    path("tiket/", include((tickets, "tickets"))),
    path("nilai/", include((feedback, "feedback"))),
    path("", include("sapa.web.urls")),
]
