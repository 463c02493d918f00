from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "sapa.messaging"
    label = "messaging"
