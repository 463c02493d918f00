from django.urls import path

from sapa.reports.views import exports, home, search

app_name = "reports"

urlpatterns = [
    path("", home.home, name="home"),
    path("hari-ini/", home.today, name="today"),
    path("cari/", search.search, name="search"),
    path("ekspor/", exports.exports, name="exports"),
    path("ekspor/daftar/", exports.made, name="exports_made"),
    path("ekspor/<uuid:public_id>/", exports.download, name="export"),
]
