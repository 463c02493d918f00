"""Pages of the articles, and the help page that everybody may read."""

from datetime import datetime
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import Workspace
from sapa.assistant.models import Article, ArticleVersion, Gap
from sapa.assistant.services.articles import Draft, add_articles, open_help_page
from sapa.assistant.services.gaps import note_gap
from sapa.messaging.services import create_channel
from tests.rooms.pages import browser

RETURNS = Draft("Pengembalian", "Barang boleh **dikembalikan** dalam 7 hari.")


@pytest.fixture
def owner(shop: Workspace) -> Client:
    return browser(shop)


def article(now: datetime, draft: Draft = RETURNS) -> Article:
    return add_articles(drafts=[draft], now=now)[0]


def help_address(shop: Workspace, more: str = "") -> str:
    return f"/bantuan/{shop.public_id}/{more}"


def test_an_article_is_written_listed_changed_and_put_back(owner: Client, now: datetime) -> None:
    owner.post("/pengetahuan/baru/", {"judul": "Retur", "teks": "Tujuh hari."})
    row = Article.objects.get()
    page = f"/pengetahuan/{row.public_id}/"
    owner.post(f"{page}ubah/", {"judul": "Retur", "teks": "Sepuluh hari.", "versi": 1})
    assert b"Sepuluh hari" in owner.get("/pengetahuan/?q=retur").content
    assert b"Tujuh hari" in owner.get(f"{page}?versi=1").content
    owner.post(f"{page}pulihkan/", {"versi": 1})
    assert Article.objects.get().text == "Tujuh hari."


def test_an_article_that_somebody_changed_meanwhile_keeps_the_writers_text_in_the_form(
    owner: Client, now: datetime
) -> None:
    row = article(now)
    told = {"judul": "Retur", "teks": "Yang kedua.", "versi": 7}
    answer = owner.post(f"/pengetahuan/{row.public_id}/ubah/", told)
    assert answer.status_code == 422
    assert "Yang kedua." in answer.content.decode()
    assert Article.objects.get().number == 1


def test_an_article_begun_from_a_question_closes_it(owner: Client, now: datetime) -> None:
    note_gap(question="ada gudang di Medan?", now=now)
    gap = Gap.objects.get()
    address = f"/pengetahuan/baru/?celah={gap.public_id}"
    assert "ada gudang di Medan?" in owner.get(address).content.decode()
    owner.post(address, {"judul": "Gudang", "teks": "Ada di Medan."})
    gap.refresh_from_db()
    assert gap.article == Article.objects.get()
    assert "Medan" not in owner.get("/pengetahuan/celah/").content.decode()


def test_a_file_is_looked_at_and_then_taken_in_as_new_and_next_versions(owner: Client, now: datetime) -> None:
    article(now, Draft("Retur", "Tujuh hari."))
    file = BytesIO(b"judul,isi\nRetur,Sepuluh hari.\nGaransi,Setahun.\nCOD,\n")
    file.name = "faq.csv"
    seen = owner.post("/pengetahuan/berkas/", {"berkas": file})
    assert Article.objects.count() == 1
    owner.post("/pengetahuan/berkas/ambil/", {"isi": seen.context["packed"]})
    assert dict(Article.objects.values_list("title", "text")) == {
        "Retur": "Sepuluh hari.",
        "Garansi": "Setahun.",
    }
    assert ArticleVersion.objects.filter(source="import").count() == 2


def test_a_file_that_holds_no_articles_says_why(owner: Client) -> None:
    file = BytesIO(b"%PDF-1.7")
    file.name = "faq.pdf"
    answer = owner.post("/pengetahuan/berkas/", {"berkas": file})
    assert answer.status_code == 422
    assert ".md, .txt, .csv" in answer.content.decode()


@pytest.mark.parametrize("told", ["", "{}", "[1]", "[[1,2]]", "x" * 9_000_000])
def test_what_did_not_arrive_whole_is_refused(owner: Client, told: str) -> None:
    if len(told) < 2_000_000:
        assert owner.post("/pengetahuan/berkas/ambil/", {"isi": told}).status_code == 409
    assert not Article.objects.exists()


