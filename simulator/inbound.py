"""What customers do: they write, look, react, block, stop offers, change their number or their id, call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator import answers, carrying, content, ids, rates, webhooks
from simulator.accounts import Number
from simulator.agenda import StatusDue
from simulator.errors import GraphError, Json
from simulator.media import INBOUND_LIVES
from simulator.media import address as media_address
from simulator.phones import Message, Phone

if TYPE_CHECKING:
    from simulator.network import Network


def write(
    network: Network, phone: Phone, answer: Json, at: datetime, number: Number
) -> tuple[Message, Json | None]:
    """{type?, text?, id?, description?, message_id?, context?, …}: the message and its webhook.

    No webhook when the business has blocked this user. Raises GraphError 100.
    """
    kind = answers.answer_kind(answer)
    if not can_write(phone, number):
        raise GraphError(100, "This customer has blocked the business or the phone is off")
    message, sent = written(network, phone, kind, answer, at, number)
    network.keep(phone, message)
    network.show(phone, message, at)
    read(network, phone, at, number)
    if kind == "reaction":
        react(network, sent)
    elif kind == "revoke" and (target := network.messages.get(sent["original_message_id"])):
        target.text, target.media = "Pesan ini dihapus", ""
    if kind not in answers.SILENT:
        open_window(phone, number, answer, at)
    rates.count_inbound(number, at)
    if phone.user_id in number.blocked:
        return message, None
    return message, webhooks.inbound(number, phone, message, sent, answers.more(kind, answer))


def can_write(phone: Phone, number: Number) -> bool:
    return phone.online and not phone.thread(number.id).blocked


def written(
    network: Network, phone: Phone, kind: str, answer: Json, at: datetime, number: Number
) -> tuple[Message, Any]:
    """The message and the content of its webhook."""
    phone.written += 1
    wamid = ids.wamid(network.config.message_seed, phone.number, "in", phone.written)
    sent_type, sent = sent_content(network, kind, answer, wamid, at)
    message = Message(
        wamid=wamid,
        phone=phone.number,
        direction="in",
        type=sent_type,
        text=said(kind, answer, sent),
        at=at,
        number=number.id,
        status="sent",
        context=str(answer.get("context", "")),
        media=str(sent.get("id", "")) if kind in answers.MEDIA else "",
        voice=kind == "voice",
    )
    return message, sent


def sent_content(network: Network, kind: str, answer: Json, wamid: str, at: datetime) -> tuple[str, Any]:
    if kind not in answers.MEDIA:
        return answers.content(kind, answer)
    mime_type, data, name = answers.file_of(kind, answer, network.config.seed, wamid)
    media = network.media.add(data, mime_type, wamid, filename=name, expires=at + INBOUND_LIVES)
    told: Json = {"mime_type": media.mime_type, "sha256": media.sha256, "id": media.id}
    if network.rules.media_url_in_webhooks:
        config = network.config
        told["url"] = media_address(config.base_url, config.app_secret, media.id, at)
    if kind in ("audio", "voice"):
        return "audio", {**told, "voice": kind == "voice"}
    if kind == "document":
        told["filename"] = media.filename
    if kind == "sticker":
        told["animated"] = False
    text = str(answer.get("text", ""))
    return kind, {**told, **({"caption": text} if text and kind != "sticker" else {})}


def said(kind: str, answer: Json, sent: Any) -> str:
    """The text by which a phone shows it."""
    if kind == "location":
        return content.place(sent)
    if kind == "contacts":
        return content.cards(sent)
    return str(answer.get("text", ""))


def open_window(phone: Phone, number: Number, answer: Json, at: datetime) -> None:
    thread = phone.thread(number.id)
    thread.wrote_at = max(at, thread.wrote_at or at)
    if answer.get("referral"):
        thread.free_entry_since = at


def read(network: Network, phone: Phone, at: datetime, number: Number | None = None) -> None:
    for message in phone.messages:
        if number is not None and message.number != number.id:
            continue
        if message.direction == "out" and message.status in ("sent", "delivered") and message.shown_at:
            network.plan(at, StatusDue(message.wamid, "read"))


def play(network: Network, phone: Phone, at: datetime) -> None:
    """The voice notes are listened to."""
    read(network, phone, at)
    for message in phone.messages:
        if message.voice and message.direction == "out" and message.shown_at:
            network.plan(at, StatusDue(message.wamid, "played"))


def react(network: Network, reaction: Json) -> None:
    if target := network.messages.get(str(reaction.get("message_id"))):
        target.reaction = str(reaction.get("emoji", ""))


def prefer(network: Network, phone: Phone, number: Number, value: str, at: datetime) -> None:
    """`stop` or `resume` of marketing messages of this number."""
    if value not in ("stop", "resume"):
        raise GraphError(100, "marketing must be stop or resume")
    phone.thread(number.id).stopped = value == "stop"
    network.changed(phone)
    network.announce(at, webhooks.preference(number, phone, value, at))


def switch(network: Network, phone: Phone, at: datetime, *, online: bool) -> None:
    phone.online = online
    network.changed(phone)
    if online:
        carrying.switch_on(network, phone, at)


def call(network: Network, phone: Phone, number: Number, at: datetime) -> None:
    """A call opens the window like a message."""
    phone.written += 1
    call_id = ids.wamid(network.config.message_seed, phone.number, "call", phone.written).replace(
        "wamid", "wacid"
    )
    open_window(phone, number, {}, at)
    network.announce(at, webhooks.call(number, phone, call_id, "connect", at))
    network.announce(at, webhooks.call(number, phone, call_id, "terminate", at))


def change_number(network: Network, phone: Phone, new: str, at: datetime) -> Phone:
    """The customer moves to another number and gets another id; the old number is no longer on WhatsApp."""
    moved = network.phones.get(new)
    moved.name, moved.username, moved.hidden = phone.name, phone.username, phone.hidden
    moved.threads, phone.threads = phone.threads, {}
    phone.moved_to, phone.fails_with = new, 131026
    told = {
        "body": f"User {phone.name or phone.digits} changed from {phone.digits} to {moved.digits}",
        "type": "user_changed_number",
        "wa_id": moved.digits,
        "user_id": moved.user_id,
        "previous_user_id": phone.user_id,
    }
    system(network, phone, told, at, list(moved.threads))
    return moved


def change_user_id(network: Network, phone: Phone, at: datetime) -> None:
    """The same phone under a new business-scoped id."""
    before, times = phone.user_id, len(phone.aliases) + 1
    network.phones.rename_user(phone, ids.user_id(network.config.seed, f"{phone.number}#{times}"))
    told = {
        "body": "User id changed",
        "type": "user_changed_user_id",
        "user_id": phone.user_id,
        "previous_user_id": before,
    }
    system(network, phone, told, at, list(phone.threads))


def system(network: Network, phone: Phone, told: Json, at: datetime, numbers: list[str]) -> None:
    for number_id in numbers or [network.business.primary.id]:
        number = network.business.numbers[number_id]
        phone.written += 1
        wamid = ids.wamid(network.config.message_seed, phone.number, "in", phone.written)
        message = Message(
            wamid, phone.number, "in", "system", told["body"], at, number=number.id, status="sent"
        )
        network.changed(phone)
        network.announce(at, webhooks.inbound(number, phone, message, told, {"contacts": False}))


# The owner's phone app


def echo(
    network: Network, number: Number, phone: Phone, text: str, at: datetime, source: str = "app"
) -> Message:
    """A person writes from the phone app, or Meta's agent answers (`source` agent); it is there at once."""
    network.echoes += 1
    wamid = ids.wamid(network.config.message_seed, phone.number, "echo", network.echoes)
    message = Message(
        wamid, phone.number, "out", "text", text, at, number=number.id, status="delivered", source=source
    )
    network.keep(phone, message)
    network.show(phone, message, at)
    network.announce(at, webhooks.echo(number, phone, message, {"body": text}))
    return message
