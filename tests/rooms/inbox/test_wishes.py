"""What a customer writes about how to be written to is kept at once."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact, OptOut
from sapa.inbox.services import read_wishes
from tests.rooms.journeys.rows import contact, talk, wrote


def written(text: str, now: datetime) -> Contact:
    """Dewi, after this message of hers was read."""
    where = talk(contact("Dewi", now), now)
    said = wrote(where, now, text)
    read_wishes(message_ids=[said.pk], now=now)
    return Contact.objects.get(pk=where.contact_id)


@pytest.mark.parametrize(
    ("text", "form"), [("Panggil saya Mbak saja ya Kak", "Mbak"), ("Jam berapa buka, Pak?", "")]
)
def test_a_wished_form_of_address_is_kept(shop: Workspace, now: datetime, text: str, form: str) -> None:
    assert written(text, now).preferred_address == form


def test_a_wish_to_be_left_alone_is_obeyed_as_before(shop: Workspace, now: datetime) -> None:
    dewi = written("Jangan WA lagi", now)
    assert OptOut.objects.get(contact_id=dewi.pk).scope == "follow_up"


def test_ordinary_words_ask_for_nothing_that_was_sent(shop: Workspace, now: datetime) -> None:
    where = talk(contact("Dewi", now), now)
    few, many = ([wrote(where, now, "Kapan dikirim?").pk for _ in range(size)] for size in (1, 9))
    costs = []
    for ids in (few, many):
        with CaptureQueriesContext(connection) as asked:
            read_wishes(message_ids=ids, now=now)
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(("klass", "scope"), [("promo", "promo"), ("reminder", "follow_up")])
def test_stop_after_an_offer_means_offers(shop: Workspace, now: datetime, klass: str, scope: str) -> None:
    where = talk(contact("Dewi", now), now)
    sent = {"direction": "out", "by": "system", "state": "accepted", "accepted_at": now, "klass": klass}
    for minutes in (9, 5):
        wrote(where, now - timedelta(minutes=minutes), "Ada promo", **sent)
    read_wishes(message_ids=[wrote(where, now, "Stop").pk], now=now)
    assert OptOut.objects.get().scope == scope


def test_stop_after_an_offer_to_a_joined_record_means_offers(shop: Workspace, now: datetime) -> None:
    dewi, twin = contact("Dewi", now), contact("Dewi", now)
    sent = {"direction": "out", "by": "system", "state": "accepted", "accepted_at": now, "klass": "promo"}
    wrote(talk(twin, now), now - timedelta(minutes=5), "Ada promo", **sent)
    Contact.objects.filter(pk=twin.pk).update(root=dewi)
    read_wishes(message_ids=[wrote(talk(dewi, now), now, "Stop").pk], now=now)
    assert OptOut.objects.get().scope == "promo"
