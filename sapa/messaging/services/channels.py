"""Numbers that send and receive: connected with sealed secrets, held and let go again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, seal, unseal
from sapa.events.services import create_endpoint
from sapa.messaging.models import Channel, Message
from sapa.web.errors import refusal

TABLE, FIELD = "messaging_channel", "token"
HELD = "channel_stopped"
NO_CHANNEL = refusal(
    "no_channel", _("No channel is connected yet."), _("Connect a WhatsApp number first, then try again.")
)


@transaction.atomic
def create_channel(
    *,
    name: str,
    external_id: str,
    token: str,
    app_secret: str,
    now: datetime,
    account_id: str = "",
    display_phone: str = "",
    kind: str = "whatsapp",
    rate_per_second: int = 40,
) -> Channel:
    """Connects a number: its webhook address is `/hooks/<kind>/<channel.endpoint.public_id>/`."""
    endpoint, _secret = create_endpoint(kind=kind, label=name, now=now, secret=app_secret)
    channel_id = _reserved_id()
    return Channel.objects.create(
        id=channel_id,
        kind=kind,
        name=name,
        external_id=external_id,
        account_id=account_id,
        display_phone=display_phone,
        token=seal(token, _place(current_workspace_id(), channel_id)).encode(),
        endpoint=endpoint,
        rate_per_second=rate_per_second,
        created_at=now,
    )


def opened_token(channel: Channel) -> str:
    """The access token of a channel in scope, in clear. Raises SealError."""
    return unseal(bytes(channel.token).decode(), _place(current_workspace_id(), channel.pk))


@transaction.atomic
def hold_channel(*, channel_id: int, code: str, whole_account: bool = False) -> None:
    """Nothing leaves through the number (or any number of its account) until a person lets it go."""
    channels = Channel.objects.filter(id=channel_id)
    if whole_account and (account_id := channels.values_list("account_id", flat=True).get()):
        channels = Channel.objects.filter(account_id=account_id)
    channels.filter(stopped="").update(stopped=code)


@transaction.atomic
def resume_channel(*, channel_id: int, now: datetime) -> None:
    """What was held on the number is due again; the gate decides each message anew."""
    Channel.objects.filter(id=channel_id).update(stopped="")
    held = Message.objects.filter(
        channel_id=channel_id, state=Message.State.PLANNED, reasons__contains=[HELD]
    )
    held.update(not_before=now, reasons=[])


def webhook_seen(*, channel_ids: Iterable[int], at: datetime) -> None:
    """A signed webhook arrived: the way in is alive, so silence about a message means something."""
    older = Channel.objects.filter(id__in=list(channel_ids)).exclude(last_inbound_at__gte=at)
    older.update(last_inbound_at=at)


def _place(workspace_id: int, channel_id: int) -> Place:
    return Place(workspace_id, TABLE, channel_id, FIELD)


def _reserved_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [TABLE])
        (reserved,) = cursor.fetchone()
    return int(reserved)
