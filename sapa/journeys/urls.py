from django.urls import path

from sapa.journeys import views

app_name = "journeys"

urlpatterns = [
    path("", views.follow_ups, name="list"),
    path("resep/", views.recipes, name="recipes"),
    path("resep/<slug:recipe>/", views.change_recipe, name="change_recipe"),
    path("pelanggan/<uuid:public_id>/", views.of_contact, name="of_contact"),
    path("<uuid:public_id>/kenapa/", views.why, name="why"),
    path("<uuid:public_id>/batal/", views.cancel, name="cancel"),
]
