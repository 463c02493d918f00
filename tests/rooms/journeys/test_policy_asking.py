"""The test box and the clocks: the policy's own answer, with every rule, and nothing written."""

import json
import re
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.base.permissions import Role
from sapa.contacts.models import Contact, Identity, LedgerEntry
from sapa.contacts.services import record_consent
from sapa.domain import policy
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.policy import View, clocks, told_verdict, week
from sapa.journeys.services import policy as services
from sapa.journeys.services.planning import show_plan
from tests.rooms.journeys.rows import contact, follow_up
from tests.rooms.pages import browser

PAGE = "/tindak-lanjut/kebijakan/"
JAKARTA, JAYAPURA = "Asia/Jakarta", "Asia/Jayapura"


@pytest.fixture
def yosef(shop: Workspace, now: datetime) -> Contact:
    return contact("Yosef Kogoya", now, phone="+6281300000013", province="Papua", postcode="99111")


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return browser(shop, Role.AGENT)


def wrote_to(who: Contact, at: datetime, klass: str = "care") -> None:
    LedgerEntry.objects.create(
        contact=who, at=at, fact="sent", channel="whatsapp", klass=klass, by="system", message_id=1
    )


def test_the_answer_is_the_policys_own(yosef: Contact, now: datetime) -> None:
    late = now + timedelta(hours=10)
    wrote_to(yosef, late - timedelta(hours=1))
    found = services.ask(contact=yosef, klass="care", at=late)
    assert found.decision.action == "wait"
    assert found.decision.reasons == ("min_gap", "backoff", "quiet_hours")


def test_each_rule_tells_its_value_its_limit_and_its_next_time(yosef: Contact, now: datetime) -> None:
    wrote_to(yosef, now - timedelta(hours=1), "reminder")
    told = told_verdict(services.ask(contact=yosef, klass="care", at=now))
    rows = {row.code: row for row in told.rows}
    assert told.verdict["sentence"] == "Menunggu: terlalu dekat dengan kontak terakhir."
    assert told.zone == JAYAPURA
    gap, quiet, cap = rows["min_gap"], rows["quiet_hours"], rows["cap_nudge_day"]
    assert (gap.value, gap.limit, gap.next) == (
        "Sel 15 Sep 2026 11.00 WIT",
        "4 jam",
        "Sel 15 Sep 2026 15.00 WIT",
    )
    assert (quiet.outcome, quiet.limit, quiet.next) == ("pass", "21.00–08.00", "")
    assert (cap.value, cap.limit) == ("1 ×", "2")


def test_the_limit_is_that_of_the_class_and_segment(yosef: Contact, now: datetime) -> None:
    change_settings(changes={"policy": {"by_class": {"care": {"gap_hours": {"care": 48}}}}}, now=now)
    rows = {row.code: row for row in told_verdict(services.ask(contact=yosef, klass="care", at=now)).rows}
    assert rows["min_gap"].limit == "2 hari"


def test_of_a_message_that_is_dropped_every_time_rule_is_told_too(yosef: Contact, now: datetime) -> None:
    told = told_verdict(services.ask(contact=yosef, klass="promo", at=now + timedelta(hours=12)))
    rows = {row.code: row for row in told.rows}
    assert (told.verdict["outcome"], rows["no_consent"].outcome) == ("drop", "drop")
    assert rows["quiet_hours"].next == "Rab 16 Sep 2026 08.00 WIT"


def test_a_reply_within_its_day_goes_at_any_hour(yosef: Contact, now: datetime) -> None:
    night = now + timedelta(hours=12)
    wrote = {"fact": "received", "channel": "whatsapp", "by": "customer"}
    LedgerEntry.objects.create(contact=yosef, at=night - timedelta(minutes=5), **wrote)
    assert services.ask(contact=yosef, klass="reply", at=night).decision.reasons == ("exempt_reply",)


def test_what_is_planned_already_is_seen(yosef: Contact, now: datetime) -> None:
    row = follow_up(yosef, now, due_at=now + timedelta(hours=1))
    show_plan(contact_ids=[yosef.pk], follow_up_ids={row.pk}, now=now)
    record_consent(contact_id=yosef.pk, state="granted", source="test", at=now - timedelta(days=1))
    assert "yield_higher" in services.ask(contact=yosef, klass="promo", at=now).decision.reasons


