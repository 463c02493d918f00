"""Addresses of the operator's page when the room stands alone."""

from django.urls import include, path

urlpatterns = [path("operasi/", include("sapa.events.urls")), path("", include("sapa.web.urls"))]
