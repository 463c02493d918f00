"""A number and its person: connected, given new secrets, stopped, let go, taken off, tried out."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.contacts.models import Contact
from sapa.domain.phones import normalise
from sapa.events.services import retire_old_secret, rotate_secret, switch_endpoint
from sapa.messaging.models import Channel, Conversation, Errand
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors.conversations import window_from
from sapa.messaging.services.channels import (
    BY_HAND,
    DISCONNECTED,
    NO_APP_SECRET,
    NO_SECRET,
    change_channel,
    create_channel,
    hold_channel,
    remember,
    resume_channel,
    sealed_token,
)
from sapa.messaging.services.outgoing import queue
from sapa.web.errors import Refused, refusal

LOOK, SUBSCRIBE = "look", "subscribe"
TEST_KIND = "channel_test"
# Stops that a new token ends: the old one was invalid, could not be opened or lacked a permission.
TOKEN_STOPS = frozenset({"0", "190", "token_unreadable", "3", "10", "131005", *map(str, range(200, 300))})
NUMBER_CONNECTED = refusal(
    "number_connected",
    _("This number is connected already."),
    _("Open it in the list to give it a new token or app secret."),
)
CHANNEL_DISCONNECTED = refusal(
    "channel_disconnected",
    _("This number was disconnected and its token thrown away."),
    _("Connect it again with a token and the app secret."),
)
WRITE_FIRST = refusal(
    "write_first",
    _("WhatsApp lets us answer freely only within 24 hours after somebody wrote."),
    _("Send any word from that phone to the number, then press the button again."),
)


@transaction.atomic
def connect(
    *, name: str, external_id: str, account_id: str, token: str, app_secret: str, now: datetime
) -> Channel:
    """A new number, or one that was disconnected. Raises Refused: number_connected, no_app_secret."""
    known = Channel.objects.filter(kind="whatsapp", external_id=external_id).first()
    if known and known.stopped != DISCONNECTED:
        raise Refused(NUMBER_CONNECTED)
    if known:
        _again(known, name, account_id, token, app_secret, now)
    else:
        known = create_channel(
            name=name,
            external_id=external_id,
            account_id=account_id,
            token=token,
            app_secret=app_secret,
            now=now,
        )
    audit(action="channel.connected", subject=_subject(known), now=now)
    ask(channel=known, what=LOOK, now=now)
    return known


def _again(channel: Channel, name: str, account_id: str, token: str, app_secret: str, now: datetime) -> None:
    _rotate(channel, app_secret)
    retire_old_secret(endpoint_id=channel.endpoint_id or 0)
    switch_endpoint(endpoint_id=channel.endpoint_id or 0, active=True)
    values = {"name": name, "account_id": account_id, "token": sealed_token(token, channel.pk)}
    change_channel(channel=channel, values=values, source="user", now=now)
    resume_channel(channel_id=channel.pk, now=now)


@transaction.atomic
def replace_token(*, channel: Channel, token: str, now: datetime) -> int:
    """For every number of the account, as the token is the account's; returns how many it let go again.

    What was held for the old token is due at once; the gate decides each message anew.
    """
    if channel.stopped == DISCONNECTED:
        raise Refused(CHANNEL_DISCONNECTED)
    freed = 0
    for one in _of_account(channel):
        Channel.objects.filter(pk=one.pk).update(token=sealed_token(token, one.pk))
        if one.stopped in TOKEN_STOPS:
            resume_channel(channel_id=one.pk, now=now)
            freed += 1
        audit(action="channel.token_replaced", subject=_subject(one), now=now)
        ask(channel=one, what=LOOK, now=now)
    return freed


def _of_account(channel: Channel) -> list[Channel]:
    if not channel.account_id:
        return [channel]
    same = Channel.objects.filter(account_id=channel.account_id).exclude(stopped=DISCONNECTED)
    return list(same.order_by("id").select_for_update())


@transaction.atomic
def replace_app_secret(*, channel: Channel, app_secret: str, now: datetime) -> None:
    """Both are accepted until the old one is retired, as WhatsApp changes over at a moment of its own."""
    _rotate(channel, app_secret)
    if channel.stopped == NO_SECRET:
        resume_channel(channel_id=channel.pk, now=now)
    audit(action="channel.secret_rotated", subject=_subject(channel), now=now)


def _rotate(channel: Channel, app_secret: str) -> None:
    if not app_secret.strip() or channel.endpoint_id is None:
        raise Refused(NO_APP_SECRET)
    rotate_secret(endpoint_id=channel.endpoint_id, secret=app_secret.strip())


@transaction.atomic
def retire_app_secret(*, channel: Channel, now: datetime) -> None:
    retire_old_secret(endpoint_id=channel.endpoint_id or 0)
    audit(action="channel.secret_retired", subject=_subject(channel), now=now)


@transaction.atomic
def stop(*, channel: Channel, now: datetime) -> None:
    """By a person, until a person lets it go."""
    hold_channel(channel_id=channel.pk, code=BY_HAND, now=now, source="user")
    audit(action="channel.stopped", subject=_subject(channel), now=now)


@transaction.atomic
def resume(*, channel: Channel, now: datetime) -> None:
    """Raises Refused: no_app_secret, channel_disconnected."""
    if channel.stopped == DISCONNECTED:
        raise Refused(CHANNEL_DISCONNECTED)
    if channel.endpoint is None or not channel.endpoint.secrets:
        raise Refused(NO_APP_SECRET)
    was = channel.stopped
    resume_channel(channel_id=channel.pk, now=now)
    ask(channel=channel, what=LOOK, now=now)
    audit(action="channel.resumed", subject=_subject(channel), now=now, data={"was": was})


@transaction.atomic
def disconnect(*, channel: Channel, now: datetime) -> None:
    """Nothing leaves or arrives any more, and the token is thrown away; what was said stays."""
    switch_endpoint(endpoint_id=channel.endpoint_id or 0, active=False)
    gone = {"token": sealed_token("", channel.pk), "stopped": "", "stopped_detail": ""}
    Channel.objects.filter(pk=channel.pk).update(**gone)
    hold_channel(channel_id=channel.pk, code=DISCONNECTED, now=now, source="user")
    audit(action="channel.disconnected", subject=_subject(channel), now=now)


def ask(*, channel: Channel, what: str, now: datetime) -> None:
    """The worker does it within seconds; one at a time is enough."""
    if not Errand.objects.filter(channel=channel, what=what, done_at=None).exists():
        Errand.objects.create(channel=channel, what=what, asked_at=now)


@transaction.atomic
def send_test(*, channel: Channel, phone: str, text: str, now: datetime) -> int:
    """An answer to a phone that just wrote, by the way every message goes. Raises Refused("write_first")."""
    number = normalise(phone)
    contact = Contact.objects.filter(phone=number.e164).first() if number.e164 else None
    talk = (
        Conversation.objects.filter(contact=contact, channel=channel, open=True).first() if contact else None
    )
    if contact is None or talk is None or not window_from(talk.last_inbound_at, now).open:
        raise Refused(WRITE_FIRST)
    wanted = Outgoing(
        contact_id=contact.pk,
        klass="reply",
        kind=TEST_KIND,
        category="utility",
        by="system",
        text=text,
        key=f"{TEST_KIND}:{channel.pk}:{now.isoformat()}",
        channel_id=channel.pk,
        deadline=None,
        delivery_class="ask",
    )
    [message_id] = queue(outgoing=[wanted], now=now)
    remember(channel_id=channel.pk, health={TEST_KIND: message_id})
    audit(action="channel.tested", subject=_subject(channel), now=now)
    return message_id


def _subject(channel: Channel) -> str:
    return f"channel:{channel.pk}"