def test_everybody_reads_the_help_page_but_not_what_is_for_the_team(
    shop: Workspace, now: datetime, client: Client
) -> None:
    article(now)
    hidden = article(now, Draft("Marjin", "Rahasia dapur.", internal=True))
    page = client.get(help_address(shop)).content.decode()
    assert "Pengembalian" in page
    assert "Marjin" not in page
    assert "Rahasia" not in client.get(help_address(shop, "?q=marjin+rahasia")).content.decode()
    assert client.get(help_address(shop, f"{hidden.code}/")).status_code == 404


def test_the_help_page_answers_what_is_looked_for_and_is_light(
    shop: Workspace, now: datetime, client: Client
) -> None:
    row = article(now)
    answer = client.get(help_address(shop, "?q=bisa+balikin+barang+brp+hari"))
    assert "7 hari" in answer.content.decode()
    whole = client.get(help_address(shop, f"{row.code}/"))
    assert "<strong>dikembalikan</strong>" in whole.content.decode()
    assert max(len(answer.content), len(whole.content)) < 60_000
    assert b"<script" not in answer.content


def test_a_closed_help_page_is_not_found(shop: Workspace, now: datetime, client: Client) -> None:
    row = article(now)
    open_help_page(is_open=False, now=now)
    for more in ("", "?q=retur", f"{row.code}/"):
        assert client.get(help_address(shop, more)).status_code == 404


def test_whoever_saves_over_somebody_is_told_what_to_do(owner: Client, now: datetime) -> None:
    told = {"judul": "Retur", "teks": "Yang kedua.", "versi": 7}
    answer = owner.post(f"/pengetahuan/{article(now).public_id}/ubah/", told).content.decode()
    assert "sementara itu" in answer
    assert "Muat ulang" in answer


@pytest.mark.parametrize("address", ["/pengetahuan/baru/", "ubah/"])
def test_without_a_script_the_preview_stands_beside_the_form(
    owner: Client, now: datetime, address: str
) -> None:
    row = article(now)
    address = address if address.startswith("/") else f"/pengetahuan/{row.public_id}/{address}"
    seen = owner.post(address, {"judul": "Retur", "teks": "**Tebal**", "pratinjau": "ya"}).content.decode()
    assert "<strong>Tebal</strong>" in seen
    assert "**Tebal**</textarea>" in seen
    assert ArticleVersion.objects.count() == 1


def test_the_help_pages_address_is_whole_so_that_it_can_be_given_away(
    owner: Client, shop: Workspace, now: datetime, settings: LazySettings
) -> None:
    settings.SAPA = settings.SAPA.model_copy(update={"url": "https://sari.test"})
    article(now)
    assert f"https://sari.test{help_address(shop)}" in owner.get("/pengetahuan/").content.decode()


def test_who_finds_no_answer_can_write_to_the_shop_and_is_not_told_that_others_are_about_it(
    shop: Workspace, now: datetime, client: Client
) -> None:
    article(now)
    create_channel(
        name="Toko", external_id="1", token="t", app_secret="s", display_phone="+62 811-1000-1000", now=now
    )
    page = client.get(help_address(shop, "?q=sewa+mobil")).content.decode()
    assert "https://wa.me/6281110001000?text=sewa%20mobil" in page
    assert "Artikel terkait" not in page


def test_an_article_that_is_gone_leaves_the_reader_on_the_shops_page(
    shop: Workspace, now: datetime, client: Client
) -> None:
    row = article(now)
    answer = client.get(help_address(shop, "tidak-ada/"))
    assert answer.status_code == 404
    assert help_address(shop, f"{row.code}/") in answer.content.decode()


def test_of_many_articles_fifty_stand_first_and_the_rest_is_one_tap_away(
    owner: Client, now: datetime
) -> None:
    add_articles(drafts=[Draft(f"Artikel {n}", "Isi.") for n in range(53)], now=now)
    page = owner.get("/pengetahuan/")
    assert (len(page.context["rows"]), page.context["more"]) == (50, 3)
    assert len(owner.get("/pengetahuan/?q=&semua").context["rows"]) == 53
