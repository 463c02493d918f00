from django.urls import path

from sapa.accounts.views import calendar, keys, people

app_name = "accounts"

urlpatterns = [
    path("akun/", people.profile, name="profile"),
    path("akun/ruang/", people.workspaces, name="workspaces"),
    path("akun/ruang/<uuid:public_id>/", people.choose, name="choose"),
    path("pengaturan/kunci-api/", keys.keys, name="api_keys"),
    path("pengaturan/kunci-api/<uuid:public_id>/cabut/", keys.revoke, name="revoke_api_key"),
    path("pengaturan/hari-libur/", calendar.holidays, name="holidays"),
    path("pengaturan/hari-libur/hari/", calendar.day, name="holiday"),
    path("pengaturan/hari-libur/hapus/", calendar.remove_day, name="remove_holiday"),
    path("pengaturan/hari-libur/pulihkan/", calendar.restore_day, name="restore_holiday"),
    path("pengaturan/hari-libur/impor/", calendar.import_days, name="import_holidays"),
    path("pengaturan/hari-libur/impor/simpan/", calendar.save_import, name="save_holidays"),
    path("pengaturan/hari-libur/ekspor/", calendar.export_days, name="export_holidays"),
    path("pengaturan/hari-libur/masa/", calendar.period, name="period"),
    path("pengaturan/hari-libur/masa/semula/", calendar.reset_period, name="reset_period"),
    path("pengaturan/hari-libur/sakelar/", calendar.switch_preset, name="switch_preset"),
]
