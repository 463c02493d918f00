"""The library as a whole: files that are read and checked, priorities, the order of a first purchase."""

from dataclasses import replace
from importlib.resources import files
from zipfile import ZipFile

import lucide
import pytest

from sapa.domain.events import EVENTS, EVENTS_OF_EXIT
from sapa.domain.journeys.advancing import Advanced, advance
from sapa.domain.journeys.definition import TIMED
from sapa.domain.journeys.enrolling import start
from sapa.domain.journeys.reading import parse_definition
from sapa.domain.journeys.scene import Run, Scene
from sapa.domain.journeys.writing import to_yaml
from sapa.domain.policy import policy_from
from sapa.domain.recipes import LIBRARY, source_of
from tests.domain.recipes.cast import DAY, PARCEL, RETURN, WEDNESDAY, planned, scene_of, waiting


@pytest.mark.parametrize("recipe", LIBRARY)
def test_a_recipe_is_read_and_checked_without_a_refusal(recipe: str) -> None:
    assert parse_definition(source_of(recipe)) == LIBRARY[recipe]


@pytest.mark.parametrize("recipe", LIBRARY)
def test_a_recipe_written_and_read_again_is_the_same(recipe: str) -> None:
    assert parse_definition(to_yaml(LIBRARY[recipe])) == LIBRARY[recipe]


def test_every_file_is_in_the_library() -> None:
    folder = files("sapa.domain").joinpath("data", "recipes")
    assert {one.name.removesuffix(".yaml") for one in folder.iterdir()} == set(LIBRARY)
    assert [one.id for one in LIBRARY.values()] == list(LIBRARY)


def test_a_recipe_says_in_one_sentence_in_both_languages_what_it_does() -> None:
    for recipe in LIBRARY.values():
        for words in (recipe.about.id, recipe.about.en):
            assert words.endswith(".")
            assert ". " not in words
        assert recipe.name.id
        assert recipe.success.en


def test_triggers_happen_and_exits_are_events() -> None:
    for recipe in LIBRARY.values():
        assert set(recipe.trigger.on) <= {*EVENTS, *TIMED}
        assert set(recipe.exits) <= set(EVENTS_OF_EXIT)


def test_the_more_urgent_goes_first() -> None:
    assert {recipe.id: recipe.priority for recipe in LIBRARY.values()} == {
        "balasan_otomatis": 0,
        "konfirmasi_pesanan": 10,
        "kabar_pengiriman": 10,
        "status_retur": 10,
        "checkout_belum_bayar": 20,
        "pengingat_tagihan": 20,
        "perpanjang_langganan": 25,
        "pasca_keluhan": 30,
        "kontak_pertama": 40,
        "panduan_pakai": 40,
        "cek_setelah_tiba": 40,
        "tiga_hari_setelah_beli": 40,
        "cek_pemakaian": 40,
        "survei_masukan": 50,
        "csat": 50,
        "nps": 50,
        "edukasi_fitur": 60,
        "isi_ulang": 65,
        "minta_ulasan": 70,
        "kangen_pelanggan": 80,
        "produk_pelengkap": 85,
        "promo_pernah_pakai": 90,
    }


def test_only_what_asks_or_offers_something_needs_a_choice_of_the_owner() -> None:
    needed = {recipe.id: [one.path for one in recipe.settings if one.required] for recipe in LIBRARY.values()}
    promo = ["promo.isi", "promo.kode", "promo.berlaku_sampai"]
    assert {name: paths for name, paths in needed.items() if paths} == {
        "kangen_pelanggan": promo,
        "survei_masukan": ["survei.tautan"],
        "promo_pernah_pakai": ["campaign.date", "produk.nama", *promo, "promo.tautan"],
        "minta_ulasan": ["ulasan.tautan"],
    }


def test_companies_get_bills_and_renewals_by_mail_first() -> None:
    by_mail = [recipe.id for recipe in LIBRARY.values() if recipe.channels_of("b2b") == ("email", "whatsapp")]
    assert by_mail == ["perpanjang_langganan", "pengingat_tagihan"]


def test_every_icon_is_one_that_the_pages_can_draw() -> None:
    with ZipFile(str(files(lucide).joinpath("lucide.zip"))) as drawn:
        names = {name.rpartition("/")[2].removesuffix(".svg") for name in drawn.namelist()}
    assert {recipe.icon for recipe in LIBRARY.values()} <= names


def test_a_first_purchase_is_followed_up_in_this_order() -> None:
    """`domain.md` §3.2, from the delivery on."""
    steps = (
        *(("panduan_pakai", "1"), ("cek_setelah_tiba", "1"), ("tiga_hari_setelah_beli", "1")),
        *(("cek_pemakaian", "1"), ("produk_pelengkap", "1"), ("isi_ulang", "1")),
    )
    due = [planned(recipe, step).due_at for recipe, step in steps]
    assert due == sorted(due)
    assert planned("konfirmasi_pesanan", "1").due_at < planned("checkout_belum_bayar", "1").due_at


def later(recipe: str, scene: Scene) -> Advanced:
    """A further trigger of a subject that has a run since Wednesday."""
    run = start(LIBRARY[recipe], scene, share=0, salt="")
    assert isinstance(run, Run)
    return advance(LIBRARY[recipe], replace(scene, run=replace(run, started_at=WEDNESDAY)))


def test_newer_news_of_a_parcel_take_the_place_of_older_ones() -> None:
    shipped = planned("kabar_pengiriman", "dikirim")
    arrived = scene_of(
        "kabar_pengiriman",
        on="shipment.delivered",
        at=WEDNESDAY + DAY,
        shipment=replace(PARCEL, status="delivered"),
    )
    person = replace(arrived.person, follow_ups=(waiting(shipped),))
    found = later("kabar_pengiriman", replace(arrived, person=person))
    assert [one.step for one in found.planned] == ["tiba"]
    assert found.superseded == (shipped.key,)


def test_a_return_is_one_run_whose_news_replace_each_other() -> None:
    requested = planned("status_retur", "diajukan")
    approved = scene_of("status_retur", on="return.approved", returned=replace(RETURN, status="approved"))
    person = replace(approved.person, follow_ups=(waiting(requested),))
    found = later("status_retur", replace(approved, person=person))
    assert (requested.customer_initiated, found.planned[0].customer_initiated) == (True, False)
    assert found.superseded == (requested.key,)


def test_the_classes_are_those_of_the_policy() -> None:
    known = set(policy_from({}).priority)
    assert {recipe.klass for recipe in LIBRARY.values()} <= known
