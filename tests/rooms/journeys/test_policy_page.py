"""The page «Kebijakan kontak»: shown, refused field by field, looked at before saving, saved, restored."""

import random
import re
from datetime import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from sapa.accounts.models import AuditEntry, SettingsVersion, Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import change_settings
from sapa.base.permissions import Role
from sapa.contacts.models import Contact
from sapa.domain import policy
from sapa.journeys.forms.policy import PolicyForm
from sapa.journeys.selectors.policy import SCOPE_NAMES, SETTINGS, changes
from tests.rooms.journeys.rows import contact
from tests.rooms.pages import browser

PAGE = "/tindak-lanjut/kebijakan/"
JAKARTA = "Asia/Jakarta"


@pytest.fixture
def budi(shop: Workspace) -> Client:
    return browser(shop, Role.OWNER, "budi@tokosari.test")


def chosen() -> dict[str, Any]:
    return dict(settings_in_force()[1].get("policy", {}))


def look(client: Client, **typed: Any) -> str:
    """The page before saving; typed values are named with __ for dots."""
    data = {name.replace("__", "."): value for name, value in typed.items()}
    return client.post(f"{PAGE}periksa/", {"versi": settings_in_force()[0], **data}).content.decode()


def proposal(page: str) -> dict[str, str]:
    found = re.search(r'name="usulan" value="([^"]+)"', page)
    assert found, page
    return {"usulan": found[1]}


def change(client: Client, **typed: Any) -> None:
    answer = client.post(f"{PAGE}simpan/", proposal(look(client, **typed)))
    assert answer.status_code == 302


def test_every_setting_of_the_policy_has_its_field() -> None:
    def leaves(document: dict[str, Any], above: str = "") -> list[str]:
        return [
            leaf
            for key, value in document.items()
            for leaf in (
                leaves(value, f"{above}{key}.") if isinstance(value, dict) and value else [f"{above}{key}"]
            )
        ]

    known = [setting.path for setting in SETTINGS]
    layers = ("by_segment", "by_class")
    left = [
        path
        for path in leaves(dict(policy.default_document()))
        if not path.startswith(layers) and not any(f"{path}.".startswith(f"{one}.") for one in known)
    ]
    assert left == []


@pytest.mark.parametrize("scope", list(SCOPE_NAMES))
def test_a_form_sent_as_it_was_shown_changes_nothing(shop: Workspace, budi: Client, scope: str) -> None:
    page = budi.get(PAGE, {"untuk": scope}).content.decode()
    assert look(budi, untuk=scope, **shown_values(page)) == ""
    assert settings_in_force()[0] == 0


def shown_values(page: str) -> dict[str, Any]:
    """What a browser would send of the form."""
    form = page.split("data-policy-form>")[1].split("</form>")[0]
    values: dict[str, Any] = {}
    for tag in re.findall(r"<input [^>]+>", form):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in (" name", " value"))
        box = 'type="checkbox"' in tag
        if (
            name
            and name[1] not in ("untuk", "versi", "csrfmiddlewaretoken")
            and (not box or " checked" in tag)
        ):
            values.setdefault(name[1], []).append(value[1] if value else "on")
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        picked = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        values[name] = picked[1] if picked else first[1] if first else ""
    return values


def test_the_page_shows_the_usual_settings_and_the_clocks(budi: Client) -> None:
    page = budi.get(PAGE).content.decode()
    assert "21.00–08.00" in page
    assert [zone for zone in ("WIB", "WITA", "WIT") if f"{zone}</span>" not in page] == []


def test_only_what_differs_from_the_usual_is_kept(budi: Client) -> None:
    change(budi, quiet__start="21", quiet__end="9.30", gap_hours__care="4", caps__nudge__day="")
    assert chosen() == {"quiet": {"start": "21:00", "end": "09:30"}, "caps": {"nudge": {"day": None}}}


def test_zero_means_no_limit(budi: Client) -> None:
    change(budi, caps__promo__week="0")
    assert chosen() == {"caps": {"promo": {"week": None}}}
    assert policy.policy_from(chosen()).promo_cap.week is None


def test_a_value_that_is_usual_again_is_forgotten(budi: Client) -> None:
    change(budi, gap_hours__care="6")
    change(budi, gap_hours__care="4")
    assert chosen() == {}


def test_a_class_keeps_only_its_own_choice_and_the_rest_follows(budi: Client) -> None:
    change(budi, untuk="promo", gap_hours__promo="48", quiet__start="", quiet__end="")
    change(budi, quiet__start="20:00", quiet__end="08:00")
    assert chosen()["by_class"] == {"promo": {"gap_hours": {"promo": 48}}}
    rules = policy.policy_from(chosen())
    assert rules.of("promo", "b2c").gaps["promo"] == 48 * 3_600_000_000
    assert rules.of("promo", "b2c").quiet == rules.of("care", "b2c").quiet == (20 * 60, 8 * 60)


def test_a_choice_of_a_segment_goes_back_to_everybodys(budi: Client) -> None:
    change(budi, untuk="b2b", b2b__block_cuti_bersama="no")
    assert chosen() == {"by_segment": {"b2b": {"b2b": {"block_cuti_bersama": False}}}}
    change(budi, untuk="b2b", b2b__block_cuti_bersama="")
    assert chosen() == {}


