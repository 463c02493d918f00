from django.urls import path

from sapa.inbox.views import (
    bubbles,
    chosen,
    composing,
    desk,
    digests,
    labels,
    lists,
    macros,
    notices,
    ownership,
    performance,
    promise,
    pushes,
    shortcuts,
    stories,
    talks,
    team,
)
from sapa.inbox.views.tickets import lists as ticket_lists
from sapa.inbox.views.tickets import pages as ticket_pages
from sapa.inbox.views.tickets import radars as ticket_radars

app_name = "inbox"

ticket_urlpatterns = [
    path("", ticket_lists.listed, name="list"),
    path("baru/<uuid:public_id>/", ticket_pages.new, name="new"),
    path("aturan/", ticket_radars.rules, name="rules"),
    path("radar/<uuid:public_id>/", ticket_radars.shown, name="radar"),
    path("radar/<uuid:public_id>/putuskan/", ticket_radars.decide, name="radar_decide"),
    path("pelanggan/<uuid:public_id>/", ticket_lists.of_contact, name="of_contact"),
    path("<uuid:public_id>/", ticket_pages.shown, name="ticket"),
    path("<uuid:public_id>/ubah/", ticket_pages.change, name="change"),
    path("<uuid:public_id>/langkah/", ticket_pages.step, name="step"),
    path("<uuid:public_id>/gabung/", ticket_pages.merge, name="merge"),
]

urlpatterns = [
    path("", lists.conversations, name="list"),
    path("jumlah/", lists.number, name="number"),
    path("baris/", lists.rows, name="rows"),
    path("janji/", promise.page, name="promise"),
    path("janji/simpan/", promise.save, name="promise_save"),
    path("janji/coba/", promise.try_out, name="promise_try"),
    path("janji/tiket/<uuid:public_id>/", promise.of_ticket, name="ticket_clocks"),
    path("pesan/<uuid:public_id>/", bubbles.text, name="message_text"),
    path("pesan/<uuid:public_id>/reaksi/", bubbles.reaction, name="message_react"),
    path("pesan/<uuid:public_id>/lagi/", bubbles.again, name="message_again"),
    path("pesan/<uuid:public_id>/berkas/", bubbles.fetch, name="message_fetch"),
    path("pesan/<uuid:public_id>/kartu/", bubbles.card, name="message_card"),
    path("<uuid:public_id>/", talks.conversation, name="conversation"),
    path("<uuid:public_id>/pesan/", stories.messages, name="messages"),
    path("<uuid:public_id>/janji/", promise.of_conversation, name="clocks"),
    path("<uuid:public_id>/janji/sisa/", promise.due, name="due"),
    path("<uuid:public_id>/cari/", stories.find, name="find"),
    path("<uuid:public_id>/balas/", talks.reply, name="reply"),
    path("<uuid:public_id>/periksa/", talks.look, name="look"),
    path("<uuid:public_id>/ambil/", talks.take, name="take"),
    path("<uuid:public_id>/selesai/", talks.close, name="close"),
]

urlpatterns += [
    path("belum-diambil/", ownership.untaken, name="untaken"),
    path("belum-diambil/pengingat/", ownership.reminder, name="handoff_reminder"),
    path("<uuid:public_id>/kepala/", ownership.head, name="head"),
    path("<uuid:public_id>/hadir/", ownership.at, name="at"),
    path("<uuid:public_id>/serahkan/", ownership.give, name="give"),
]

urlpatterns += [
    path("pemberitahuan/", notices.listed, name="notices"),
    path("pemberitahuan/angka/", notices.number, name="notices_number"),
    path("pemberitahuan/dilihat/", notices.seen, name="notices_seen"),
    path("pemberitahuan/tugas/", notices.duty, name="duty"),
    path("pemberitahuan/perangkat/", pushes.on, name="push_on"),
    path("pemberitahuan/perangkat/lepas/", pushes.off, name="push_off"),
    path("pemberitahuan/surel/", digests.chosen, name="digest"),
    path("pemberitahuan/surel/berhenti/<str:token>/", digests.stop, name="digest_stop"),
    path("pemberitahuan/<int:pk>/", notices.opened, name="notice"),
    path("tim/", team.page, name="team"),
    path("tim/kinerja/", performance.page, name="performance"),
    path("tim/kinerja/<slug:figure>/", performance.rows, name="performance_rows"),
    path("tim/baru/", team.new, name="team_new"),
    path("tim/<uuid:public_id>/", team.edit, name="team_edit"),
    path("tim/<uuid:public_id>/hapus/", team.remove, name="team_remove"),
]

urlpatterns += [
    path("balasan-cepat/", shortcuts.listed, name="quick_replies"),
    path("balasan-cepat/baru/", shortcuts.new, name="quick_reply_new"),
    path("balasan-cepat/<uuid:public_id>/", shortcuts.change, name="quick_reply"),
    path("balasan-cepat/<uuid:public_id>/hapus/", shortcuts.remove, name="quick_reply_remove"),
    path("<uuid:public_id>/tulis/", composing.shown, name="composer"),
    path("<uuid:public_id>/catatan/", composing.note, name="note"),
    path("<uuid:public_id>/cepat/", composing.quick, name="quick"),
    path("<uuid:public_id>/rekan/", composing.people, name="people"),
    path("<uuid:public_id>/nanti/", composing.later, name="later"),
    path("<uuid:public_id>/nanti/isi/", composing.later_form, name="later_form"),
    path("<uuid:public_id>/nanti/periksa/", composing.look_later, name="later_look"),
    path("<uuid:public_id>/nanti/<uuid:letter>/batal/", composing.take_back, name="take_back"),
    path("<uuid:public_id>/menunggu/", composing.waiting_letters, name="waiting"),
    path("<uuid:public_id>/templat/", chosen.templates, name="templates"),
    path("<uuid:public_id>/templat/<int:pk>/", chosen.template, name="template"),
    path("<uuid:public_id>/templat/<int:pk>/periksa/", chosen.look, name="template_look"),
]

urlpatterns += [
    path("tindakan/", desk.sheet, name="sheet"),
    path("tindakan/lakukan/", desk.act, name="act"),
    path("tindakan/urungkan/", desk.undo, name="undo"),
    path("label/", labels.labels, name="labels"),
    path("label/<uuid:public_id>/", labels.change, name="change_label"),
    path("label/<uuid:public_id>/hapus/", labels.remove, name="remove_label"),
    path("makro/", macros.macros, name="macros"),
    path("makro/baru/", macros.new, name="new_macro"),
    path("makro/<uuid:public_id>/", macros.macro, name="macro"),
    path("makro/<uuid:public_id>/hapus/", macros.remove, name="remove_macro"),
]