def test_asking_writes_nothing(yosef: Contact, now: datetime) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told_verdict(services.ask(contact=yosef, klass="promo", recipe="kangen_pelanggan", at=now))
    assert [
        query["sql"] for query in asked if not query["sql"].startswith(("SELECT", "\nSELECT", "WITH"))
    ] == []
    assert (Decision.objects.count(), FollowUp.objects.count()) == (0, 0)


def test_the_time_is_read_where_the_customer_lives(ani: Client, yosef: Contact) -> None:
    asked = {"pelanggan": str(yosef.public_id), "kelas": "care", "waktu": "2026-09-15T20:30"}
    assert "Boleh dikirim." in ani.get(f"{PAGE}uji/", asked).content.decode()
    page = ani.get(f"{PAGE}uji/", {**asked, "waktu": "2026-09-15T21:00"}).content.decode()
    assert "Menunggu: jam istirahat pelanggan." in page
    assert "Rab 16 Sep 2026 08.00 WIT" in page


@pytest.mark.parametrize(
    ("name", "typed"), [("pelanggan", "siapa"), ("kelas", "iklan"), ("waktu", "nanti"), ("resep", "x")]
)
def test_a_question_that_cannot_be_asked_is_refused(
    ani: Client, yosef: Contact, name: str, typed: str
) -> None:
    asked = {"pelanggan": str(yosef.public_id), "kelas": "care", "waktu": "2026-09-15T20:30", "resep": ""}
    answer = ani.get(f"{PAGE}uji/", {**asked, name: typed})
    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (422, True)


def test_customers_are_found_by_name_and_by_number(ani: Client, yosef: Contact) -> None:
    Identity.objects.create(contact=yosef, kind="phone", value=yosef.phone, created_at=yosef.created_at)
    for text in ("kogoya", "0813-0000-0013"):
        assert str(yosef.public_id) in ani.get(f"{PAGE}uji/pelanggan/", {"cari": text}).content.decode()
    assert ani.get(f"{PAGE}uji/pelanggan/", {"cari": "ko\x00"}).status_code == 200
    assert "Tidak ada yang ditemukan" in ani.get(f"{PAGE}uji/pelanggan/", {"cari": "zzz"}).content.decode()


def test_at_ten_at_night_in_jayapura_jakarta_is_still_awake(shop: Workspace, now: datetime) -> None:
    found = clocks(View("care", "b2c"), now=now + timedelta(hours=10), zone=JAKARTA)
    assert [(one.label, one.clock, one.is_open) for one in found] == [
        ("WIB", "20.00", True),
        ("WITA", "21.00", False),
        ("WIT", "22.00", False),
    ]
    assert found[0].words == "Boleh dikirim sampai 21.00"
    assert found[2].words == "Jam istirahat pelanggan, sampai 08.00"


def test_a_clock_knows_what_comes_next_without_asking(shop: Workspace, now: datetime) -> None:
    [jakarta, *_others] = clocks(View("care", "b2b"), now=now, zone=JAKARTA)
    ahead = json.loads(jakarta.spans)
    assert [one[2] for one in ahead] == [True, False, False, False, True, False, False]
    assert all(before[1] == after[0] for before, after in pairwise(ahead))


def test_a_chosen_customer_has_a_clock_of_their_own(shop: Workspace, yosef: Contact, now: datetime) -> None:
    found = clocks(View.from_query({"pelanggan": str(yosef.public_id)}), now=now, zone=JAKARTA)
    assert (found[3].label, found[3].zone, found[3].clock) == ("Yosef Kogoya", JAYAPURA, "12.00")


def test_the_week_names_the_holiday_and_closes_it_for_companies(shop: Workspace) -> None:
    before = datetime.fromisoformat("2026-12-23T10:00:00+07:00")
    found = week(View("care", "b2b"), now=before, zone=JAKARTA).days
    christmas = found[2]
    assert (christmas.name, "Natal" in christmas.holiday) == ("Jum 25 Des", True)
    assert [cell.words for cell in christmas.cells] == ["08.00–21.00", "tutup", "tutup", "tutup"]
    assert [cell.words for cell in found[0].cells][1:] == ["09.00–17.00"] * 3


def test_every_rule_of_the_policy_has_a_row_in_words(shop: Workspace, yosef: Contact, now: datetime) -> None:
    told = told_verdict(services.ask(contact=yosef, klass="promo", at=now))
    assert {row.code for row in told.rows} <= set(policy.REASONS)
    assert not [row.rule for row in told.rows if re.search("_", row.rule)]
