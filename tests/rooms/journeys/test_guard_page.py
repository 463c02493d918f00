"""The page of the message guard: own words, and a text to try."""

import pytest
from django.test import Client

from sapa.accounts.models import AuditEntry, User, Workspace
from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.domain.guard import RULES, GuardSettings
from sapa.journeys.services.guarding import chosen_words

PAGE = "/tindak-lanjut/penjaga/"
TRIED = {
    "text": "Selamat pagi Kak Dewi, sambal matah dari Toko Sari sudah sampai? Balas di sini kalau ada yang kurang.",
    "kelas": "care",
    "segmen": "b2c",
    "nama": "Dewi Lestari",
    "konteks": "sambal matah",
    "jam": "15:10",
    "templat": "",
}


def client_of(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return client_of("budi@tokosari.test")


@pytest.fixture
def ani(shop: Workspace) -> Client:
    add_member(email="ani@tokosari.test", name="Ani", role=Role.AGENT, password="x")
    return client_of("ani@tokosari.test")


def tried(client: Client, **more: str) -> str:
    return client.post(f"{PAGE}uji/", TRIED | more).content.decode()


def test_the_page_tells_every_rule(ani: Client) -> None:
    page = ani.get(PAGE).content.decode()
    assert "Dua promo berturut-turut, kirim yang bermanfaat dulu." in page
    assert page.count("<li><b>") == len(RULES)


def test_a_text_is_tried_and_corrected_without_anything_being_written(ani: Client) -> None:
    page = tried(ani)
    assert "Pesan akan terkirim pukul 15.10, pakai &#x27;sore&#x27;." in page
    assert "Selamat sore Kak Dewi" in page
    assert "sore" not in tried(ani, jam="09:00")
    assert not AuditEntry.objects.exists()


def test_a_template_is_tried_by_whatsapps_rules(ani: Client) -> None:
    assert "WhatsApp menolak template" in tried(
        ani, text="{{1}} sudah tiba", kelas="notice", templat="utility"
    )


@pytest.mark.parametrize("wrong", [{"jam": "25:00"}, {"text": ""}, {"kelas": "x"}, {"templat": "x"}])
def test_a_wrong_field_is_told(ani: Client, wrong: dict[str, str]) -> None:
    answer = ani.post(f"{PAGE}uji/", TRIED | wrong)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()


def test_own_words_are_kept_line_by_line_and_count_at_once(budi: Client) -> None:
    told = {"pressure_words": "Gercep \n\ngercep\nstok  terbatas", "brand_words": "Bunda"}
    assert budi.post(f"{PAGE}simpan/", told).status_code == 302
    assert chosen_words() == GuardSettings(("bunda",), ("gercep", "stok terbatas"), promo_streak=False)
    assert AuditEntry.objects.get(action="guard.changed").data["paths"]
    assert "Kurangi tekanan" in tried(budi, text=TRIED["text"] + " Gercep ya.")
    assert "stok terbatas" in budi.get(PAGE).content.decode()


def test_too_many_words_are_refused_beside_their_field(budi: Client) -> None:
    answer = budi.post(f"{PAGE}simpan/", {"brand_words": "\n".join(map(str, range(60)))})
    assert (answer.status_code, chosen_words()) == (422, GuardSettings())


def test_only_the_owner_changes_the_words(ani: Client) -> None:
    assert ani.post(f"{PAGE}simpan/", {"brand_words": "bunda"}).status_code == 403
    assert "<fieldset" in ani.get(PAGE).content.decode()
