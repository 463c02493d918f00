from django.urls import path

from sapa.messaging.stream import live
from sapa.messaging.views import costs, rates
from sapa.messaging.views.media import media

app_name = "messaging"
urlpatterns = [
    path("langsung/", live, name="live"),
    path("media/<uuid:public_id>/", media, name="media"),
    path("biaya/", costs.costs, name="costs"),
    path("biaya/unduh/", costs.export_costs, name="export_costs"),
    path("biaya/anggaran/", costs.budget, name="budget"),
    path("biaya/akun/", costs.cost_terms, name="cost_terms"),
    path("biaya/tarif/", rates.rates, name="rates"),
    path("biaya/tarif/tambah/", rates.add_rate, name="add_rate"),
    path("biaya/tarif/hapus/", rates.remove_rate, name="remove_rate"),
    path("biaya/tarif/impor/", rates.import_rates, name="import_rates"),
    path("biaya/tarif/simpan/", rates.save_import, name="save_rates"),
    path("biaya/tarif/unduh/", rates.export_rates, name="export_rates"),
]
