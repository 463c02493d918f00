"""A whole import is taken back, without what others have used since."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from sapa.accounts.models import AuditEntry, Workspace
from sapa.base.permissions import Role
from sapa.base.scope import current_workspace_id
from sapa.commerce.importers import outlook, run_undo, start_undo, undoing
from sapa.commerce.models import ImportRun, Order
from sapa.commerce.services import apply_orders
from sapa.contacts.models import Contact, ContactState, Identity
from sapa.contacts.services import correct
from sapa.events.models import Event, EventKey
from sapa.web.errors import Refused
from tests.rooms.commerce.conftest import order
from tests.rooms.commerce.test_imports import GOOD, HEADER, account, imported
from tests.rooms.pages import browser, stand_alone


def undone(run: ImportRun, now: datetime) -> ImportRun:
    start_undo(run_id=run.pk, now=now)
    run_undo(workspace_id=current_workspace_id(), run_id=run.pk, now=now)
    return ImportRun.objects.get(pk=run.pk)


def test_what_only_the_file_made_is_gone_and_may_come_again(shop: Workspace, now: datetime) -> None:
    gone = undone(imported(HEADER + GOOD, now), now)
    assert (gone.state, gone.removed, gone.kept) == ("undone", 4, 0)
    assert not any(model.objects.exists() for model in (Order, Contact, Identity, ContactState, EventKey))
    assert not Event.objects.exclude(contact_id=None, order_id=None).exists()
    assert AuditEntry.objects.filter(action="import.undone").exists()
    assert account(imported(HEADER + GOOD, now)) == (2, 2, 0, 0, 0)
    assert Event.objects.filter(order_id__isnull=False).count() == 3


def test_an_order_that_was_told_again_stays_with_its_customer(shop: Workspace, now: datetime) -> None:
    run = imported(HEADER + GOOD, now)
    apply_orders(
        facts=[order("A2", now, "0812 3333 4444", paid_at=now)], source="csv", now=now + timedelta(hours=1)
    )
    assert outlook(run) == undone_as_told(run, now)
    assert list(Order.objects.values_list("number", flat=True)) == ["A2"]
    assert Contact.objects.get().phone == "+6281233334444"


def undone_as_told(run: ImportRun, now: datetime) -> object:
    told = outlook(run)
    gone = undone(run, now)
    assert told is not None
    assert (gone.removed, gone.kept) == (told.count, told.kept)
    return told


def test_a_customer_known_before_stays_and_has_paid_only_what_stays(shop: Workspace, now: datetime) -> None:
    apply_orders(facts=[order("Z1", now - timedelta(days=9), paid_at=now)], source="shopify", now=now)
    undone(imported(HEADER + GOOD, now), now)
    assert list(Order.objects.values_list("number", flat=True)) == ["Z1"]
    state = ContactState.objects.get(contact=Contact.objects.get())
    assert (state.paid_orders, state.last_paid_at) == (1, now)


@pytest.mark.parametrize("change", [{"name": "Ibu Dewi"}, {"language": "en"}])
def test_somebody_whom_a_person_corrected_stays(
    shop: Workspace, now: datetime, change: dict[str, str]
) -> None:
    run = imported(HEADER + GOOD, now)
    dewi = Contact.objects.get(name="Dewi Lestari")
    correct(contact_id=dewi.pk, changes=change, now=now + timedelta(hours=1))
    assert undone_as_told(run, now)
    assert list(Contact.objects.values_list("pk", flat=True)) == [dewi.pk]


def test_an_import_is_taken_back_once(shop: Workspace, now: datetime) -> None:
    run = undone(imported(HEADER + GOOD, now), now)
    with pytest.raises(Refused):
        start_undo(run_id=run.pk, now=now)


def test_one_that_failed_goes_on_when_it_is_asked_for_again(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = imported(HEADER + GOOD, now)
    with monkeypatch.context() as broken:
        broken.setattr(undoing.removals, "forget_people", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            undone(run, now)
    assert (ImportRun.objects.get().state, Order.objects.count()) == ("done", 2)
    assert undone(run, now).removed == 4


def test_a_page_says_what_would_go_before_it_goes(
    shop: Workspace, now: datetime, settings: LazySettings
) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    page = f"/pesanan/impor/{imported(HEADER + GOOD, now).public_id}/"
    budi = browser(shop, Role.OWNER)
    assert f"{page}batalkan/" in budi.get(page).content.decode()
    assert budi.get(f"{page}batalkan/").context["going"].kept == 0
    assert budi.post(f"{page}batalkan/").headers["Location"] == page
    assert ImportRun.objects.get().state == "undoing"
    assert f"{page}batalkan/" not in budi.get(page).content.decode()
    assert browser(shop, Role.AGENT).post(f"{page}batalkan/").status_code == 403
