"""Consents and refusals for one channel and for all of them."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from sapa.accounts.models import Workspace
from sapa.base.permissions import Role
from sapa.contacts.models import Consent, Contact
from sapa.contacts.selectors import customers
from sapa.contacts.services import Proven, keep_consents, record_consent, write_consent
from sapa.events.models import EventKey
from tests.rooms.pages import browser, stand_alone


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return Contact.objects.create(name="Dewi Lestari", phone="+6281211112222", created_at=now)


def say(dewi: Contact, now: datetime, day: int, channel: str, state: Any, purpose: str = "promo") -> None:
    at = now - timedelta(days=30 - day)
    told = {"channel": channel, "state": state, "purpose": purpose, "source": "form", "proof": "F1"}
    write_consent(contact_id=dewi.pk, at=at, now=now, **told)


def promo(dewi: Contact) -> str | None:
    return customers([dewi.pk])[dewi.pk].consent.get("promo")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ([(1, "", "granted"), (2, "email", "denied")], "granted"),
        ([(1, "", "granted"), (2, "whatsapp", "denied")], "denied"),
        ([(1, "whatsapp", "granted"), (2, "", "denied")], "denied"),
        ([(2, "whatsapp", "granted"), (1, "", "denied")], "granted"),
        ([(1, "", "granted"), (1, "whatsapp", "denied")], "denied"),
        ([(1, "email", "granted")], None),
    ],
)
def test_the_newest_answer_for_whatsapp_or_for_every_channel_holds(
    dewi: Contact, now: datetime, said: list[tuple[int, str, str]], answer: str | None
) -> None:
    for day, channel, state in said:
        say(dewi, now, day, channel, state)
    assert promo(dewi) == answer


def test_any_hour_by_email_opens_no_hours_of_whatsapp(dewi: Contact, now: datetime) -> None:
    say(dewi, now, 1, "email", "granted", "anytime")
    assert not customers([dewi.pk])[dewi.pk].anytime_consent
    say(dewi, now, 2, "whatsapp", "granted", "anytime")
    say(dewi, now, 3, "email", "denied", "anytime")
    assert customers([dewi.pk])[dewi.pk].anytime_consent


def test_only_an_answer_for_one_channel_is_announced_with_it(dewi: Contact, now: datetime) -> None:
    say(dewi, now, 1, "", "granted")
    say(dewi, now, 1, "email", "granted")
    told = EventKey.objects.order_by("event_id").values_list("key", "event__data")
    at = (now - timedelta(days=29)).isoformat()
    start = f"contact:{dewi.pk}:consent.changed:"
    assert list(told) == [
        (f"{start}granted@{at}", {"promo": "granted"}),
        (f"{start}email:granted@{at}", {"promo": "granted", "channel": "email"}),
    ]


def test_a_source_that_says_the_same_for_every_channel_again_says_nothing(
    dewi: Contact, now: datetime
) -> None:
    say(dewi, now, 1, "", "granted")
    say(dewi, now, 2, "whatsapp", "granted")
    assert not record_consent(contact_id=dewi.pk, state="granted", source="csv", at=now)


def test_a_source_that_opens_every_channel_again_is_heard(dewi: Contact, now: datetime) -> None:
    say(dewi, now, 1, "", "granted")
    say(dewi, now, 3, "whatsapp", "denied")
    before = now - timedelta(days=28)
    assert not record_consent(contact_id=dewi.pk, state="granted", source="csv", at=before)
    assert promo(dewi) == "denied"
    assert record_consent(contact_id=dewi.pk, state="granted", source="csv", at=now)
    assert promo(dewi) == "granted"


def test_a_file_changes_what_holds_on_the_channel_it_names(dewi: Contact, now: datetime) -> None:
    def told(day: int, channel: str, state: Any) -> Proven:
        return Proven(dewi.pk, "promo", state, "form", "F1", now - timedelta(days=30 - day), channel)

    rows = [told(3, "", "granted"), told(2, "email", "denied"), told(4, "email", "denied")]
    rows += [told(5, "email", "denied"), told(5, "email", "denied"), told(6, "whatsapp", "granted")]
    kept = [(one.is_new, one.changes) for one in keep_consents(told=rows)]
    assert kept == [(True, True), (True, False), (True, True), (True, False), (False, False), (True, False)]
    assert promo(dewi) == "granted"


def test_ani_writes_down_for_which_channel_and_sees_it(
    dewi: Contact, shop: Workspace, now: datetime, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_alone(settings, "tests.rooms.commerce.urls")
    for module in ("details", "people"):
        monkeypatch.setattr(f"sapa.contacts.views.{module}.business_now", lambda: now)
    ani, page = browser(shop, Role.AGENT), f"/pelanggan/{dewi.public_id}/"
    given = {"purpose": "promo", "channel": "telegram", "state": "denied", "source": "phone", "proof": "B 12"}
    given["at"] = "2026-09-10T09:00"
    assert (
        ani.post(f"{page}izin/", {f"izin-{name}": value for name, value in given.items()}).status_code == 302
    )
    assert Consent.objects.get().channel == "telegram"
    assert '<span class="soft-ink">Telegram</span>' in ani.get(page).content.decode()
