from django.urls import path

from sapa.accounts.views import people

app_name = "accounts"

urlpatterns = [
    path("akun/", people.profile, name="profile"),
    path("akun/ruang/", people.workspaces, name="workspaces"),
    path("akun/ruang/<uuid:public_id>/", people.choose, name="choose"),
]
