from django.apps import AppConfig


class LabConfig(AppConfig):
    name = "sapa.lab"
    label = "lab"
