from django.urls import path

from sapa.inbox.views import lists, talks

app_name = "inbox"

urlpatterns = [
    path("", lists.conversations, name="list"),
    path("baris/", lists.rows, name="rows"),
    path("<uuid:public_id>/", talks.conversation, name="conversation"),
    path("<uuid:public_id>/pesan/", talks.messages, name="messages"),
    path("<uuid:public_id>/balas/", talks.reply, name="reply"),
    path("<uuid:public_id>/periksa/", talks.look, name="look"),
    path("<uuid:public_id>/ambil/", talks.take, name="take"),
    path("<uuid:public_id>/selesai/", talks.close, name="close"),
]
