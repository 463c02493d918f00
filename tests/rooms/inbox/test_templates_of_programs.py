"""A program sends templates by the same policy and guard as the house itself."""

from datetime import datetime, timedelta

import pytest

from sapa.accounts.models import Workspace
from sapa.contacts.models import Contact
from sapa.contacts.services import opt_out
from sapa.inbox.services import send_template
from sapa.journeys.services import gate
from sapa.messaging.models import Message, Template
from sapa.messaging.services import create_channel, register_template
from sapa.web.errors import Refused
from tests.rooms.journeys.rows import contact

WORDS = "Halo {{ panggilan }}, pesanan {{ order.number }} siap diambil di toko kami mulai besok pagi."
VALUES = {"panggilan": "Kak Dewi", "order_number": "SARI-1041"}


@pytest.fixture
def dewi(shop: Workspace, now: datetime) -> Contact:
    return contact("Dewi", now, phone="+6281300000011")


@pytest.fixture
def ready(shop: Workspace, now: datetime) -> Template:
    channel = create_channel(name="Toko", external_id="1", token="t", app_secret="s", now=now)
    found = register_template(
        channel_id=channel.pk, name="siap_diambil", category="utility", source=WORDS, now=now
    )
    Template.objects.update(status="APPROVED")
    found.refresh_from_db()
    return found


def sent(dewi: Contact, ready: Template, now: datetime, klass: str = "notice", **values: str) -> Message:
    chosen = values or VALUES
    made = send_template(contact=dewi, template=ready, values=chosen, klass=klass, author_id=None, now=now)
    return Message.objects.select_related("channel").get(pk=made)


def test_its_values_stand_in_the_words_and_it_leaves_as_a_template(
    dewi: Contact, ready: Template, now: datetime
) -> None:
    message = sent(dewi, ready, now)
    assert "Kak Dewi, pesanan SARI-1041 siap" in message.text
    assert (message.payload["template"], message.payload["parameters"]) == ("siap_diambil", VALUES)
    verdict = gate([message], now)[message.pk]
    assert (verdict.action, verdict.form) == ("send", "template")


def test_it_is_decided_once_more_when_it_leaves(dewi: Contact, ready: Template, now: datetime) -> None:
    message = sent(dewi, ready, now)
    opt_out(contact_id=dewi.pk, scope="all", source="message", at=now)
    assert gate([message], now)[message.pk].action == "drop"


@pytest.mark.parametrize(
    ("values", "told"),
    [({"panggilan": "Kak Dewi"}, "order.number"), ({**VALUES, "kota": "Solo"}, "kota")],
)
def test_a_value_that_is_missing_or_unknown_is_named(
    dewi: Contact, ready: Template, now: datetime, values: dict[str, str], told: str
) -> None:
    with pytest.raises(Refused) as refused:
        sent(dewi, ready, now, **values)
    assert (refused.value.code, refused.value.params["names"]) == ("template_values", told)


def test_at_night_it_is_told_when_it_may_go(dewi: Contact, ready: Template, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        sent(dewi, ready, now + timedelta(hours=14), klass="care")
    assert refused.value.code == "policy_waits"
    assert "16 Sep 2026" in str(refused.value.sentence)


def test_nobody_who_wants_nothing_is_written_to(dewi: Contact, ready: Template, now: datetime) -> None:
    opt_out(contact_id=dewi.pk, scope="all", source="message", at=now)
    with pytest.raises(Refused, match="policy_forbids"):
        sent(dewi, ready, now)


def test_a_marketing_template_is_a_promotion_and_wants_consent(
    dewi: Contact, ready: Template, now: datetime
) -> None:
    Template.objects.update(category="marketing", wanted_category="marketing")
    ready.refresh_from_db()
    with pytest.raises(Refused, match="template_is_promotion"):
        sent(dewi, ready, now)
    with pytest.raises(Refused, match="policy_forbids"):
        sent(dewi, ready, now, klass="promo")


@pytest.mark.parametrize("state", [{"status": "PAUSED"}, {"archived": True}, {"source": ""}])
def test_what_may_not_be_used_is_not_sent(
    dewi: Contact, ready: Template, now: datetime, state: dict[str, object]
) -> None:
    Template.objects.update(**state)
    ready.refresh_from_db()
    with pytest.raises(Refused, match="template_unusable"):
        sent(dewi, ready, now)


def test_the_guard_reads_the_values(dewi: Contact, ready: Template, now: datetime) -> None:
    with pytest.raises(Refused, match="guard_blocked"):
        sent(dewi, ready, now, panggilan="{{ nama }}", order_number="SARI-1041")
