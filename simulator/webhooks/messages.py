"""Webhooks about messages: statuses, what customers write, calls, preferences, the owner's phone app."""

from datetime import datetime

from simulator.accounts import Number
from simulator.errors import Json, status_error
from simulator.phones import Message, Phone
from simulator.rules import Rules
from simulator.webhooks.envelope import envelope, stamp


def messages_value(number: Number, **parts: object) -> Json:
    metadata = {"display_phone_number": number.digits, "phone_number_id": number.id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def contact(phone: Phone, *, named: bool = True) -> Json:
    """Name, number and username are there only when known."""
    entry: Json = {"user_id": phone.user_id}
    profile = {"name": phone.name if named else "", "username": phone.username}
    if known := {key: value for key, value in profile.items() if value}:
        entry["profile"] = known
    return entry if phone.hidden else {**entry, "wa_id": phone.digits}


def status(
    number: Number, phone: Phone, message: Message, at: datetime, rules: Rules, *, priced: bool
) -> Json:
    """`contacts` come with sent, delivered and read, never with failed."""
    failed = message.status == "failed"
    when = message.sent_at if rules.equal_timestamps and message.sent_at and not failed else at
    entry: Json = {
        "id": message.wamid,
        "status": message.status,
        "timestamp": stamp(when),
        "recipient_user_id": phone.user_id,
        "recipient_type": "individual",
    }
    if not phone.hidden:
        entry["recipient_id"] = phone.digits
    if message.callback is not None and (rules.callback_on_failed or not failed):
        entry["biz_opaque_callback_data"] = message.callback
    if message.conversation is not None and not failed:
        entry["conversation"] = message.conversation
    if priced and message.pricing is not None:
        entry["pricing"] = message.pricing
    if failed:
        entry["errors"] = [status_error(message.error or 131000)]
    value: Json = {"statuses": [entry]}
    if rules.contacts_in_statuses and not failed:
        value = {"contacts": [contact(phone)], **value}
    return envelope(number.account_id, "messages", messages_value(number, **value))


def inbound(number: Number, phone: Phone, message: Message, content: object, more: Json) -> Json:
    """`more`: further keys of the message; its keys `profile` and `contacts` False leave those parts out."""
    named, listed, context = more.pop("profile", True), more.pop("contacts", True), more.pop("context", {})
    entry: Json = {
        "from_user_id": phone.user_id,
        "id": message.wamid,
        "timestamp": stamp(message.at),
        "type": message.type,
        **({} if content is None else {message.type: content}),
    }
    if not phone.hidden:
        entry["from"] = phone.digits
    if message.context:
        context = {"from": number.digits, "id": message.context, **context}
    entry |= {**({"context": context} if context else {}), **more}
    value: Json = {"contacts": [contact(phone, named=named)]} if listed else {}
    watching = number.standby and not phone.thread(number.id).taken
    field = "standby" if watching else "messages"
    return envelope(number.account_id, field, messages_value(number, **value, messages=[entry]))


def call(number: Number, phone: Phone, call_id: str, event: str, at: datetime) -> Json:
    entry: Json = {
        "id": call_id,
        "event": event,
        "direction": "USER_INITIATED",
        "to": number.digits,
        "from_user_id": phone.user_id,
        "timestamp": stamp(at),
    }
    if not phone.hidden:
        entry["from"] = phone.digits
    value = messages_value(number, contacts=[contact(phone)], calls=[entry])
    return envelope(number.account_id, "calls", value)


def preference(number: Number, phone: Phone, value: str, at: datetime) -> Json:
    entry: Json = {
        "user_id": phone.user_id,
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(at.timestamp()),
    }
    if not phone.hidden:
        entry["wa_id"] = phone.digits
    told = messages_value(number, contacts=[contact(phone)], user_preferences=[entry])
    return envelope(number.account_id, "user_preferences", told)


def handover(number: Number, phone: Phone, app_id: str, at: datetime) -> Json:
    """The app took the talk from Meta's agent. The shape on WhatsApp is not documented: it is Messenger's."""
    control = {"previous_owner_app_id": "meta_business_agent", "new_owner_app_id": app_id}
    told = {"timestamp": stamp(at), "take_thread_control": control}
    value = messages_value(number, contacts=[contact(phone)], **told)
    return envelope(number.account_id, "messaging_handovers", value)


def echo(number: Number, phone: Phone, message: Message, content: object) -> Json:
    """The owner wrote from the phone app, or Meta's agent did."""
    entry = {
        "from": number.digits,
        "to": phone.digits,
        "to_user_id": phone.user_id,
        "id": message.wamid,
        "timestamp": stamp(message.at),
        "type": message.type,
        message.type: content,
    }
    field = "standby" if message.source == "agent" else "smb_message_echoes"
    return envelope(number.account_id, field, messages_value(number, message_echoes=[entry]))


def history(number: Number, threads: list[tuple[Phone, list[Message]]], progress: int) -> Json:
    """What the phone app knew before it was connected."""
    told = [
        {"id": phone.digits, "messages": [past(number, phone, one) for one in messages]}
        for phone, messages in threads
    ]
    entry = {"metadata": {"phase": 0, "chunk_order": 1, "progress": progress}, "threads": told}
    return envelope(number.account_id, "history", messages_value(number, history=[entry]))


def past(number: Number, phone: Phone, message: Message) -> Json:
    mine = message.direction == "out"
    entry: Json = {
        "from": number.digits if mine else phone.digits,
        "id": message.wamid,
        "timestamp": stamp(message.at),
        "type": "text",
        "text": {"body": message.text},
        "history_context": {"status": message.status.upper() if mine else "READ"},
    }
    return {**entry, "to": phone.digits} if mine else entry


def app_state(number: Number, phone: Phone, action: str, at: datetime) -> Json:
    """A card of the owner's address book was added or removed."""
    card: Json = {"phone_number": phone.digits}
    if action != "remove":
        card |= {"full_name": phone.name, "first_name": phone.name.split(" ")[0]}
    entry = {
        "type": "contact",
        "contact": card,
        "action": action,
        "metadata": {"timestamp": stamp(at)},
    }
    return envelope(number.account_id, "smb_app_state_sync", messages_value(number, state_sync=[entry]))
