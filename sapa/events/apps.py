from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "sapa.events"
    label = "events"
