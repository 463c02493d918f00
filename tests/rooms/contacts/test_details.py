"""What a person changes about a customer: tags, own fields, kind, language, hours, consents, opt-outs."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.contacts.models import Consent, Contact, CustomField, CustomValue, OptOut, Tag
from sapa.contacts.selectors import answers_of, customers, known_tags, newest, search, tags_of
from sapa.contacts.services import add_field, archive_field, merge, set_tags, set_values
from sapa.events.models import Event
from sapa.web.errors import Refused
from tests.rooms.pages import browser, stand_alone

TOLD = {"source": "phone", "at": "2026-09-10T09:00", "proof": "Buku telepon, halaman 12"}


@pytest.fixture(autouse=True)
def addresses(settings: LazySettings) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    for module in ("details", "people", "fields"):
        monkeypatch.setattr(f"sapa.contacts.views.{module}.business_now", lambda: now)


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return Contact.objects.create(name="Dewi Lestari", phone="+6281211112222", created_at=now)


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


def tag(contact: Contact, now: datetime, *names: str) -> list[str]:
    set_tags(contact_id=contact.pk, names=names, now=now)
    return [one.name for one in tags_of(contact.pk)]


def sent(prefix: str, **given: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in given.items()}


def test_words_that_differ_only_in_case_or_spaces_are_one_tag(dewi: Contact, now: datetime) -> None:
    assert tag(dewi, now, "  VIP ", "#vip", "Grosir   Bali", "") == ["Grosir Bali", "VIP"]


def test_a_tag_is_kept_as_it_was_first_written(dewi: Contact, now: datetime) -> None:
    tag(dewi, now, "VIP")
    assert tag(dewi, now, "vip", "baru") == ["baru", "VIP"]


def test_a_customer_has_at_most_twenty_tags(dewi: Contact, now: datetime) -> None:
    assert len(tag(dewi, now, *map(str, range(20)))) == 20
    with pytest.raises(Refused, match="too_many_tags"):
        tag(dewi, now, *map(str, range(21)))
    assert Tag.objects.count() == 20


def test_tags_of_a_joined_record_are_its_roots_and_go_with_it(dewi: Contact, now: datetime) -> None:
    twin = Contact.objects.create(name="Dewi L", created_at=now)
    tag(twin, now, "grosir", "vip")
    merge(contact_id=twin.pk, into_id=dewi.pk)
    assert [one.name for one in tags_of(dewi.pk)] == ["grosir", "vip"]
    assert tag(dewi, now, "VIP") == ["vip"]


def test_known_tags_are_each_named_once(dewi: Contact, now: datetime) -> None:
    made = Contact.objects.create(name="Made", created_at=now)
    tag(dewi, now, "VIP", "Grosir")
    tag(made, now, "vip", "Arisan")
    assert known_tags() == ["Arisan", "Grosir", "VIP"]


def test_customers_are_listed_and_searched_by_tag(dewi: Contact, ani: Client, now: datetime) -> None:
    Contact.objects.create(name="Dewi Anggraini", created_at=now)
    tag(dewi, now, "VIP")
    assert list(newest(before=None, limit=9, tag="vip")) == [dewi]
    assert search("dewi", tag="VIP") == [dewi]
    assert len(search("dewi")) == 2
    page = ani.get("/pelanggan/", {"tag": "vip"}).content.decode()
    assert ("Dewi Lestari" in page, "Anggraini" in page) == (True, False)


def test_a_root_is_found_by_the_tag_of_a_record_that_joined_it(dewi: Contact, now: datetime) -> None:
    twin = Contact.objects.create(name="Dewi L", created_at=now)
    tag(twin, now, "grosir")
    merge(contact_id=twin.pk, into_id=dewi.pk)
    assert list(newest(before=None, limit=9, tag="grosir")) == [dewi]


def test_ani_adds_and_takes_off_tags(dewi: Contact, ani: Client) -> None:
    address = f"/pelanggan/{dewi.public_id}/tag/"
    ani.post(address, {"tag": "VIP, grosir"})
    ani.post(address, {"lepas": "vip"})
    assert [one.name for one in tags_of(dewi.pk)] == ["grosir"]
    assert "grosir" in ani.get(f"/pelanggan/{dewi.public_id}/").content.decode()


def test_fields_of_each_kind_are_filled_in_and_shown(dewi: Contact, ani: Client, now: datetime) -> None:
    asked = {"Ukuran": "choice", "Ulang tahun": "date", "Poin": "number", "Catatan": "text"}
    fields = [
        add_field(name=name, kind=kind, choices=["S", "M"] if kind == "choice" else [], now=now)
        for name, kind in asked.items()
    ]
    said = ("M", "1990-04-21", "12.50", "suka biru")
    given = {f"isian-f{field.pk}": value for field, value in zip(fields, said, strict=True)}
    assert ani.post(f"/pelanggan/{dewi.public_id}/isian/", given).status_code == 302
    assert [one.value for one in answers_of(dewi)] == ["M", "1990-04-21", "12.5", "suka biru"]
    assert "suka biru" in ani.get(f"/pelanggan/{dewi.public_id}/").content.decode()


@pytest.mark.parametrize(("kind", "wrong"), [("number", "banyak"), ("date", "besok"), ("choice", "XXL")])
def test_a_wrong_value_is_told_at_its_field_and_nothing_is_kept(
    dewi: Contact, ani: Client, now: datetime, kind: str, wrong: str
) -> None:
    field = add_field(name="Isian", kind=kind, choices=["S", "M"], now=now)
    answer = ani.post(f"/pelanggan/{dewi.public_id}/isian/", {f"isian-f{field.pk}": wrong})
    assert (answer.status_code, CustomValue.objects.count()) == (422, 0)
    assert answer.context["answers_form"].errors


def test_a_blank_answer_takes_away_what_was_known(dewi: Contact, now: datetime) -> None:
    field = add_field(name="Ukuran", kind="text", choices=[], now=now)
    for value in ("M", "L", ""):
        set_values(contact_id=dewi.pk, values={field.pk: value}, now=now)
    assert CustomValue.objects.count() == 0


def test_what_the_root_says_stands_above_a_joined_record(dewi: Contact, now: datetime) -> None:
    twin = Contact.objects.create(name="Dewi L", created_at=now)
    size, note = (add_field(name=name, kind="text", choices=[], now=now) for name in ("Ukuran", "Catatan"))
    set_values(contact_id=dewi.pk, values={size.pk: "M"}, now=now)
    set_values(contact_id=twin.pk, values={size.pk: "L", note.pk: "biru"}, now=now + timedelta(days=1))
    merge(contact_id=twin.pk, into_id=dewi.pk)
    assert [one.value for one in answers_of(dewi)] == ["M", "biru"]


def test_the_owner_names_fields_and_takes_them_away(shop: Workspace, dewi: Contact) -> None:
    budi = browser(shop, Role.OWNER, "wati@tokosari.test")
    given = {"name": "Ukuran", "kind": "choice", "choices": "S\nM\n\nM"}
    assert budi.post("/pelanggan/isian/", given).status_code == 302
    field = CustomField.objects.get()
    assert field.choices == ["S", "M"]
    assert budi.post("/pelanggan/isian/", given).status_code == 409
    budi.post("/pelanggan/isian/buang/", {"isian": field.public_id})
    assert answers_of(dewi) == []
    assert budi.post("/pelanggan/isian/", given).status_code == 302


def test_a_choice_needs_two_choices(shop: Workspace) -> None:
    budi = browser(shop, Role.OWNER, "wati@tokosari.test")
    answer = budi.post("/pelanggan/isian/", {"name": "Ukuran", "kind": "choice", "choices": "S"})
    assert (answer.status_code, CustomField.objects.count()) == (422, 0)


def test_what_is_written_in_a_field_that_was_taken_away_stays_kept(dewi: Contact, now: datetime) -> None:
    field = add_field(name="Ukuran", kind="text", choices=[], now=now)
    set_values(contact_id=dewi.pk, values={field.pk: "M"}, now=now)
    archive_field(public_id=field.public_id, now=now)
    assert CustomValue.objects.get().value == "M"


def describe(ani: Client, dewi: Contact, **given: str) -> int:
    told = {"segment": "b2c", "language": "", "hours": "", "start": "", "end": ""}
    return ani.post(f"/pelanggan/{dewi.public_id}/tentang/", sent("about", **(told | given))).status_code


def test_kind_and_language_are_changed_with_a_trail(dewi: Contact, ani: Client) -> None:
    assert describe(ani, dewi, segment="b2b", language="en") == 302
    dewi.refresh_from_db()
    assert (dewi.segment, dewi.language) == ("b2b", "en")
    assert AuditEntry.objects.get(action="contact.described").data == {"segment": "b2b", "language": "en"}


def test_own_hours_are_what_the_policy_leaves_free(dewi: Contact, ani: Client) -> None:
    assert describe(ani, dewi, hours="own", start="10:00", end="12:30") == 302
    profile: Any = customers([dewi.pk])[dewi.pk].busy_profile
    assert profile.windows == ((0, 600), (750, 1440))
    assert "10.00–12.30" in ani.get(f"/pelanggan/{dewi.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("start", "end"), [("", ""), ("12:00", "10:00"), ("22:00", "23:30"), ("20:30", "23:00"), ("x", "10:00")]
)
def test_hours_in_which_nothing_could_be_sent_are_refused(
    dewi: Contact, ani: Client, start: str, end: str
) -> None:
    assert describe(ani, dewi, hours="own", start=start, end=end) == 422
    dewi.refresh_from_db()
    assert dewi.busy_profile is None


@pytest.mark.parametrize(("hours", "kept"), [("none", "none"), ("worker", "worker"), ("", None)])
def test_hours_are_chosen_from_what_the_policy_knows(
    dewi: Contact, ani: Client, hours: str, kept: str | None
) -> None:
    assert describe(ani, dewi, hours=hours) == 302
    dewi.refresh_from_db()
    assert dewi.busy_profile == kept


def test_hours_told_by_a_source_stay_when_something_else_is_changed(dewi: Contact, ani: Client) -> None:
    told = {"windows": [["07:00", "13:00"]], "days": [0, 1, 2]}
    Contact.objects.filter(pk=dewi.pk).update(busy_profile=told)
    assert describe(ani, dewi, hours="kept", language="jv") == 302
    dewi.refresh_from_db()
    assert dewi.busy_profile == told


def test_a_consent_is_kept_with_who_when_how_and_proof(dewi: Contact, ani: Client, now: datetime) -> None:
    ani.post(f"/pelanggan/{dewi.public_id}/izin/", sent("izin", purpose="promo", state="granted", **TOLD))
    row = Consent.objects.get()
    assert (row.state, row.source, row.proof) == ("granted", "phone", TOLD["proof"])
    assert row.at == now.replace(day=10, hour=2)
    assert row.author_id is not None
    page = ani.get(f"/pelanggan/{dewi.public_id}/").content.decode()
    assert TOLD["proof"] in page
    assert Event.objects.get().name == "consent.changed"


def test_the_newest_statement_is_in_force_whoever_of_two_records_said_it(
    dewi: Contact, ani: Client, now: datetime
) -> None:
    twin = Contact.objects.create(name="Dewi L", created_at=now)
    Consent.objects.create(contact=dewi, state="granted", source="csv", at=now - timedelta(days=30))
    Consent.objects.create(contact=twin, state="denied", source="chat", at=now - timedelta(days=20))
    merge(contact_id=twin.pk, into_id=dewi.pk)
    ani.post(f"/pelanggan/{dewi.public_id}/izin/", sent("izin", purpose="promo", state="granted", **TOLD))
    assert customers([dewi.pk])[dewi.pk].consent == {"promo": "granted"}


def test_consent_to_any_hour_is_given_and_taken_back(dewi: Contact, ani: Client) -> None:
    address = f"/pelanggan/{dewi.public_id}/izin/"
    ani.post(address, sent("izin", purpose="anytime", state="granted", **TOLD))
    assert customers([dewi.pk])[dewi.pk].anytime_consent
    ani.post(address, sent("izin", purpose="anytime", state="denied", **{**TOLD, "at": "2026-09-11T09:00"}))
    assert not customers([dewi.pk])[dewi.pk].anytime_consent


@pytest.mark.parametrize(
    "wrong", [{"proof": ""}, {"at": "2026-09-16T09:00"}, {"source": "wahyu"}, {"state": "x"}]
)
def test_a_consent_without_proof_or_from_the_future_is_none(
    dewi: Contact, ani: Client, wrong: dict[str, str]
) -> None:
    given = sent("izin", **{"purpose": "promo", "state": "granted", **TOLD, **wrong})
    answer = ani.post(f"/pelanggan/{dewi.public_id}/izin/", given)
    assert (answer.status_code, Consent.objects.count()) == (422, 0)


def test_an_opt_out_told_to_ani_holds_and_is_announced_once(dewi: Contact, ani: Client) -> None:
    given = sent("berhenti", scope="follow_up", channel="", **TOLD)
    for _time in range(2):
        ani.post(f"/pelanggan/{dewi.public_id}/berhenti/", given)
    [wish] = customers([dewi.pk])[dewi.pk].opt_out
    assert (wish.scope, wish.channel) == ("follow_up", None)
    assert [event.name for event in Event.objects.all()] == ["contact.opted_out"]
    assert OptOut.objects.get().proof == TOLD["proof"]


def test_a_wish_taken_back_says_who_told_it_and_how(dewi: Contact, ani: Client, now: datetime) -> None:
    twin = Contact.objects.create(name="Dewi L", created_at=now)
    wish = OptOut.objects.create(contact=twin, scope="promo", source="message", at=now - timedelta(days=9))
    merge(contact_id=twin.pk, into_id=dewi.pk)
    address = f"/pelanggan/{dewi.public_id}/berhenti/akhiri/"
    assert ani.post(address, sent("akhiri", wish=str(wish.pk), **TOLD)).status_code == 302
    wish.refresh_from_db()
    assert (wish.ended_source, wish.ended_proof, wish.ended_by_id is None) == ("phone", TOLD["proof"], False)
    assert ani.post(address, sent("akhiri", wish=str(wish.pk), **TOLD)).status_code == 422


def test_a_wish_of_somebody_else_cannot_be_ended_here(dewi: Contact, ani: Client, now: datetime) -> None:
    rini = Contact.objects.create(name="Rini", created_at=now)
    wish = OptOut.objects.create(contact=rini, scope="all", source="message", at=now)
    ani.post(f"/pelanggan/{dewi.public_id}/berhenti/akhiri/", sent("akhiri", wish=str(wish.pk), **TOLD))
    wish.refresh_from_db()
    assert wish.ended_at is None


def test_an_analyst_sees_it_all_and_changes_nothing(dewi: Contact, shop: Workspace, now: datetime) -> None:
    tag(dewi, now, "VIP")
    eko = browser(shop, Role.ANALYST)
    page = eko.get(f"/pelanggan/{dewi.public_id}/").content.decode()
    assert "VIP" in page
    for place in ("tentang", "tag", "isian", "izin", "berhenti", "berhenti/akhiri"):
        assert f"/{dewi.public_id}/{place}/" not in page
        assert eko.post(f"/pelanggan/{dewi.public_id}/{place}/", {}).status_code == 403
