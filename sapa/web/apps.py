"""The design system: shell, components, styles, scripts, formatting, refusals."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sapa.web"
    label = "web"
    verbose_name = "Sapa web"
