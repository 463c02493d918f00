from django.urls import path

from sapa.lab import views

app_name = "lab"

urlpatterns = [
    path("jam/", views.clock, name="clock"),
    path("jam/maju/", views.advance, name="advance"),
    path("masuk/<str:token>/", views.log_in, name="log_in"),
]
