from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "sapa.journeys"
    label = "journeys"
