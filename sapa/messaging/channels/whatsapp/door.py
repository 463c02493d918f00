"""What the ingest door asks of this channel: is it genuine, how to answer a probe, what becomes of it."""

import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sapa.base import signatures
from sapa.events.schemas import Accepted, RefusedCall, Unreadable, Verdict
from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.parse import merged, parse
from sapa.messaging.channels.whatsapp.split import OF_ACCOUNT, by_number, numbers_in
from sapa.messaging.models import Channel
from sapa.messaging.schemas import AccountChange, Parsed
from sapa.messaging.services import receive, webhook_seen

if TYPE_CHECKING:
    from sapa.events.models import RawDelivery

logger = logging.getLogger(__name__)
SIGNATURE = "x-hub-signature-256"


def verify(
    raw: bytes,
    headers: Mapping[str, str],
    url: str,  # noqa: ARG001 (the shape of every source)
    secrets: Sequence[str],
    now: datetime,  # noqa: ARG001
) -> Verdict:
    """`secrets` are app secrets; without one nothing is accepted."""
    wrong = signatures.refusal(raw, headers.get(SIGNATURE, ""), secrets)
    return RefusedCall(wrong) if wrong else Accepted()


def verify_token(app_secret: str) -> str:
    """The word to paste into Meta's webhook form; follows from the app secret, so that only one is kept."""
    return hmac.new(app_secret.encode(), b"hub.verify_token", hashlib.sha256).hexdigest()[:32]


def challenge(query: Mapping[str, str], secrets: Sequence[str]) -> str | None:
    """Meta's GET when the address is saved: the challenge back, or None to refuse."""
    given = query.get("hub.verify_token", "").encode()
    tokens = [verify_token(secret).encode() for secret in secrets if secret]
    genuine = any(hmac.compare_digest(token, given) for token in tokens)
    return query.get("hub.challenge", "") if genuine and query.get("hub.mode") == "subscribe" else None


def apply(deliveries: "Sequence[RawDelivery]", now: datetime) -> None:
    """Bodies of one workspace, in order. Raises Unreadable: no JSON, or about numbers of others alone.

    Numbers are locked last of all, as the final gate does.
    """
    bodies: dict[int, list[Parsed]] = {}
    for delivery in deliveries:
        bodies.setdefault(delivery.endpoint_id, []).append(parse(_loaded(delivery)))
    seen = max(delivery.received_at for delivery in deliveries)
    touched = [_apply_to_endpoint(endpoint_id, parts, now) for endpoint_id, parts in sorted(bodies.items())]
    webhook_seen(channel_ids=[pk for pks in touched for pk in pks], at=seen)


def _apply_to_endpoint(endpoint_id: int, parts: list[Parsed], now: datetime) -> list[int]:
    """The numbers of this address."""
    channels = {c.external_id: c for c in Channel.objects.filter(kind="whatsapp", endpoint_id=endpoint_id)}
    for part in parts:
        _check_numbers(endpoint_id, numbers_in(part), set(channels))
    divided = by_number(merged(parts))
    for number_id, channel in sorted(channels.items()):
        receive(channel=channel, parsed=divided.get(number_id, Parsed()), now=now)
    if (account := divided[""]) != Parsed():
        _apply_to_account(list(channels.values()), account, now)
    return [channel.pk for channel in channels.values()]


def _check_numbers(endpoint_id: int, named: set[str], ours: set[str]) -> None:
    """Elements about numbers of others are never applied; a body of nothing else is parked."""
    if named and not named & ours:
        raise Unreadable("foreign_number")
    if named - ours:
        logger.warning("endpoint %s: %s foreign numbers in a mixed body", endpoint_id, len(named - ours))


def _apply_to_account(channels: list[Channel], parsed: Parsed, now: datetime) -> None:
    """Templates, the account and errors name no number: they concern all of this address.

    What should name a number and does not is that of the only one.
    """
    common = Parsed(**{name: getattr(parsed, name) for name in OF_ACCOUNT})
    if len(channels) == 1:
        common = parsed
    elif parsed != common:
        logger.warning("elements without a number at an address of %s numbers", len(channels))
    phones = {json.phone(channel.display_phone) for channel in channels} - {""}
    for channel in channels:
        mine = tuple(one for one in common.account if _concerns(one, channel, phones))
        receive(channel=channel, parsed=replace(common, account=mine), now=now)


def _concerns(change: AccountChange, channel: Channel, phones: set[str]) -> bool:
    """Changes that name a number of ours are that number's alone."""
    told = change.display_phone
    return told not in phones or told == json.phone(channel.display_phone)


def _loaded(delivery: "RawDelivery") -> object:
    try:
        return json.loaded(bytes(delivery.body))
    except ValueError:
        raise Unreadable("invalid_json") from None
