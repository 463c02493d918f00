"""Files of customers and of consents are taken back, without what others have used since."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.commerce.importers import outlook, running
from sapa.commerce.importers.undoing import removals
from sapa.commerce.models import ImportRun
from sapa.commerce.services import apply_orders
from sapa.contacts.models import Consent, Contact, ContactGate, Identity
from sapa.contacts.selectors import customers
from sapa.contacts.services import correct, describe, forget_people, record_consent, set_tags, write_consent
from sapa.events.models import Event, EventKey
from tests.rooms.commerce.conftest import order
from tests.rooms.commerce.test_import_contracts import ANSWERS, SAID
from tests.rooms.commerce.test_import_contracts import imported as told
from tests.rooms.commerce.test_import_tables import DEWI, PEOPLE, account, imported
from tests.rooms.commerce.test_undo import undone, undone_as_told
from tests.rooms.pages import browser, stand_alone

MADE = "C2,Made Wirawan,081233334444,,Ubud,,2026-09-01\n"
AGREES = "081211112222,Dewi,ya,2026-08-01,Formulir 1\n"
USES: dict[str, Callable[[int, datetime], object]] = {
    "an order": lambda _pk, now: apply_orders(facts=[order("Z1", now)], source="shopify", now=now),
    "a consent by hand": lambda pk, now: write_consent(
        contact_id=pk, purpose="promo", state="denied", source="phone", proof="", at=now, now=now
    ),
    "a consent by chat": lambda pk, now: record_consent(contact_id=pk, state="denied", source="csv", at=now),
    "a correction": lambda pk, now: correct(contact_id=pk, changes={"city": "Bogor"}, now=now),
    "another language": lambda pk, now: describe(
        contact_id=pk, segment="b2c", language="en", busy_profile=None, now=now
    ),
    "a tag": lambda pk, now: set_tags(contact_id=pk, names=["grosir"], now=now),
    "a number from elsewhere": lambda _pk, now: imported(
        PEOPLE + "C9,,081211112222,,,,\n", "customers", now + timedelta(hours=1)
    ),
}


def promo(phone: str = "+6281211112222") -> str:
    pk = Contact.objects.get(phone=phone).pk
    return customers([pk])[pk].consent.get("promo", "")


def test_customers_that_only_the_file_made_go_and_may_come_again(shop: Workspace, now: datetime) -> None:
    run = imported(PEOPLE + DEWI + MADE, "customers", now)
    gone = undone(run, now)
    assert (gone.state, gone.removed, gone.kept) == ("undone", 2, 0)
    assert not any(model.objects.exists() for model in (Contact, Identity, ContactGate, Consent))
    assert AuditEntry.objects.filter(action="import.undone").exists()
    assert account(imported(PEOPLE + DEWI + MADE, "customers", now)) == (2, 2, 0, 0, 0)


@pytest.mark.parametrize("use", USES)
def test_a_customer_who_was_used_since_stays(shop: Workspace, now: datetime, use: str) -> None:
    run = imported(PEOPLE + DEWI + MADE, "customers", now)
    USES[use](Contact.objects.get(name="Dewi Lestari").pk, now)
    assert outlook(run) == undone_as_told(run, now)
    assert Contact.objects.get().name == "Dewi Lestari"
    assert ImportRun.objects.get(pk=run.pk).kept == 1


def test_a_customer_known_before_keeps_what_the_file_added(shop: Workspace, now: datetime) -> None:
    imported(PEOPLE + "C1,Dewi,081211112222,,,,2026-08-01\n", "customers", now)
    run = imported(PEOPLE + DEWI + MADE, "customers", now + timedelta(hours=1))
    assert undone(run, now).removed == 1
    assert (Contact.objects.get().city, promo()) == ("Bandung", "granted")


def test_a_killed_one_goes_on_with_the_batches_that_are_left(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    run = imported(PEOPLE + DEWI + MADE, "customers", now)
    remaining = iter([forget_people])
    with monkeypatch.context() as killed:
        killed.setattr(removals, "forget_people", lambda **given: next(remaining)(**given))
        with pytest.raises(StopIteration):
            undone(run, now)
    assert list(Contact.objects.values_list("name", flat=True)) == ["Dewi Lestari"]
    assert (undone(run, now).removed, Contact.objects.exists()) == (2, False)


def test_the_page_says_what_becomes_of_customers_and_of_answers(
    shop: Workspace, now: datetime, settings: LazySettings
) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    people = imported(PEOPLE + DEWI, "customers", now)
    answers = told(ANSWERS + "081233334444,Made,ya,2026-08-01,Formulir 2\n", "consents", now, **SAID)
    budi = browser(shop, Role.OWNER)
    pages = [
        budi.get(f"/pesanan/impor/{run.public_id}/batalkan/").content.decode() for run in (people, answers)
    ]
    assert ["Jawaban dihapus" in page for page in pages] == [False, True]
    assert ["Pesanan dihapus" in page for page in pages] == [False, False]
    assert ["yang berlaku sebelumnya berlaku lagi" in page for page in pages] == [False, True]


def test_answers_go_with_their_events_and_what_was_in_force_before_holds_again(
    shop: Workspace, now: datetime
) -> None:
    imported(PEOPLE + DEWI.replace(",ya,", ",,"), "customers", now)
    dewi = Contact.objects.get()
    record_consent(contact_id=dewi.pk, state="denied", source="chat", at=now - timedelta(days=90))
    run = told(ANSWERS + AGREES, "consents", now, **SAID)
    assert promo() == "granted"
    gone = undone(run, now)
    assert (gone.removed, gone.kept, promo()) == (1, 0, "denied")
    assert not EventKey.objects.filter(key__contains="consent.changed").exists()
    assert not Event.objects.filter(name="consent.changed").exclude(contact_id=None).exists()


@pytest.mark.parametrize("before", ["granted", "denied", None])
def test_any_hour_is_open_again_only_to_whom_it_was_before(
    shop: Workspace, now: datetime, before: str | None
) -> None:
    imported(PEOPLE + DEWI, "customers", now)
    pk, long_ago = Contact.objects.get().pk, now - timedelta(days=90)
    if before:
        said = {"purpose": "anytime", "state": before, "source": "phone", "proof": ""}
        write_consent(contact_id=pk, **said, at=long_ago, now=long_ago)  # type: ignore[arg-type]
    answer = AGREES.replace(",ya,", ",tidak,") if before == "granted" else AGREES
    run = told(ANSWERS + answer, "consents", now, **SAID, purpose="anytime")
    assert Contact.objects.get().anytime_consent is (before != "granted")
    assert undone(run, now).removed == 1
    assert Contact.objects.get().anytime_consent is (before == "granted")


def test_customers_whom_only_the_answers_made_go_with_them(shop: Workspace, now: datetime) -> None:
    imported(PEOPLE + MADE, "customers", now)
    rows = AGREES + "081233334444,Made,ya,2026-08-01,Formulir 2\n"
    run = told(ANSWERS + rows, "consents", now + timedelta(hours=1), **SAID)
    assert outlook(run) == undone_as_told(run, now)
    assert (Contact.objects.get().name, Consent.objects.exists()) == ("Made Wirawan", False)
    assert account(told(ANSWERS + rows, "consents", now, **SAID)) == (2, 2, 0, 0, 0)
    assert Event.objects.filter(name="consent.changed", contact_id__isnull=False).count() == 2
