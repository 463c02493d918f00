from django.urls import path

from sapa.contacts import views

app_name = "contacts"

urlpatterns = [
    path("", views.contacts, name="list"),
    path("<uuid:public_id>/", views.contact, name="contact"),
    path("<uuid:public_id>/panel/", views.panel, name="panel"),
    path("<uuid:public_id>/pilihan/", views.choose, name="choose"),
    path("<uuid:public_id>/pisah/", views.split, name="split"),
]
