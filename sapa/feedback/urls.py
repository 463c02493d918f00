from django.urls import path

from sapa.feedback import views

app_name = "feedback"

urlpatterns = [
    path("pelanggan/<uuid:public_id>/", views.of_contact, name="of_contact"),
]
