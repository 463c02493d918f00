from django.urls import path

from sapa.inbox.views import lists, promise, talks
from sapa.inbox.views.tickets import lists as ticket_lists
from sapa.inbox.views.tickets import pages as ticket_pages

app_name = "inbox"

ticket_urlpatterns = [
    path("", ticket_lists.listed, name="list"),
    path("baru/<uuid:public_id>/", ticket_pages.new, name="new"),
    path("pelanggan/<uuid:public_id>/", ticket_lists.of_contact, name="of_contact"),
    path("<uuid:public_id>/", ticket_pages.shown, name="ticket"),
    path("<uuid:public_id>/ubah/", ticket_pages.change, name="change"),
    path("<uuid:public_id>/langkah/", ticket_pages.step, name="step"),
    path("<uuid:public_id>/gabung/", ticket_pages.merge, name="merge"),
]

urlpatterns = [
    path("", lists.conversations, name="list"),
    path("baris/", lists.rows, name="rows"),
    path("janji/", promise.page, name="promise"),
    path("janji/simpan/", promise.save, name="promise_save"),
    path("janji/coba/", promise.try_out, name="promise_try"),
    path("<uuid:public_id>/", talks.conversation, name="conversation"),
    path("<uuid:public_id>/pesan/", talks.messages, name="messages"),
    path("<uuid:public_id>/janji/", promise.of_conversation, name="clocks"),
    path("<uuid:public_id>/balas/", talks.reply, name="reply"),
    path("<uuid:public_id>/periksa/", talks.look, name="look"),
    path("<uuid:public_id>/ambil/", talks.take, name="take"),
    path("<uuid:public_id>/selesai/", talks.close, name="close"),
]
