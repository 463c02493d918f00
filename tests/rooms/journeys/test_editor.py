"""The editor of journeys: copied, changed step by step or as text, saved as versions, exchanged as files."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.domain.journeys.reading import parse_definition
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import Enrolment, Journey, JourneyVersion
from sapa.journeys.services.moving import on_older
from sapa.journeys.services.switching import newest_definition
from tests.rooms.journeys.own import ASK, BRANCH, HEAD, own, spoke
from tests.rooms.journeys.rows import contact
from tests.rooms.pages import browser

HOME = "/tindak-lanjut/resep/"
EDIT = f"{HOME}salam/ubah/"


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER, "budi@tokosari.test")


@pytest.fixture
def salam(shop: Workspace, now: datetime) -> Journey:
    return own(ASK, BRANCH, now=now, mode="off")


def newest() -> Any:
    return newest_definition(Journey.objects.get(recipe="salam"))


def fields(page: str) -> dict[str, Any]:
    """What a browser would send of the editor's form, but for its buttons."""
    form = page.split('<form id="editor"')[1].split("</form>")[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]+>", form):
        name, value = re.search(r' name="([^"]*)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and (' type="checkbox"' not in tag or " checked" in tag):
            found.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        found[name] = unescape(chosen[1]) if chosen else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = unescape(text)
    return found


def press(client: Client, page: str, action: str, **typed: Any) -> Any:
    sent = {**fields(page), **{name.replace("__", "-"): value for name, value in typed.items()}}
    return client.post(EDIT, {**sent, "aksi": action})


def opened(client: Client, step: int | str) -> str:
    return client.get(EDIT, {"langkah": str(step)}).content.decode()


def test_a_recipe_is_copied_under_a_name_of_ones_own(budi: Client) -> None:
    answer = budi.post(f"{HOME}cek_setelah_tiba/salin/", {"nama": "Kabar batik"})
    assert answer["Location"] == f"{HOME}kabar_batik/ubah/"
    journey = Journey.objects.get(recipe="kabar_batik")
    assert (journey.origin, journey.mode) == ("cek_setelah_tiba", "off")
    assert budi.get(answer["Location"]).status_code == 200


def test_a_recipe_of_the_library_is_not_edited_itself(budi: Client) -> None:
    assert budi.get(f"{HOME}cek_setelah_tiba/ubah/").status_code == 409


@pytest.mark.parametrize("recipe", list(LIBRARY))
def test_every_step_of_every_recipe_comes_back_from_the_editor_unchanged(
    budi: Client, now: datetime, recipe: str
) -> None:
    budi.post(f"{HOME}{recipe}/salin/", {"nama": "Salinan"})
    before = newest_definition(Journey.objects.get(recipe="salinan"))
    page = budi.get(f"{HOME}salinan/ubah/").content.decode()
    for place in [*range(len(before.steps)), "alur"]:
        page = budi.post(f"{HOME}salinan/ubah/", {**fields(page), "aksi": f"buka:{place}"}).content.decode()
    budi.post(f"{HOME}salinan/ubah/", {**fields(page), "aksi": "simpan"})
    assert newest_definition(Journey.objects.get(recipe="salinan")) == before


def test_a_step_is_changed_by_its_fields_and_saved_as_a_version(budi: Client, salam: Journey) -> None:
    answer = press(budi, opened(budi, 0), "simpan", name="Kabar", due__number="3", due__unit="h")
    assert answer.status_code == 302
    step = newest().message("tanya")
    assert (step.name.id, step.window.due.source) == ("Kabar", "trigger + 3h")
    assert Journey.objects.get().version == 2


def test_a_condition_is_chosen_from_what_is_known(budi: Client, salam: Journey) -> None:
    chosen = {"syarat__fact": "customer.segment", "syarat__op": "=", "syarat__value": "b2c"}
    page = press(budi, opened(budi, 0), "tambah-syarat", **chosen).content.decode()
    press(budi, page, "simpan")
    assert [one.source for one in newest().message("tanya").when] == ['customer.segment = "b2c"']
    page = press(budi, opened(budi, 0), "buang-syarat:syarat:0").content.decode()
    press(budi, page, "simpan")
    assert newest().message("tanya").when == ()


def test_steps_are_added_moved_and_deleted(budi: Client, salam: Journey) -> None:
    page = press(budi, opened(budi, 0), "tambah:message").content.decode()
    text = "Halo {{ panggilan }}, kami dari {{ toko }} ingin memastikan semuanya sudah jelas. Balas saja pesan ini."
    press(budi, page, "simpan", **{"text-0-b2c": text, "text-0-b2b": text})
    assert [step.id for step in newest().steps] == ["tanya", "langkah_1", "dibalas", "telepon"]
    page = press(budi, opened(budi, 1), "naik:1").content.decode()
    press(budi, page, "simpan", due__anchor="trigger")
    assert [step.id for step in newest().steps][:2] == ["langkah_1", "tanya"]
    page = press(budi, opened(budi, ""), "hapus:0").content.decode()
    press(budi, page, "simpan")
    assert [step.id for step in newest().steps] == ["tanya", "dibalas", "telepon"]


def test_a_problem_stands_at_its_step_and_nothing_typed_is_lost(budi: Client, salam: Journey) -> None:
    answer = press(budi, opened(budi, 0), "simpan", **{"text-0-b2c": "Halo {{ salah }}, apa kabar?"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Halo {{ salah }}, apa kabar?" in unescape(page)
    assert "salah" in page.split('id="langkah-0"')[1].split("journey-open")[0]
    assert Journey.objects.get().version == 1


def test_a_branch_gets_another_way(budi: Client, salam: Journey) -> None:
    page = press(budi, opened(budi, 1), "tambah-cabang").content.decode()
    chosen = {"case-1-fact": "reply.word", "case-1-op": "in", "case-1-value": "tidak, belum"}
    press(budi, page, "simpan", **chosen, **{"case-1-next": "end"})
    case = newest().steps[1].cases[1]
    assert ([one.source for one in case.when], case.next) == (["reply.word in [tidak, belum]"], "end")


def test_two_wordings_are_compared(budi: Client, salam: Journey) -> None:
    page = press(budi, opened(budi, 0), "dua-teks").content.decode()
    other = "Halo {{ panggilan }}, dari {{ toko }}: apakah masih ada yang ingin ditanyakan soal kemarin?"
    press(budi, page, "simpan", **{"text-1-b2c": other, "text-1-b2b": other})
    assert [one.b2c == other for one in newest().message("tanya").variants] == [False, True]


def test_the_guard_stops_a_text_that_names_no_way_to_stop(budi: Client, salam: Journey) -> None:
    page = press(budi, opened(budi, "alur"), "simpan", **{"class": "promo", "category": "marketing"})
    assert page.status_code == 422
    assert Journey.objects.get().version == 1


def test_what_the_guard_stops_a_supervisor_lets_pass_with_a_reason(budi: Client, salam: Journey) -> None:
    text = (
        "Halo {{ panggilan }}, dari {{ toko }}. BELI SEKARANG JUGA SEBELUM KEHABISAN!!! Kemarin kita bicara."
    )
    typed = {"text-0-b2c": text, "text-0-b2b": text}
    refused = press(budi, opened(budi, 0), "simpan", **typed)
    assert refused.status_code == 422
    press(budi, refused.content.decode(), "simpan", alasan="Disetujui pemilik", **typed)
    assert newest().message("tanya").variants[0].b2c == text
    assert AuditEntry.objects.filter(action="guard.overridden").exists()


def test_somebody_elses_version_is_not_overwritten(budi: Client, salam: Journey) -> None:
    page = opened(budi, 0)
    press(budi, page, "simpan", name="Yang pertama")
    answer = press(budi, page, "simpan", name="Yang kedua")
    assert answer.status_code == 200
    assert "Yang kedua" in answer.content.decode()
    assert newest().message("tanya").name.id == "Yang pertama"


def test_yaml_and_list_are_the_same_journey(budi: Client, salam: Journey) -> None:
    page = press(budi, opened(budi, 0), "ke-yaml", name="Kabar").content.decode()
    text = fields(page)["teks"]
    assert "name: Kabar" in text
    sent = {**fields(page), "teks": text.replace("trigger + 1d", "trigger + 2d"), "aksi": "simpan"}
    budi.post(EDIT, sent)
    assert newest().message("tanya").window.due.source == "trigger + 2d"


def test_a_wrong_line_of_the_text_is_told_with_its_number(budi: Client, salam: Journey) -> None:
    page = budi.get(EDIT, {"bentuk": "yaml"}).content.decode()
    text = fields(page)["teks"].replace("due: trigger + 1d", "due: kapan saja")
    line = text[: text.index("kapan saja")].count("\n") + 1
    answer = budi.post(EDIT, {**fields(page), "teks": text, "aksi": "simpan"})
    assert answer.status_code == 422
    assert f" {line}</b>" in answer.content.decode()
    assert "kapan saja" in fields(answer.content.decode())["teks"]


def test_the_key_stays_whatever_the_text_says(budi: Client, salam: Journey) -> None:
    page = budi.get(EDIT, {"bentuk": "yaml"}).content.decode()
    text = fields(page)["teks"].replace("id: salam", "id: lain").replace("40", "41")
    budi.post(EDIT, {**fields(page), "teks": text, "aksi": "simpan"})
    assert newest().id == "salam"
    assert newest().priority == 41


def test_a_draft_that_was_tampered_with_is_refused(budi: Client, salam: Journey) -> None:
    for broken in ("", "[]", '{"steps": "x"}', "[" * 100_000):
        assert budi.post(EDIT, {"dokumen": broken, "aksi": "simpan"}).status_code == 409


def test_the_texts_are_shown_while_somebody_types(budi: Client, salam: Journey) -> None:
    sent = {**fields(opened(budi, 0)), "text-0-b2c": "Halo {{ panggilan }}, apa kabar di {{ toko }}?"}
    shown = budi.post(f"{EDIT}teks/", sent).content.decode()
    assert "Halo Kak Dewi, apa kabar di Toko Sari?" in shown


def test_running_customers_are_moved_on_request(budi: Client, shop: Workspace, now: datetime) -> None:
    journey = own(ASK, now=now)
    dewi = contact("Dewi", now, phone="+6281300000011")
    spoke(dewi, now)
    press(budi, opened(budi, 0), "simpan", due__number="2")
    journey.refresh_from_db()
    assert on_older(journey) == 1
    budi.post(f"{HOME}salam/pindahkan/")
    assert on_older(journey) == 0
    assert Enrolment.objects.get().version.number == 2


def test_versions_tell_what_changed_and_an_old_one_comes_back(budi: Client, salam: Journey) -> None:
    press(budi, opened(budi, 0), "simpan", name="Kabar")
    page = budi.get(f"{HOME}salam/versi/").content.decode()
    assert '<span class="added">+  name: Kabar</span>' in page
    budi.post(f"{HOME}salam/versi/pulihkan/", {"nomor": "1"})
    assert newest().message("tanya").name.id == "Menanyakan kabar"
    assert list(JourneyVersion.objects.values_list("number", flat=True).order_by("number")) == [1, 2, 3]


def test_a_file_goes_out_and_comes_in_again(budi: Client, salam: Journey) -> None:
    file = budi.get(f"{HOME}salam/yaml/")
    assert file["Content-Disposition"] == 'attachment; filename="salam.yaml"'
    assert parse_definition(file.content.decode()) == newest()
    sent = SimpleUploadedFile("salam.yaml", file.content)
    answer = budi.post("/tindak-lanjut/impor-alur/", {"berkas": sent})
    assert answer["Location"] == f"{HOME}salam_2/"
    assert Journey.objects.get(recipe="salam_2").mode == "off"


def test_a_wrong_file_is_refused_with_line_and_reason_and_stays_in_the_field(budi: Client) -> None:
    text = HEAD + ASK.replace("trigger + 4d", "trigger - 4d")
    answer = budi.post("/tindak-lanjut/impor-alur/", {"berkas": SimpleUploadedFile("a.yaml", text.encode())})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "trigger - 4d" in page
    assert re.search(r"<b>\w+ \d+</b> · ", page)
    assert not Journey.objects.exists()


def test_only_a_journey_that_never_ran_is_deleted(budi: Client, salam: Journey, now: datetime) -> None:
    other = own(ASK, now=now, id="lain")
    spoke(contact("Dewi", now, phone="+6281300000011"), now + timedelta(minutes=1))
    assert budi.post(f"{HOME}{other.recipe}/hapus/").status_code == 409
    assert budi.post(f"{HOME}salam/hapus/").status_code == 302
    assert list(Journey.objects.values_list("recipe", flat=True)) == ["lain"]


def test_who_may_not_change_recipes_gets_no_editor(shop: Workspace, salam: Journey) -> None:
    ani = browser(shop, Role.AGENT)
    assert ani.get(EDIT).status_code == 403
    assert ani.get(f"{HOME}salam/yaml/").status_code == 200


def test_the_kept_document_is_plain_json(budi: Client, salam: Journey) -> None:
    assert json.loads(fields(opened(budi, 0))["dokumen"][0])["id"] == "salam"
