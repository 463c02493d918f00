from django.urls import path

from sapa.reports.views import exports, home

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("hari-ini/", home.today, name="today"),
    path("ekspor/", exports.exports, name="exports"),
    path("ekspor/daftar/", exports.made, name="exports_made"),
    path("ekspor/<uuid:public_id>/", exports.download, name="export"),
]
