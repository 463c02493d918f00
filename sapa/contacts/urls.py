from django.urls import path

from sapa.contacts.views import details, duplicates, fields, people

app_name = "contacts"

urlpatterns = [
    path("", people.contacts, name="list"),
    path("duplikat/", duplicates.duplicates, name="duplicates"),
    path("duplikat/putusan/", duplicates.decisions, name="decisions"),
    path("duplikat/putuskan/", duplicates.decide, name="decide"),
    path("duplikat/batalkan/", duplicates.undo, name="undo"),
    path("isian/", fields.fields, name="fields"),
    path("isian/buang/", fields.archive_field, name="archive_field"),
    path("<uuid:public_id>/", people.contact, name="contact"),
    path("<uuid:public_id>/panel/", people.panel, name="panel"),
    path("<uuid:public_id>/pilihan/", details.choose, name="choose"),
    path("<uuid:public_id>/tentang/", details.describe, name="describe"),
    path("<uuid:public_id>/tag/", details.tag, name="tag"),
    path("<uuid:public_id>/isian/", details.answer, name="answer"),
    path("<uuid:public_id>/izin/", details.consent, name="consent"),
    path("<uuid:public_id>/berhenti/", details.opt_out, name="opt_out"),
    path("<uuid:public_id>/berhenti/akhiri/", details.end_opt_out, name="end_opt_out"),
    path("<uuid:public_id>/pisah/", people.split, name="split"),
]
