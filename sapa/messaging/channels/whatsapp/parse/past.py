"""What the phone app knew before the number was connected: old chats and its address book (coexistence)."""

from collections.abc import Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.content import KNOWN_TYPES, content
from sapa.messaging.channels.whatsapp.parse.found import Found
from sapa.messaging.channels.whatsapp.parse.people import Place
from sapa.messaging.schemas import KnownPerson, PastMessage


def read_history(value: Mapping[str, Any], place: Place, found: Found) -> None:
    """Chunks of threads; a thread is one customer's. An owner who does not share sends an error instead."""
    for chunk in found.listed(value, "history"):
        found.read_errors(chunk)
        for thread in found.listed(chunk, "threads"):
            customer = _customer(thread)
            for one in found.listed(thread, "messages"):
                _read(one, customer, place, found)


def _customer(thread: Mapping[str, Any]) -> tuple[str, str]:
    """Phone and user id of a thread; since 2026 its id may be either."""
    told = json.obj(thread.get("context"))
    thread_id = json.identifier(thread.get("id"))
    is_phone = bool(thread_id) and thread_id.lstrip("+").isdigit()
    phone = json.phone(told.get("wa_id")) or (json.phone(thread_id) if is_phone else "")
    user_id = json.identifier(told.get("user_id")) or json.identifier(thread.get("user_id"))
    return phone, user_id or ("" if is_phone else thread_id)


def read_old_files(value: Mapping[str, Any], place: Place, found: Found) -> None:
    """Files of old chats come apart from them, as messages with the same ids."""
    for one in found.listed(value, "messages"):
        _read(one, ("", ""), place, found)


def _read(one: Mapping[str, Any], customer: tuple[str, str], place: Place, found: Found) -> None:
    if not (wamid := json.identifier(one.get("id"))):
        found.odd("history.id")
        return
    sender, receiver = json.phone(one.get("from")), json.phone(one.get("to"))
    is_ours = bool(receiver or one.get("to_user_id")) or (sender and sender in (place.own_phone,))
    side = "to" if is_ours else "from"
    kind = json.text(one.get("type")) or "unknown"
    said = content(kind if kind in KNOWN_TYPES else "", one.get(kind))
    found.history.append(
        PastMessage(
            id=wamid,
            number_id=place.number_id,
            direction="out" if is_ours else "in",
            phone=customer[0] or (receiver if is_ours else sender),
            user_id=customer[1] or json.identifier(one.get(f"{side}_user_id")),
            type=kind,
            text=said.text,
            media_id=said.media_id,
            media_type=said.media_type,
            filename=said.filename,
            reply_to=said.about or json.identifier(json.obj(one.get("context")).get("id")),
            delivery=json.text(json.obj(one.get("history_context")).get("status")).lower(),
            data=said.data,
            at=json.instant(one.get("timestamp")),
        )
    )


def read_address_book(value: Mapping[str, Any], place: Place, found: Found) -> None:
    for one in found.listed(value, "state_sync"):
        contact = json.obj(one.get("contact"))
        phone, user_id = json.phone(contact.get("phone_number")), json.identifier(contact.get("user_id"))
        if not (phone or user_id):
            found.odd("state_sync.contact")
            continue
        found.people.append(
            KnownPerson(
                number_id=place.number_id,
                phone=phone,
                user_id=user_id,
                name=json.text(contact.get("full_name")) or json.text(contact.get("first_name")),
                removed=json.text(one.get("action")) == "remove",
                at=json.instant(json.obj(one.get("metadata")).get("timestamp")),
            )
        )
