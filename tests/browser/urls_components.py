"""Addresses and shell of the component page when it stands alone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
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
    return {"NAV": nav, "WORKSPACE_NAME": "Toko Sari", **person}


urlpatterns = [path("", start), path("broken", broken), path("", include("sapa.web.urls"))]
