"""Pages of the design system: the component page and the two switches of the shell."""

from django.urls import path
from django.views.i18n import set_language

from sapa.web import installing, views

app_name = "web"

urlpatterns = [
    path("_components", views.components, name="components"),
    path("_components/refused", views.refused, name="refused"),
    path("_components/toast", views.toast, name="toast"),
    path("_components/form", views.form, name="form"),
    path("_theme", views.choose_theme, name="theme"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
    path("luring/", installing.offline, name="offline"),
    path("_language", set_language, name="language"),
]
