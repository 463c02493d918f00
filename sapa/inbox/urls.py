from django.urls import path

from sapa.inbox.views import lists, promise, talks

app_name = "inbox"

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
