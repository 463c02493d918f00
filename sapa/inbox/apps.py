from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "sapa.inbox"
    label = "inbox"
