from django.urls import path

from sapa.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.profile, name="profile"),
    path("ruang/", views.workspaces, name="workspaces"),
    path("ruang/<uuid:public_id>/", views.choose, name="choose"),
]