WRONG = [
    ("quiet.start", "jam sembilan", "Tulis kedua jamnya"),
    ("quiet.end", "25.00", "Tulis kedua jamnya"),
    ("b2b.window.start", "", "Tulis kedua jamnya"),
    ("gap_hours.care", "-1", "Tulis angka, 0 atau lebih"),
    ("gap_hours.care", "", "Tulis angka, 0 atau lebih"),
    ("gap_hours.care", "1e400", "Tulis angka, 0 atau lebih"),
    ("gap_hours.care", "99999999", "Paling banyak 8784"),
    ("caps.nudge.day", "dua", "kosong atau 0 berarti tanpa batas"),
    ("caps.nudge.day", "1,5", "kosong atau 0 berarti tanpa batas"),
    ("backoff.days", "3, 7, banyak", "dengan koma di antaranya"),
    ("backoff.days", "3, 7000", "Paling banyak 400"),
    ("backoff.max_unanswered", "2,5", "Tulis angka"),
    ("b2c.weekend", "mungkin", "Pilih salah satu"),
    ("b2c.default_busy_profile", "petani", "Pilih salah satu"),
    ("business_timezone", "Mars/Utara", "Pilih salah satu"),
    ("wa.no_marketing_template_country_codes", "satu", "kode telepon negara"),
    ("priority.promo", "-4", "Tulis bilangan bulat"),
    ("weekend_by_country.2.name", "Arab Saudi", "dua hurufnya"),
    ("busy_profiles.1.name", "toko", "Beri tiap profil nama"),
]


@pytest.mark.parametrize(("name", "typed", "sentence"), WRONG)
def test_a_wrong_value_is_refused_by_a_sentence_at_its_field(
    budi: Client, name: str, typed: str, sentence: str
) -> None:
    page = budi.get(PAGE).content.decode()
    answer = budi.post(f"{PAGE}periksa/", {**shown_values(page), "versi": "0", name: typed})
    assert answer.status_code == 422
    errors = re.findall(
        r'<p class="error" id="([\w-]+)-error">.*?<span>(.*?)</span>', answer.content.decode(), re.S
    )
    assert [(name.replace(".", "-").startswith(place), sentence in text) for place, text in errors] == [
        (True, True)
    ]
    assert settings_in_force()[0] == 0


def test_the_same_sentence_stands_there_in_english(budi: Client) -> None:
    budi.cookies["sapa_language"] = "en"
    assert "Write a number, 0 or more." in look(budi, gap_hours__care="banyak")


def test_a_pause_around_lebaran_of_a_million_days_is_refused(shop: Workspace) -> None:
    data = QueryDict(mutable=True)
    data.update({"lebaran.pause.state": "on", "lebaran.pause.before": "1000000", "lebaran.pause.after": "1"})
    data.setlist("lebaran.pause.classes", ["promo"])
    data.setlist("lebaran.pause.segments", ["b2c"])
    form = PolicyForm({}, "", timezone=JAKARTA, data=data)
    assert (form.is_valid, list(form.errors)) == (False, ["lebaran.pause"])


NONSENSE = [
    "",
    "0",
    "-1",
    "1e9",
    "24.30",
    "٣",
    "aa",
    "null",
    "💥",
    "9" * 30,
    "\x00",
    "promo",
    "on",
    "1",
    "worker",
]


def test_whatever_is_typed_the_form_answers_and_what_it_takes_the_policy_takes(shop: Workspace) -> None:
    chance = random.Random(7)
    names = [
        "",
        ".start",
        ".end",
        ".state",
        ".given",
        ".days",
        ".classes",
        ".0.name",
        ".1.name",
        ".1.0.start",
    ]
    taken = 0
    for scope in list(SCOPE_NAMES) * 25:
        data = QueryDict(mutable=True)
        for setting in chance.sample(list(SETTINGS), 4):
            for name in names:
                data.setlist(f"{setting.path}{name}", chance.sample(NONSENSE, 2))
        form = PolicyForm({}, scope, timezone=JAKARTA, data=data)
        assert form.sections()
        if form.is_valid:
            taken += 1
            policy.policy_from(form.proposed())
            assert bool(form.proposed()) == bool(changes({}, form.proposed(), timezone=JAKARTA))
    assert taken


def test_a_profile_of_ones_own_can_be_chosen_and_then_not_removed_while_in_use(
    budi: Client, now: datetime
) -> None:
    own = {"busy_profiles.1.name": "guru", "busy_profiles.1.0.start": "7", "busy_profiles.1.0.end": "13"}
    change(budi, **own, **{"busy_profiles.1.days": ["0", "1"]})
    assert chosen()["busy_profiles"]["guru"]["windows"] == [["07:00", "13:00"]]
    dewi = contact("Dewi", now, busy_profile="guru")
    gone = proposal(look(budi, **{"busy_profiles.1.name": "guru", "busy_profiles.1.remove": "1"}))
    assert budi.post(f"{PAGE}simpan/", gone).status_code == 409
    Contact.objects.filter(pk=dewi.pk).update(busy_profile=None)
    assert budi.post(f"{PAGE}simpan/", gone).status_code == 302


