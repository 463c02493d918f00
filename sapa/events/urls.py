from django.urls import path

from sapa.events import views

app_name = "events"

urlpatterns = [
    path("", views.operations, name="operations"),
    path("antrean/", views.backlog, name="backlog"),
    path("kiriman/ulang/", views.replay_every_raw, name="replay_every_raw"),
    path("kiriman/<int:raw_id>/ulang/", views.replay_raw, name="replay_raw"),
    path("peristiwa/ulang/", views.replay_every_delivery, name="replay_every_delivery"),
    path("peristiwa/<int:delivery_id>/ulang/", views.replay_delivery, name="replay_delivery"),
]
