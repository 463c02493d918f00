"""A journey's own texts before they are saved."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sapa.accounts.models import AuditEntry, Workspace
from sapa.accounts.services import change_settings
from sapa.domain.journeys.definition import Definition, MessageStep, Setting, Texts, Words
from sapa.domain.recipes import LIBRARY
from sapa.journeys.models import Journey
from sapa.journeys.services import texts
from sapa.web.errors import Refused

RECIPE = LIBRARY["cek_setelah_tiba"]
FINE = (
    "Halo {{ panggilan }}, pesanan {{ pesanan.nomor }} dari {{ toko }} sudah sampai. "
    "Kalau ada yang kurang, balas saja pesan ini."
)


def saying(b2c: str, **more: Any) -> Definition:
    first = next(step for step in RECIPE.steps if isinstance(step, MessageStep))
    told = replace(first, variants=(Texts(b2c, FINE.replace("Halo", "Yth.")),))
    return replace(RECIPE, steps=(told,), **more)


def test_every_recipe_of_the_library_may_be_saved(shop: Workspace) -> None:
    found = [
        (one.step, one.checked.codes) for recipe in LIBRARY.values() for one in texts.looked_over(recipe)
    ]
    assert len(found) > 40
    assert [one for one in found if one[1]] == []


def test_the_preview_bears_the_shops_own_name(shop: Workspace) -> None:
    [b2c, b2b] = texts.looked_over(saying(FINE))
    assert "dari Toko Sari sudah sampai" in b2c.checked.preview
    assert (b2c.segment, b2b.segment, b2c.found, b2b.found) == ("b2c", "b2b", (), ())


def test_a_blocked_text_is_refused_with_its_step_and_its_hints(shop: Workspace) -> None:
    with pytest.raises(Refused, match="text_blocked") as refused:
        texts.refuse_blocked(saying(FINE + " Buruan, kapan lagi."), let_pass=False)
    assert "Kurangi tekanan, beri pilihan." in refused.value.sentence


def test_a_supervisor_lets_pressure_pass_and_it_is_kept(shop: Workspace, now: datetime) -> None:
    codes = texts.refuse_blocked(saying(FINE + " Buruan, kapan lagi."), let_pass=True)
    journey = Journey.objects.create(recipe="cek", updated_at=now)
    for _again in range(2):
        texts.let_pass(journey=journey, codes=codes, reason="Obral akhir tahun", now=now)
    journey.refresh_from_db()
    assert texts.overridden(journey) == ("hard_sell",)
    [kept] = AuditEntry.objects.filter(action="guard.overridden")
    assert kept.data == {"codes": ["hard_sell"], "reason": "Obral akhir tahun"}


@pytest.mark.parametrize("bad", [" Balas dengan PIN Kakak.", " Salam, [Nama]."])
def test_nobody_lets_a_secret_or_a_blank_pass(shop: Workspace, bad: str) -> None:
    with pytest.raises(Refused, match="text_blocked"):
        texts.refuse_blocked(saying(FINE + bad), let_pass=True)


def test_whatsapps_own_rules_are_asked_of_the_source(shop: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        texts.refuse_blocked(saying(FINE + " {{ pesanan.tautan }}"), let_pass=False)
    assert "WhatsApp menolak template" in refused.value.sentence


def test_a_setting_of_the_journey_stands_for_itself_by_its_label(shop: Workspace) -> None:
    own = Setting("hadiah.nama", "text", Words("nama hadiah", "name of the gift"))
    [b2c, _b2b] = texts.looked_over(saying(FINE + " Ada {{ hadiah.nama }} kecil.", settings=(own,)))
    assert b2c.checked.preview.endswith("Ada nama hadiah kecil.")


def test_the_shops_own_pressure_words_count(shop: Workspace, now: datetime) -> None:
    change_settings(changes={"guard": {"pressure_words": ["gercep"]}}, now=now)
    [b2c, _b2b] = texts.looked_over(saying(FINE + " Gercep ya."))
    assert b2c.checked.codes == ("hard_sell",)
