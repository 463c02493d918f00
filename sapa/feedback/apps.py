from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "sapa.feedback"
    label = "feedback"
