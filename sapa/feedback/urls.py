from django.urls import path

from sapa.feedback.views import pages, public, reviews, slots, surveys

app_name = "feedback"

urlpatterns = [
    path("", pages.overview, name="overview"),
    path("<int:number>/tag/", pages.tag, name="tag"),
    path("pelanggan/<uuid:public_id>/", slots.of_contact, name="of_contact"),
    path("pelanggan/<uuid:public_id>/undang/", surveys.invite, name="invite"),
    path("survei/", surveys.listed, name="surveys"),
    path("survei/baru/", surveys.new, name="new_survey"),
    path("survei/<uuid:public_id>/", surveys.shown, name="survey_page"),
    path("survei/<uuid:public_id>/ubah/", surveys.edit, name="edit_survey"),
    path("survei/<uuid:public_id>/keadaan/", surveys.change, name="change_survey"),
    path("survei/foto/<int:number>/", surveys.photo, name="survey_photo"),
    path("ulasan/", reviews.listed, name="reviews"),
    path("ulasan/resep/", reviews.use_link, name="use_review_link"),
    path("ulasan/<uuid:public_id>/putuskan/", reviews.decide, name="decide_review"),
    path("isi/<uuid:public_id>/", public.link, name="survey_link"),
    path("isi/<uuid:public_id>/<str:token>/", public.survey, name="survey"),
    path("ulasan-anda/", public.link, name="review_link"),
    path("ulasan-anda/<str:token>/", public.review, name="review"),
    path("tampil/<str:token>/", public.block, name="block"),
]
