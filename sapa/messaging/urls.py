from django.urls import path

from sapa.messaging.stream import live
from sapa.messaging.views import channel_changes, channels, costs, rates, template_editor, templates
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
    path("templat/", templates.templates, name="templates"),
    path("templat/periksa/", templates.sync, name="sync_templates"),
    path("templat/baru/", template_editor.new, name="new_template"),
    path("templat/lihat/", template_editor.look, name="look_at_template"),
    path("templat/<int:pk>/", templates.template, name="template"),
    path("templat/<int:pk>/ubah/", template_editor.edit, name="edit_template"),
    path("templat/<int:pk>/ajukan/", templates.hand_over, name="hand_over_template"),
    path("templat/<int:pk>/setujui/", templates.accept, name="accept_template"),
    path("templat/<int:pk>/salin/", templates.duplicate, name="duplicate_template"),
    path("templat/<int:pk>/isian/", templates.bind, name="bind_template"),
    path("templat/<int:pk>/simpan/", templates.archive, name="archive_template"),
    path("templat/<int:pk>/hapus/", templates.delete, name="delete_template"),
    path("templat/<int:pk>/lepas/", templates.unpause, name="unpause_template"),
    path("saluran/", channels.listed, name="channels"),
    path("saluran/hubungkan/", channels.connect, name="connect_channel"),
    path("saluran/mode-uji/", channel_changes.test_mode, name="test_mode"),
    path("saluran/istirahat/", channel_changes.rests, name="number_rests"),
    path("saluran/<uuid:public_id>/", channels.channel, name="channel"),
    path("saluran/<uuid:public_id>/periksa/", channels.checks, name="channel_checks"),
    path("saluran/<uuid:public_id>/lihat/", channel_changes.look, name="channel_look"),
    path("saluran/<uuid:public_id>/webhook/", channel_changes.subscribe, name="channel_subscribe"),
    path("saluran/<uuid:public_id>/uji/", channel_changes.test, name="channel_test"),
    path("saluran/<uuid:public_id>/token/", channel_changes.token, name="channel_token"),
    path("saluran/<uuid:public_id>/rahasia/", channel_changes.app_secret, name="channel_secret"),
    path("saluran/<uuid:public_id>/rahasia-lama/", channel_changes.retire, name="channel_retire"),
    path("saluran/<uuid:public_id>/berhenti/", channel_changes.stop, name="channel_stop"),
    path("saluran/<uuid:public_id>/lanjut/", channel_changes.resume, name="channel_resume"),
    path("saluran/<uuid:public_id>/putus/", channel_changes.disconnect, name="channel_disconnect"),
]
