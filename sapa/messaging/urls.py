from django.urls import path

from sapa.messaging.stream import live

app_name = "messaging"
urlpatterns = [path("langsung/", live, name="live")]
