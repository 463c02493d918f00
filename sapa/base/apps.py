from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "sapa.base"
    label = "base"
