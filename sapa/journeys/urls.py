from django.urls import path

from sapa.journeys.views import followups, recipes

app_name = "journeys"

urlpatterns = [
    path("", followups.follow_ups, name="list"),
    path("resep/", recipes.recipes, name="recipes"),
    path("resep/<slug:recipe>/", recipes.change_recipe, name="change_recipe"),
    path("pelanggan/<uuid:public_id>/", followups.of_contact, name="of_contact"),
    path("<uuid:public_id>/kenapa/", followups.why, name="why"),
    path("<uuid:public_id>/batal/", followups.cancel, name="cancel"),
]
