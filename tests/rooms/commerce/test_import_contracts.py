"""Files of subscriptions and of consents: contracts and proofs, and an account of every row."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.base.scope import current_workspace_id
from sapa.commerce.forms import MappingForm
from sapa.commerce.importers import begin_import, keep_upload, known_mapping, run_import
from sapa.commerce.models import ImportRun, Subscription
from sapa.commerce.schemas import Told
from sapa.commerce.selectors import refused_by_reason
from sapa.commerce.services import apply_subscriptions
from sapa.config.exports import EXPORTS
from sapa.contacts.models import Consent, Contact
from sapa.contacts.services import Person, opt_out, record_consent
from sapa.domain.csvorders import UnreadableFileError
from sapa.domain.phones import normalise
from sapa.events.models import Event
from sapa.reports.services import reading, write_export

PLANS = "Nomor Langganan,Nama,No HP,Paket,Mulai,Berakhir,Status,Perpanjang Otomatis\n"
DEWI = "L-1,Dewi,081211112222,Kopi Bulanan,2026-01-15,2026-10-15,,ya\n"
ANSWERS = "No HP,Nama,Persetujuan,Tanggal Persetujuan,Bukti\n"
SAID = {"obtained": "form", "proof": "Formulir 12"}


def imported(text: str | bytes, holds: str, now: datetime, **said: str) -> ImportRun:
    content = text if isinstance(text, bytes) else text.encode()
    run = keep_upload(chunks=[content], filename=f"{holds}.csv", now=now, holds=holds)
    mapping = known_mapping(tuple(run.header), holds)
    begin_import(run_id=run.pk, mapping=replace(mapping, constants=mapping.constants | said), now=now)
    return run_import(workspace_id=current_workspace_id(), run_id=run.pk, now=now)


def account(run: ImportRun) -> tuple[int, int, int, int, int]:
    return run.rows, run.created, run.updated, run.unchanged, run.refused


def names(name: str) -> list[str]:
    return list(Event.objects.filter(name__startswith=name).order_by("pk").values_list("name", flat=True))


def test_a_file_becomes_subscriptions_with_their_periods(shop: Workspace, now: datetime) -> None:
    run = imported(PLANS + DEWI + "L-2,Made,081233334444,,,2026-10-01,,\n", "subscriptions", now)
    assert (account(run), refused_by_reason(run.pk)) == ((2, 1, 0, 0, 1), [("missing_plan", 1)])
    plan = Subscription.objects.select_related("contact").get()
    assert (plan.plan, plan.status, plan.auto_renew, plan.contact.phone) == (
        *("Kopi Bulanan", "active", True),
        "+6281211112222",
    )
    assert names("subscription") == ["subscription.noted"]


def test_the_same_subscriptions_twice_change_nothing_and_a_later_end_renews(
    shop: Workspace, now: datetime
) -> None:
    imported(PLANS + DEWI, "subscriptions", now)
    assert account(imported(PLANS + DEWI, "subscriptions", now + timedelta(hours=1))) == (1, 0, 0, 1, 0)
    later = imported(PLANS + DEWI.replace("10-15", "11-15"), "subscriptions", now + timedelta(hours=2))
    assert (account(later), "subscription.renewed" in names("subscription")) == ((1, 0, 1, 0, 0), True)


def test_dates_alone_never_bring_back_what_the_shop_cancelled(shop: Workspace, now: datetime) -> None:
    dewi = Person(phone=normalise("081211112222"))
    apply_subscriptions(told=[Told("L-1", now, True, "cancelled", "", dewi)], source="generic", now=now)
    imported(PLANS + DEWI, "subscriptions", now + timedelta(hours=1))
    plan = Subscription.objects.get()
    assert (plan.source, plan.status, plan.plan) == ("generic", "cancelled", "Kopi Bulanan")


def test_what_is_over_long_since_ended_then_and_not_today(shop: Workspace, now: datetime) -> None:
    imported(PLANS + DEWI.replace("2026-10-15,", "2026-03-15,batal"), "subscriptions", now)
    told = Event.objects.get(name="subscription.cancelled")
    assert told.at < now - timedelta(days=150)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",Dewi,081211112222,Kopi,,2026-10-15,,\n", "missing_subscription"),
        ("L-1,Dewi,081211112222,Kopi,,,,\n", "missing_period_end"),
        ("L-1,Dewi,081211112222,Kopi,,2026-10-15,entah,\n", "unknown_subscription_status"),
        ("L-1,Dewi,081211112222,Kopi,,2026-10-15,,entah\n", "not_yes_or_no"),
        ("L-1,Dewi,,Kopi,,2026-10-15,,\n", "missing_customer"),
    ],
)
def test_a_subscription_that_cannot_be_used_says_why(
    shop: Workspace, now: datetime, row: str, code: str
) -> None:
    assert refused_by_reason(imported(PLANS + row, "subscriptions", now).pk) == [(code, 1)]


def test_a_file_becomes_consents_with_how_and_proof(shop: Workspace, now: datetime) -> None:
    rows = "081211112222,Dewi,ya,2026-08-01,\n081233334444,Made,tidak,2026-08-02,Chat 7\n"
    assert account(imported(ANSWERS + rows, "consents", now, **SAID)) == (2, 2, 0, 0, 0)
    told = list(Consent.objects.order_by("at").values_list("state", "source", "proof"))
    assert told == [("granted", "form", "Formulir 12"), ("denied", "form", "Chat 7")]
    assert account(imported(ANSWERS + rows, "consents", now, **SAID)) == (2, 0, 0, 2, 0)
    assert names("consent") == ["consent.changed", "consent.changed"]


def test_a_row_may_name_the_channel_it_is_for(shop: Workspace, now: datetime) -> None:
    head, who = ANSWERS.replace("Bukti", "Bukti,Kanal"), "081211112222,Dewi"
    rows = f"{who},ya,2026-08-01,,\n{who},tidak,2026-08-01,,Surel\n{who},ya,2026-08-01,,burung\n"
    run = imported(head + rows, "consents", now, **SAID)
    assert refused_by_reason(run.pk) == [("unknown_channel", 1)]
    assert set(Consent.objects.values_list("channel", "state")) == {("", "granted"), ("email", "denied")}


def test_how_consents_were_obtained_is_asked_of_every_file(shop: Workspace, now: datetime) -> None:
    rows = ANSWERS + "081211112222,Dewi,ya,2026-08-01,Formulir 1\n"
    imported(rows, "consents", now, **SAID)
    with pytest.raises(UnreadableFileError) as refused:
        imported(rows.replace("Dewi", "Dewi A"), "consents", now)
    assert refused.value.details == ("obtained",)
    run = ImportRun.objects.get(state="mapping")
    form = MappingForm({}, header=run.header, mapping=run.mapping)
    assert "constant_obtained" in form.errors


def test_a_consent_without_proof_or_date_is_refused_and_a_refusal_needs_no_proof(
    shop: Workspace, now: datetime
) -> None:
    rows = "081211112222,,ya,2026-08-01,\n081211112222,,ya,,F1\n081211112222,,tidak,2026-08-03,\n"
    run = imported(ANSWERS + rows + "081211112222,,mungkin,2026-08-04,F1\n", "consents", now, obtained="form")
    assert dict(refused_by_reason(run.pk)) == {"missing_proof": 1, "missing_date": 1, "unknown_consent": 1}
    assert Consent.objects.get().state == "denied"


def test_an_older_consent_is_history_and_a_wish_to_be_left_alone_stays(
    shop: Workspace, now: datetime
) -> None:
    imported(ANSWERS + "081211112222,,ya,2026-08-01,\n", "consents", now, **SAID)
    dewi = Contact.objects.get()
    opt_out(contact_id=dewi.pk, scope="all", source="chat", at=now)
    record_consent(contact_id=dewi.pk, state="denied", source="chat", at=now)
    before = len(names("consent"))
    run = imported(ANSWERS + "081211112222,,ya,2026-08-05,\n", "consents", now, **SAID)
    assert (run.created, len(names("consent"))) == (1, before)
    assert Consent.objects.order_by("-at").values_list("state", flat=True)[0] == "denied"


def test_consent_to_any_hour_opens_the_hours(shop: Workspace, now: datetime) -> None:
    imported(ANSWERS + "081211112222,,ya,2026-08-01,\n", "consents", now, **SAID, purpose="anytime")
    assert Contact.objects.get().anytime_consent is True


@pytest.mark.parametrize("what", ["subscriptions", "consents"])
def test_what_is_taken_out_can_be_brought_in_again(shop: Workspace, now: datetime, what: str) -> None:
    imported(PLANS + DEWI, "subscriptions", now)
    imported(ANSWERS + "081211112222,,ya,2026-08-01,\n", "consents", now, **SAID)
    target = io.BytesIO()
    write_export(reading(what, masked=False), "csv", target, lambda _lines, _total: None)
    assert what in EXPORTS
    assert account(imported(target.getvalue(), what, now + timedelta(days=1))) == (1, 0, 0, 1, 0)
