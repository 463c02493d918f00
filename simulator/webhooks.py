"""Bodies of webhooks, their batching and their signature over the raw bytes."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime

from simulator.config import Config
from simulator.errors import Json, status_error
from simulator.phones import Message, Phone


def envelope(config: Config, field: str, value: Json) -> Json:
    change = {"value": value, "field": field}
    return {"object": "whatsapp_business_account", "entry": [{"id": config.waba_id, "changes": [change]}]}


def messages_value(config: Config, **parts: object) -> Json:
    metadata = {"display_phone_number": config.display_digits, "phone_number_id": config.phone_number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **parts}


def stamp(at: datetime) -> str:
    return str(int(at.timestamp()))


def contact(phone: Phone) -> Json:
    """Name, number and username are there only when known."""
    entry: Json = {"user_id": phone.user_id}
    profile = {"name": phone.name, "username": phone.username}
    if known := {key: value for key, value in profile.items() if value}:
        entry["profile"] = known
    return entry if phone.hidden else {**entry, "wa_id": phone.digits}


def status(config: Config, phone: Phone, message: Message, at: datetime, pricing: Json | None) -> Json:
    entry: Json = {
        "id": message.wamid,
        "status": message.status,
        "timestamp": stamp(at),
        "recipient_user_id": phone.user_id,
        "recipient_type": "individual",
    }
    if not phone.hidden:
        entry["recipient_id"] = phone.digits
    if message.callback is not None:
        entry["biz_opaque_callback_data"] = message.callback
    if pricing is not None:
        entry["pricing"] = pricing
    if message.error is not None:
        entry["errors"] = [status_error(message.error)]
        return envelope(config, "messages", messages_value(config, statuses=[entry]))
    return envelope(config, "messages", messages_value(config, contacts=[contact(phone)], statuses=[entry]))


def inbound(config: Config, phone: Phone, message: Message, content: Json) -> Json:
    entry: Json = {
        "from_user_id": phone.user_id,
        "id": message.wamid,
        "timestamp": stamp(message.at),
        "type": message.type,
        message.type: content,
    }
    if not phone.hidden:
        entry["from"] = phone.digits
    if message.context:
        entry["context"] = {"from": config.display_digits, "id": message.context}
    return envelope(config, "messages", messages_value(config, contacts=[contact(phone)], messages=[entry]))


def template_status(config: Config, template_id: str, name: str, language: str, event: str) -> Json:
    value = {
        "event": event,
        "message_template_id": int(template_id),
        "message_template_name": name,
        "message_template_language": language.replace("_", "-"),
        "reason": "NONE",
    }
    return envelope(config, "message_template_status_update", value)


def batches(bodies: Iterable[Json], size: int) -> list[Json]:
    """Several bodies as few: each batch carries at most `size` changes, mixed as they came."""
    listed = list(bodies)
    return [merged(listed[start : start + size]) for start in range(0, len(listed), size)]


def merged(bodies: list[Json]) -> Json:
    entry = bodies[0]["entry"][0]
    changes = [change for body in bodies for one in body["entry"] for change in one["changes"]]
    return {**bodies[0], "entry": [{**entry, "changes": changes}]}


def encoded(body: Json) -> bytes:
    """Non-ASCII leaves as \\uXXXX, as Meta sends it."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()


def signature(app_secret: str, raw: bytes) -> str:
    return "sha256=" + hmac.new(app_secret.encode(), raw, hashlib.sha256).hexdigest()
