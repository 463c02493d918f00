from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "sapa.assistant"
    label = "assistant"
