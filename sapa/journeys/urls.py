from django.urls import path

from sapa.journeys.views import followups, guard, policy, recipes, why

app_name = "journeys"

urlpatterns = [
    path("", followups.follow_ups, name="list"),
    path("resep/", recipes.recipes, name="recipes"),
    path("resep/<slug:recipe>/", recipes.recipe, name="recipe"),
    path("resep/<slug:recipe>/nyalakan/", recipes.change_recipe, name="change_recipe"),
    path("resep/<slug:recipe>/gladi/", recipes.rehearsed, name="recipe_rehearsal"),
    path("kebijakan/", policy.page, name="policy"),
    path("kebijakan/periksa/", policy.check, name="policy_check"),
    path("kebijakan/simpan/", policy.save, name="policy_save"),
    path("kebijakan/sekarang/", policy.clocks, name="policy_clocks"),
    path("kebijakan/uji/", policy.try_out, name="policy_test"),
    path("kebijakan/uji/pelanggan/", policy.find_customers, name="policy_customers"),
    path("kebijakan/versi/<int:number>/", policy.version, name="policy_version"),
    path("kebijakan/versi/<int:number>/pulihkan/", policy.restore, name="policy_restore"),
    path("penjaga/", guard.page, name="guard"),
    path("penjaga/uji/", guard.try_out, name="guard_try"),
    path("penjaga/simpan/", guard.save, name="guard_save"),
    path("kenapa/", why.search, name="why_search"),
    path("kenapa/pesan/<uuid:public_id>/", why.why_message, name="why_message"),
    path("pelanggan/<uuid:public_id>/", followups.of_contact, name="of_contact"),
    path("<uuid:public_id>/kenapa/", why.why, name="why"),
    path("<uuid:public_id>/batal/", followups.cancel, name="cancel"),
]
