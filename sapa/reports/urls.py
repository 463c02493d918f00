from django.urls import path

from sapa.reports import views

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("hari-ini/", views.today, name="today"),
]
