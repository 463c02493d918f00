"""«Saluran» as a person sees it: what stands still and why, the check list, secrets that are never shown."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from sapa.accounts.models import AuditEntry, Workspace
from sapa.accounts.selectors import settings_in_force
from sapa.base.clock import business_now
from sapa.base.permissions import Role
from sapa.contacts.models import Contact
from sapa.messaging.models import Channel, Errand, Message, Reach
from sapa.messaging.schemas import InboundMessage, Parsed
from sapa.messaging.services import hold_channel, receive
from sapa.messaging.services.restraint import current_test_mode
from tests.rooms.messaging.bodies import DEWI, NUMBER
from tests.rooms.pages import browser

SECRETS = {"token": "EAAG-very-secret", "app_secret": "0123456789abcdef"}
NEW = {"name": "Toko kedua", "external_id": "108888888888", "account_id": "102290129340398", **SECRETS}


@pytest.fixture(autouse=True)
def alone(settings: LazySettings) -> None:
    settings.PLANNED_SENDS = "tests.rooms.messaging.test_costs_pages.nothing_planned"


@pytest.fixture
def budi(shop: Workspace, channel: Channel) -> Client:
    return browser(shop)


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"messaging:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def press(client: Client, name: str, /, *args: object, **data: object) -> Any:
    return client.post(reverse(f"messaging:{name}", args=args), data, follow=True)


def test_a_shop_without_a_number_is_led_to_connecting_one(shop: Workspace) -> None:
    told = page(browser(shop), "channels")
    assert 'class="empty"' in told
    assert reverse("messaging:connect_channel") in told


def test_a_stopped_number_says_why_and_what_to_do(budi: Client, channel: Channel, now: datetime) -> None:
    hold_channel(channel_id=channel.pk, code="190", detail="Session has expired", now=now)
    told = page(budi, "channels")
    assert "token" in told
    assert "Session has expired" in told


@pytest.mark.parametrize(
    "code", ["by_hand", "no_app_secret", "account_restriction", "131042", "something_new"]
)
def test_every_stop_has_words(budi: Client, channel: Channel, now: datetime, code: str) -> None:
    hold_channel(channel_id=channel.pk, code=code, now=now)
    assert page(budi, "channel", channel.public_id)


def test_todays_room_counts_whom_the_shop_wrote_to_first(budi: Client, channel: Channel, dewi: int) -> None:
    Channel.objects.update(limit_tier="TIER_250")
    Reach.objects.create(
        portfolio=channel.account_id, contact_id=dewi, at=business_now() - timedelta(hours=1)
    )
    Reach.objects.create(
        portfolio=channel.account_id,
        contact=Contact.objects.create(name="Lama", created_at=business_now()),
        at=business_now() - timedelta(hours=25),
    )
    assert "249" in page(budi, "channels")


def test_a_number_is_connected_and_its_secrets_are_never_shown(budi: Client) -> None:
    answer = press(budi, "connect_channel", **NEW)
    made = Channel.objects.get(external_id=NEW["external_id"])
    assert answer.redirect_chain[-1][0] == reverse("messaging:channel", args=[made.public_id])
    told = answer.content.decode() + page(budi, "channel", made.public_id) + page(budi, "channels")
    assert not [secret for secret in SECRETS.values() if secret in told]
    assert f"/hooks/whatsapp/{made.endpoint and made.endpoint.public_id}/" in told


def test_a_wrong_form_keeps_no_secret_either(budi: Client) -> None:
    answer = press(budi, "connect_channel", **{**NEW, "external_id": "+62 811"})
    assert answer.status_code == 422
    assert not [secret for secret in SECRETS.values() if secret in answer.content.decode()]


def test_an_app_secret_is_required(budi: Client) -> None:
    assert press(budi, "connect_channel", **{**NEW, "app_secret": " "}).status_code == 422
    assert Channel.objects.count() == 1


def test_a_new_number_may_begin_in_test_mode(budi: Client) -> None:
    press(budi, "connect_channel", **NEW, test_mode="on")
    assert current_test_mode().on


def test_a_number_that_was_refused_leaves_test_mode_alone(budi: Client, channel: Channel) -> None:
    known = {**NEW, "external_id": channel.external_id}
    assert press(budi, "connect_channel", **known, test_mode="on").status_code == 409
    assert not current_test_mode().on


def test_only_the_first_number_begins_in_test_mode_unasked(shop: Workspace, channel: Channel) -> None:
    assert "checked" not in page(browser(shop), "connect_channel")
    Channel.objects.all().delete()
    assert "checked" in page(browser(shop), "connect_channel")


def test_the_check_list_asks_again_by_itself_until_it_is_green(budi: Client, channel: Channel) -> None:
    assert 'hx-trigger="every 6s"' in page(budi, "channel_checks", channel.public_id)
    press(budi, "channel_look", channel.public_id)
    assert 'hx-trigger="every 2s"' in page(budi, "channel_checks", channel.public_id)
    assert Errand.objects.filter(done_at=None).count() == 1


def test_a_press_by_htmx_gives_the_list_alone(budi: Client, channel: Channel) -> None:
    answer = budi.post(
        reverse("messaging:channel_subscribe", args=[channel.public_id]), headers={"HX-Request": "true"}
    )
    assert answer.content.decode().lstrip().startswith('<div id="checks"')


def test_whoever_may_not_manage_sees_neither_addresses_nor_buttons(shop: Workspace, channel: Channel) -> None:
    told = page(browser(shop, Role.AGENT), "channel", channel.public_id)
    assert "/hooks/" not in told
    assert "<form" not in told.split("<main")[-1].split("</main>")[0]


def test_test_mode_takes_phones_as_people_write_them(budi: Client) -> None:
    press(budi, "test_mode", on="on", phones="0812-3456-7801\n+62 812 3456 7802")
    assert current_test_mode() == (True, ("+6281234567801", "+6281234567802"))
    assert press(budi, "test_mode", on="on", phones="bukan nomor").status_code == 422


def test_when_offers_rest_is_a_setting_within_bounds(budi: Client) -> None:
    given = {"yellow_share_percent": 40, "rest_hours": 8, "least_sent": 60, "most_blocked_percent": 2}
    given |= {"most_failed_percent": 8, "times_usual": 3, "reserve_percent": 10}
    press(budi, "number_rests", **given)
    assert settings_in_force()[1]["number_health"] == given
    assert press(budi, "number_rests", **{**given, "rest_hours": 0}).status_code == 422


def test_the_test_answer_goes_to_a_phone_that_just_wrote(budi: Client, channel: Channel, dewi: int) -> None:
    now = business_now()
    said = InboundMessage(id="wamid.1", number_id=NUMBER, phone=DEWI.lstrip("+"), text="Halo", at=now)
    receive(channel=channel, parsed=Parsed(messages=(said,)), now=now)
    press(budi, "channel_test", channel.public_id, phone="081234567801")
    message = Message.objects.get(kind="channel_test")
    assert (message.contact_id, message.klass, message.delivery_class) == (dewi, "reply", "ask")


def test_without_a_word_from_that_phone_the_page_says_what_to_do(budi: Client, channel: Channel) -> None:
    assert press(budi, "channel_test", channel.public_id, phone="081234567801").status_code == 409
    assert press(budi, "channel_test", channel.public_id, phone="x").status_code == 422


def test_stopping_letting_go_and_disconnecting_is_audited(budi: Client, channel: Channel) -> None:
    for deed in ("channel_stop", "channel_resume", "channel_disconnect"):
        assert press(budi, deed, channel.public_id).status_code == 200
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["channel.stopped", "channel.resumed", "channel.disconnected"]
    assert press(budi, "channel_resume", channel.public_id).status_code == 409
    assert page(budi, "channel", channel.public_id)
