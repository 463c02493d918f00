"""The message guard beside the field: hints while writing, corrections by one press, and the server's own no."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from sapa.accounts.models import AuditEntry, User, Workspace
from sapa.accounts.services import add_member, change_settings
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.messaging.models import Conversation, Message
from tests.rooms.journeys.rows import contact, talk

FAMILIAR, BLANK = "Siap bosku, invoice kami kirim.", "Halo {{ nama }}, sudah kami kirim."


@pytest.fixture
def yosef(shop: Workspace) -> Conversation:
    """A company that wrote a minute ago."""
    at = business_now() - timedelta(minutes=1)
    return talk(contact("Yosef Rumbiak", at, segment="b2b", company="PT Cahaya Timur"), at)


def client_of(role: Role) -> Client:
    member = add_member(email=f"{role.value}@tokosari.test", name=role.value, role=role, password="x")
    client = Client()
    client.force_login(User.objects.get(pk=member.user_id))
    return client


@pytest.fixture
def ani(shop: Workspace) -> Client:
    return client_of(Role.AGENT)


@pytest.fixture
def supervisor(shop: Workspace) -> Client:
    return client_of(Role.SUPERVISOR)


def looked(client: Client, where: Conversation, text: str, **more: str) -> str:
    return client.post(f"/kotak-masuk/{where.public_id}/periksa/", {"text": text, **more}).content.decode()


def answered(client: Client, where: Conversation, text: str, **more: str) -> int:
    told = {"text": text, "client_id": "1", **more}
    return client.post(f"/kotak-masuk/{where.public_id}/balas/", told).status_code


def test_the_composer_asks_while_somebody_writes(ani: Client, yosef: Conversation) -> None:
    page = ani.get(f"/kotak-masuk/{yosef.public_id}/").content.decode()
    assert f'hx-post="/kotak-masuk/{yosef.public_id}/periksa/"' in page
    assert "input changed delay:400ms" in page


def test_a_fair_answer_gets_no_hint_and_a_working_button(ani: Client, yosef: Conversation) -> None:
    page = looked(ani, yosef, "Selamat pagi!!! Baik Pak, invoice kami kirim hari ini juga.")
    assert "composer-hint" not in page
    assert "disabled" not in page


def test_a_blank_is_told_and_the_button_rests(ani: Client, yosef: Conversation) -> None:
    page = looked(ani, yosef, BLANK)
    assert "Ada isian yang belum terisi." in page
    assert 'id="send" type="submit"' in page
    assert "disabled" in page


def test_one_press_corrects_the_text(ani: Client, yosef: Conversation) -> None:
    assert "Terlalu akrab." in looked(ani, yosef, FAMILIAR)
    page = looked(ani, yosef, FAMILIAR, fix="over_familiar")
    assert "Siap, invoice kami kirim.</textarea>" in page
    assert "Terlalu akrab." not in page
    assert "disabled" not in page


@pytest.mark.parametrize("fix", ["placeholder", "greeting_time", "", "x"])
def test_what_cannot_be_corrected_stays_as_it_is(ani: Client, yosef: Conversation, fix: str) -> None:
    assert "<textarea" not in looked(ani, yosef, BLANK, fix=fix)


@pytest.mark.parametrize("text", [FAMILIAR, BLANK, "Kirim kode OTP ke sini ya, Pak."])
def test_the_server_stops_what_the_page_would_stop(ani: Client, yosef: Conversation, text: str) -> None:
    assert answered(ani, yosef, text, reason="Sudah akrab") == 409
    assert not Message.objects.exists()
    assert not AuditEntry.objects.filter(action="guard.overridden").exists()


def test_private_customers_may_be_called_familiarly(ani: Client, yosef: Conversation) -> None:
    yosef.contact.segment = "b2c"
    yosef.contact.save()
    assert answered(ani, yosef, FAMILIAR) == 302


def test_a_supervisor_lets_it_pass_with_a_reason_that_is_kept(
    supervisor: Client, yosef: Conversation
) -> None:
    assert "guard-reason" in looked(supervisor, yosef, FAMILIAR)
    assert answered(supervisor, yosef, FAMILIAR) == 409
    assert answered(supervisor, yosef, FAMILIAR, reason=" Sudah lama akrab ") == 302
    kept = AuditEntry.objects.get(action="guard.overridden")
    assert kept.data == {"codes": ["over_familiar"], "reason": "Sudah lama akrab"}
    assert kept.subject == f"conversation:{yosef.public_id}"


@pytest.mark.parametrize("text", [BLANK, "Balas dengan PIN Bapak."])
def test_nobody_lets_a_blank_or_a_secret_pass(supervisor: Client, yosef: Conversation, text: str) -> None:
    page = looked(supervisor, yosef, text)
    assert "guard-reason" not in page
    assert "disabled" in page
    assert answered(supervisor, yosef, text, reason="Perlu sekali") == 409


def test_the_agent_is_told_who_may(ani: Client, yosef: Conversation) -> None:
    page = looked(ani, yosef, FAMILIAR)
    assert "guard-reason" not in page
    assert "supervisor" in page


def test_a_word_that_the_brand_chose_passes(ani: Client, yosef: Conversation, now: datetime) -> None:
    change_settings(changes={"guard": {"brand_words": ["bosku"]}}, now=now)
    assert answered(ani, yosef, FAMILIAR) == 302
