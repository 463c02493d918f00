from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "sapa.contacts"
    label = "contacts"