def test_two_people_cannot_save_over_each_other(budi: Client) -> None:
    first, second = look(budi, gap_hours__care="6"), look(budi, gap_hours__care="8")
    assert budi.post(f"{PAGE}simpan/", proposal(first)).status_code == 302
    late = budi.post(f"{PAGE}simpan/", proposal(second))
    assert (late.status_code, chosen()["gap_hours"]) == (409, {"care": 6})
    assert "sudah diubah orang lain" in late.content.decode()


def test_an_old_form_is_told_before_it_is_looked_at(budi: Client) -> None:
    change(budi, gap_hours__care="6")
    answer = budi.post(f"{PAGE}periksa/", {"versi": "0", "gap_hours.promo": "48"})
    assert answer.status_code == 409


def test_another_setting_of_the_shop_is_no_reason_to_refuse(budi: Client, now: datetime) -> None:
    page = look(budi, gap_hours__care="6")
    change_settings(changes={"import_constants": {"country": "ID"}}, now=now)
    assert budi.post(f"{PAGE}simpan/", proposal(page)).status_code == 302
    assert settings_in_force()[1]["import_constants"] == {"country": "ID"}


def test_a_proposal_that_was_tampered_with_is_not_saved(budi: Client) -> None:
    forged = proposal(look(budi, gap_hours__care="6"))["usulan"][:-2] + "xx"
    assert budi.post(f"{PAGE}simpan/", {"usulan": forged}).status_code == 409
    assert settings_in_force()[0] == 0


def test_a_version_says_who_changed_what_and_can_come_back(budi: Client) -> None:
    change(budi, quiet__start="20", quiet__end="8")
    change(budi, quiet__start="22", quiet__end="8")
    page = budi.get(f"{PAGE}versi/1/").content.decode()
    assert "<s>21.00–08.00</s>" in page
    assert "<b>20.00–08.00</b>" in page
    assert "· Budi" in page
    back = budi.post(f"{PAGE}versi/1/pulihkan/").content.decode()
    assert budi.post(f"{PAGE}simpan/", proposal(back)).status_code == 302
    assert (settings_in_force()[0], chosen()) == (3, {"quiet": {"start": "20:00", "end": "08:00"}})
    assert AuditEntry.objects.latest("pk").data == {"paths": ["quiet"], "restored": 1}
    assert SettingsVersion.objects.filter(author__isnull=True).count() == 0


def test_any_version_that_a_decision_names_has_its_page(budi: Client, now: datetime) -> None:
    change(budi, quiet__start="20", quiet__end="8")
    change_settings(changes={"import_constants": {"country": "ID"}}, now=now)
    page = budi.get(f"{PAGE}versi/2/").content.decode()
    assert "pengaturan toko yang lain" in page
    assert "berlaku" in page
    assert "Versi 2" not in budi.get(PAGE).content.decode()


def test_a_version_that_the_policy_no_longer_takes_does_not_come_back(budi: Client, now: datetime) -> None:
    change_settings(changes={"policy": {"moon": "full"}}, now=now)
    change_settings(changes={"policy": {}}, now=now)
    answer = budi.post(f"{PAGE}versi/1/pulihkan/")
    assert (answer.status_code, "moon" in answer.content.decode()) == (409, True)


def test_a_new_profile_can_be_everybodys_at_once(budi: Client) -> None:
    own = {"busy_profiles.1.name": "guru", "busy_profiles.1.0.start": "7", "busy_profiles.1.0.end": "13"}
    worker = {"busy_profiles.0.name": "worker", "busy_profiles.0.0.start": "8", "busy_profiles.0.0.end": "17"}
    days = {"busy_profiles.0.days": ["0"], "busy_profiles.1.days": ["0", "1"]}
    change(budi, **worker, **own, **days, b2c__default_busy_profile="guru")
    assert chosen()["b2c"] == {"default_busy_profile": "guru"}


def test_an_agent_reads_but_does_not_change(shop: Workspace) -> None:
    ani = browser(shop, Role.AGENT)
    page = ani.get(PAGE).content.decode()
    assert "Periksa perubahan" not in page
    assert ani.post(f"{PAGE}periksa/", {"versi": "0", "gap_hours.care": "6"}).status_code == 403
    assert ani.post(f"{PAGE}simpan/", {"usulan": "x"}).status_code == 403
    assert ani.post(f"{PAGE}versi/1/pulihkan/").status_code == 403


def test_a_season_is_filled_in_but_not_saved(budi: Client) -> None:
    page = budi.get(PAGE, {"isi": "ramadan"}).content.decode()
    assert 'value="17.30"' in page
    assert settings_in_force()[0] == 0


def test_rules_that_close_every_door_are_told_before_they_are_saved(budi: Client) -> None:
    page = look(budi, b2b__window__start="2", b2b__window__end="3", quiet__start="4", quiet__end="3.30")
    assert "tidak bisa sampai ke Perusahaan (B2B)" in page
