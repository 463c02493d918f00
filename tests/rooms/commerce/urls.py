"""The pages of contacts and commerce, and what their slots load."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(_request: HttpRequest, **_ids: object) -> HttpResponse:
    return HttpResponse()


journeys = [path("<uuid:public_id>/", nothing, name="of_contact")], "journeys"

urlpatterns = [
    path("pelanggan/", include("sapa.contacts.urls")),
    path("", include("sapa.commerce.urls")),
    path("tindak-lanjut/", include(journeys)),
    path("", include("sapa.web.urls")),
]
