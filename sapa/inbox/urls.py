from django.urls import path

from sapa.inbox import views

app_name = "inbox"

urlpatterns = [
    path("", views.conversations, name="list"),
    path("baris/", views.rows, name="rows"),
    path("<uuid:public_id>/", views.conversation, name="conversation"),
    path("<uuid:public_id>/pesan/", views.messages, name="messages"),
    path("<uuid:public_id>/balas/", views.reply, name="reply"),
    path("<uuid:public_id>/periksa/", views.look, name="look"),
    path("<uuid:public_id>/ambil/", views.take, name="take"),
    path("<uuid:public_id>/selesai/", views.close, name="close"),
]
