"""One statement for many rows."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sapa.accounts.models import Workspace
from sapa.base import rows
from sapa.contacts.models import Contact


def test_an_instant_is_kept_to_the_microsecond(shop: Workspace, now: datetime) -> None:
    dewi = Contact.objects.create(name="Dewi", created_at=now)
    exact = now + timedelta(microseconds=1)
    rows.update_rows(Contact, [{"id": dewi.pk, "details_at": exact}])
    assert Contact.objects.get(pk=dewi.pk).details_at == exact


def test_thousands_of_rows_keep_every_sign_and_every_blank(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MANY", 3)
    names = ["Dewi", "", "a\x1fb", "\x1e", "\\N", "tab\there\n", "Kádár 'x' {\"y\"}", "NULL"]
    moments = [now, None, now + timedelta(microseconds=1), None, now, now, None, now]
    told: list[dict[str, Any]] = [
        {
            "name": name,
            "company": name.replace("\x1f", "").replace("\x1e", ""),
            "details_at": at,
            "city": "Ubud",
            "busy_profile": {"n": name} if at else None,
            "created_at": now,
        }
        for name, at in zip(names, moments, strict=True)
    ]
    assert rows.insert_rows(Contact, told) == len(told)
    found = Contact.objects.order_by("pk").values(*told[0])
    assert list(found) == told


def test_thousands_of_rows_that_are_all_alike_are_as_many(
    shop: Workspace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MANY", 3)
    rows.insert_rows(Contact, [{"name": "Dewi", "busy_profile": None, "created_at": now}] * 5)
    assert Contact.objects.filter(name="Dewi", busy_profile__isnull=True, created_at=now).count() == 5
