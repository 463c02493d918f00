"""The pages of templates: the list, one of them, the editor and what it says while one types."""

from datetime import datetime

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.messaging.models import Channel, Template
from sapa.messaging.services import register_template, template_pushed

BODY = "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} sudah kami kirim pagi ini."
TYPED = {
    "nama": "kabar_kirim",
    "bahasa": "id",
    "kategori": "utility",
    "isi": BODY,
    "kaki": "Toko Sari",
    "tombol": "0",
}


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def budi(shop: Workspace, channel: Channel) -> Client:
    return client_of("budi@tokosari.test")


@pytest.fixture
def ani(shop: Workspace, channel: Channel) -> Client:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="x")
    return client_of("ani@tokosari.test")


@pytest.fixture
def flipped(channel: Channel, now: datetime) -> Template:
    made = register_template(
        channel_id=channel.pk, name="belum_bayar", category="utility", source=BODY, now=now
    )
    template_pushed(template_id=made.pk, external_id="12", status="APPROVED", category="MARKETING", now=now)
    return Template.objects.get()


def text_of(client: Client, path: str, **typed: str) -> str:
    answer = client.post(path, typed) if typed else client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_list_begins_with_what_wants_a_person(budi: Client, flipped: Template, now: datetime) -> None:
    register_template(
        channel_id=flipped.channel_id, name="aa_tenang", category="utility", source=BODY, now=now
    )
    page = text_of(budi, "/templat/")
    assert page.index("belum_bayar") < page.index("aa_tenang")


def test_the_editor_shows_the_text_as_the_customer_reads_it(budi: Client) -> None:
    page = text_of(budi, "/templat/lihat/", **TYPED)
    assert "Halo Kak Dewi, pesanan TS-1042 sudah kami kirim pagi ini." in page


def test_what_is_wrong_is_told_while_one_types(budi: Client) -> None:
    page = text_of(budi, "/templat/lihat/", **TYPED | {"isi": "{{ panggilan }} apa kabar kakak hari ini"})
    assert "salah-body" in page
    assert "may not begin with a variable" in page or "tidak boleh diawali" in page


def test_a_typed_tag_is_shown_as_text(budi: Client) -> None:
    page = text_of(budi, "/templat/lihat/", **TYPED | {"isi": "Halo <script>alert(1)</script> *tebal* kakak"})
    assert "<script>alert" not in page
    assert "<b>tebal</b>" in page


def test_a_draft_is_kept_and_not_handed_over(budi: Client) -> None:
    budi.post("/templat/baru/", TYPED | {"aksi": "simpan"})
    made = Template.objects.get()
    assert (made.status, made.origin, made.body) == (
        "EDITING",
        "shop",
        "Halo {{panggilan}}, pesanan {{pesanan_nomor}} sudah kami kirim pagi ini.",
    )


def test_a_finished_one_waits_for_the_worker(budi: Client) -> None:
    budi.post("/templat/baru/", TYPED | {"aksi": "ajukan", "kosong-pesanan_nomor": "Anda"})
    made = Template.objects.get()
    assert (made.status, made.fallbacks, made.footer) == ("DRAFT", {"pesanan_nomor": "Anda"}, "Toko Sari")


def test_an_unfit_one_is_not_handed_over_and_nothing_typed_is_lost(budi: Client) -> None:
    page = text_of(budi, "/templat/baru/", **TYPED | {"aksi": "ajukan", "isi": "Hai {{ panggilan }}"})
    assert "Hai {{ panggilan }}" in page
    assert not Template.objects.exists()


def test_buttons_are_added_in_groups(budi: Client) -> None:
    typed = TYPED | {
        "tombol": "1",
        "tombol-0-jenis": "phone",
        "tombol-0-teks": "Telepon",
        "tombol-0-nilai": "+62811000",
    }
    page = text_of(budi, "/templat/baru/", **typed | {"aksi": "tambah:quick_reply"})
    assert page.count('name="tombol-') == 5


def test_the_words_of_a_journey_stay_the_journeys(budi: Client, flipped: Template) -> None:
    budi.post(
        f"/templat/{flipped.pk}/ubah/", TYPED | {"aksi": "ajukan", "isi": "Lain sekali", "nama": "lain"}
    )
    flipped.refresh_from_db()
    assert (flipped.name, flipped.source, flipped.footer) == ("belum_bayar", BODY, "Toko Sari")


def test_the_owner_agrees_to_another_category(budi: Client, flipped: Template) -> None:
    assert "pemasaran" in text_of(budi, f"/templat/{flipped.pk}/")
    budi.post(f"/templat/{flipped.pk}/setujui/")
    flipped.refresh_from_db()
    assert flipped.accepted_category == "marketing"


def test_an_agent_looks_and_changes_nothing(ani: Client, flipped: Template) -> None:
    assert "belum_bayar" in text_of(ani, f"/templat/{flipped.pk}/")
    assert ani.post(f"/templat/{flipped.pk}/setujui/").status_code == 403
    assert ani.post("/templat/baru/", TYPED | {"aksi": "simpan"}).status_code == 403


def test_a_copy_in_another_language_keeps_the_name(budi: Client, flipped: Template) -> None:
    budi.post(f"/templat/{flipped.pk}/salin/", {"bahasa": "en"})
    budi.post(f"/templat/{flipped.pk}/salin/", {"bahasa": ""})
    copies = set(Template.objects.filter(origin="shop").values_list("name", "language", "status"))
    assert copies == {("belum_bayar", "en", "EDITING"), ("belum_bayar_2", "id", "EDITING")}


def test_one_made_at_meta_is_bound_by_hand(budi: Client, channel: Channel, now: datetime) -> None:
    words = {
        "name": "promo",
        "language": "id",
        "origin": "meta",
        "category": "marketing",
        "body": "Halo {{1}} kakak",
    }
    row = Template.objects.create(channel=channel, binding={"1": ""}, created_at=now, updated_at=now, **words)
    budi.post(f"/templat/{row.pk}/isian/", {"isian-1": "panggilan"})
    row.refresh_from_db()
    assert (row.binding, row.source) == ({"1": "panggilan"}, "Halo {{ panggilan }} kakak")
    assert budi.get(f"/templat/{row.pk}/ubah/").status_code == 409


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("REJECTED", "INVALID_FORMAT"),
        ("PAUSED", "/lepas/"),
        ("EDITING", "/ajukan/"),
        ("PENDING", "/salin/"),
        ("DISABLED", "/salin/"),
        ("DELETED", "/ajukan/"),
    ],
)
def test_every_state_offers_what_can_be_done(budi: Client, flipped: Template, status: str, said: str) -> None:
    Template.objects.update(
        status=status, rejection="INVALID_FORMAT", rejection_detail="variabel", pause="FIRST_PAUSE"
    )
    assert said in text_of(budi, f"/templat/{flipped.pk}/")
