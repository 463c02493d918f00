"""Addresses and shell of the component page when it stands alone."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path


def start(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/_components")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def house(request: HttpRequest) -> dict[str, object]:
    """What `config` supplies to the shell in the real house."""
    words = (("Hari ini", "house"), ("Kotak masuk", "message-square"), ("Tindak lanjut", "history"))
    words += (
        ("Pelanggan", "users"),
        ("Pesanan", "package"),
        ("Hasil", "chart-column"),
        ("Pengaturan", "settings-2"),
    )
    nav = [{"label": label, "url": "/_components", "icon": icon} for label, icon in words]
    nav[0]["current"] = "yes"
    nav[1]["badge"] = "4"
    return {
        "NAV": nav,
        "WORKSPACE_NAME": "Toko Sari",
        "USER_NAME": "Budi Santoso",
        "LOGOUT_URL": "/_components",
    }


urlpatterns = [path("", start), path("broken", broken), path("", include("sapa.web.urls"))]
