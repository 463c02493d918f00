"""Whoever may not see phones finds no whole one on any page, in whatever spelling it stands there."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from sapa.accounts.services import add_member
from sapa.base.permissions import Role
from sapa.commerce.models import ImportRow, ImportRun, Return
from sapa.contacts.models import Consent, Contact, Identity, Interaction
from sapa.events.models import RawDelivery
from sapa.messaging.models import Message
from tests.routes.test_permissions import GUARDED, Objects, client_of, objects, place

__all__ = ["objects"]
SPELLINGS = ("+6281300000011", "0813-0000-0011", "62 813 0000 0011", "(0813) 0000.0011")
WHOLE = re.compile(r"8[\s.()-]*1[\s.()-]*3" + r"[\s.()-]*0" * 6 + r"[\s.()-]*1[\s.()-]*1(?!\d)")
ADDRESS = "dewi.lestari@contoh.test"
ASKED = ("reports:search", "contacts:list", "journeys:why_search")


@pytest.fixture
def told(objects: Objects, now: datetime) -> Objects:
    """Dewi's phone wherever words or rows can hold it; nobody knows her name."""
    dewi = Contact.objects.get()
    said = f"Hubungi {' / '.join(SPELLINGS)} atau {ADDRESS}"
    Contact.objects.update(name="", email=ADDRESS)
    Message.objects.update(text=said)
    Return.objects.update(reason=said)
    RawDelivery.objects.update(body=said.encode())
    Identity.objects.create(contact=dewi, kind="phone", value=SPELLINGS[0], raw=SPELLINGS[1], created_at=now)
    Identity.objects.create(contact=dewi, kind="email", value=ADDRESS, raw=ADDRESS, created_at=now)
    times = {"at": now, "said_at": now, "recorded_at": now}
    Interaction.objects.create(contact=dewi, kind="call", topic=said[:200], **times)
    Consent.objects.create(contact=dewi, purpose="promo", state="granted", proof=said, source="csv", at=now)
    refused_rows(said)
    return objects


def refused_rows(said: str) -> None:
    run = ImportRun.objects.get()
    ImportRun.objects.update(state=ImportRun.State.DONE, refused=1)
    cells = ["1041", "81300000011", said]
    ImportRow.objects.create(
        run=run, line=2, code="phone_landline", column="phone", cells=cells, outcome="refused"
    )


def pages(client: Client, told: Objects) -> dict[str, str]:
    """What each address answers, and where one may ask, what it finds of Dewi's number."""
    paths = [place(one, told) for one in GUARDED if one.name != "messaging:live"]
    asked = [f"{reverse(name)}?{word}=00000" for name in ASKED for word in ("q", "cari")]
    return {path: content(client, path) for path in (*paths, *asked)}


def content(client: Client, path: str) -> str:
    answer = client.get(path)
    return "" if answer.streaming else answer.content.decode(errors="replace")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.INTEGRATOR])
def test_no_page_shows_a_whole_phone_or_address(told: Objects, role: Role) -> None:
    add_member(email="eko@tokosari.test", name="Eko", role=role)
    found = pages(client_of("eko@tokosari.test"), told)
    assert [path for path, page in found.items() if WHOLE.search(page) or ADDRESS in page] == []


def test_whoever_may_see_them_does(told: Objects) -> None:
    budi = client_of("budi@tokosari.test")
    held = ("contacts:contact", "commerce:return", "commerce:import", "journeys:of_contact_timeline")
    asked = [place(one, told) for one in GUARDED if one.name in held] + [reverse("events:operations")]
    assert len(asked) == 5
    assert [path for path in asked if not WHOLE.search(content(budi, path))] == []
