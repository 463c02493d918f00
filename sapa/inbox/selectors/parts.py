"""What a message carries beside its words, ready to be drawn: files, places, cards, choices, orders."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sapa.domain.disguises import plain_name
from sapa.domain.phones import normalise
from sapa.messaging.models import Media, Message
from sapa.messaging.selectors.media import link_of

Json = Mapping[str, Any]
FILES = frozenset({"image", "video", "audio", "document", "sticker"})
MAP = "https://www.google.com/maps/search/?api=1&query="
MOST, LONGEST_NAME = 30, 80


def part_of(message: Message, file: Media | None) -> dict[str, Any]:
    """`kind` names how it is drawn; empty when there are only words."""
    content = message.payload.get("content") or {}
    if file or message.type in FILES:
        return _file(message, file)
    if content.get("type") == "interactive":
        return _interactive(content["interactive"])
    if message.type == "location":
        return _place(content.get("location") or message.payload.get("data") or {})
    if message.type == "contacts":
        return _cards(content.get("contacts") or (message.payload.get("data") or {}).get("items") or ())
    if message.type == "order":
        return _order(message.payload.get("data") or {})
    return {}


def _file(message: Message, file: Media | None) -> dict[str, Any]:
    if file is None:
        return {"kind": "missing", "words": _("The file did not come with the message.")}
    if file.state != Media.State.STORED:
        return _absent(message, file)
    return {
        "kind": _drawn(file.type),
        "url": link_of(file),
        "type": file.type,
        "name": plain_name(file.filename) or _("Document"),
        "size": file.size,
        "sticker": message.type == "sticker",
    }


def _absent(message: Message, file: Media) -> dict[str, Any]:
    """`again`: WhatsApp may still have it; `ask`: only the customer can send it once more."""
    is_gone = file.state != Media.State.WANTED
    came = is_gone and message.direction == "in"
    return {
        "kind": "missing" if is_gone else "coming",
        "words": _waiting(file),
        "again": came and file.state == Media.State.LOST and bool(file.provider_id),
        "ask": came,
    }


def _drawn(type: str) -> str:
    """By what the file is, never by what it was called."""
    major, _slash, minor = type.partition("/")
    if major == "image" and minor in {"jpeg", "png", "webp", "gif"}:
        return "picture"
    if major == "audio" or (major == "video" and minor in {"mp4", "3gpp", "webm"}):
        return major
    return "document"


def _waiting(file: Media) -> str:
    if file.state == Media.State.REFUSED:
        return _("This file is too large or came from a foreign address, so it was not fetched.")
    if file.state == Media.State.LOST:
        return _("This file could not be fetched from WhatsApp. Ask the customer to send it again.")
    if file.attempts > 1:
        return _("This file has not come from WhatsApp yet; Sapa keeps trying.")
    return _("The file is being fetched from WhatsApp.")


def _place(part: Json) -> dict[str, Any]:
    latitude, longitude = _number(part.get("latitude")), _number(part.get("longitude"))
    if latitude is None or longitude is None:
        return {}
    return {
        "kind": "place",
        "name": str(part.get("name") or _("Location")),
        "address": str(part.get("address") or ""),
        "url": f"{MAP}{latitude:.6f}%2C{longitude:.6f}",
    }


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _cards(people: object) -> dict[str, Any]:
    cards = [_card(one) for one in _objects(people)[:MOST]]
    return {"kind": "cards", "cards": cards} if cards else {}


def _card(one: Json) -> dict[str, Any]:
    """`numbers`: those that a customer can be known by."""
    phones = _objects(one.get("phones"))
    written = [str(phone.get("phone") or phone.get("wa_id") or "") for phone in phones]
    told = [f"+{phone['wa_id']}" if phone.get("wa_id") else str(phone.get("phone") or "") for phone in phones]
    name = str(_object(one.get("name")).get("formatted_name") or "")
    return {
        "name": plain_name(name)[:LONGEST_NAME] or _("Contact"),
        "phones": [plain_name(phone)[:LONGEST_NAME] for phone in written],
        "numbers": [number for phone in told if (number := normalise(phone).e164)],
    }


def card_of(message: Message, place: int) -> dict[str, Any] | None:
    """The card at that place of a message; None where there is none."""
    part = part_of(message, None) if message.type == "contacts" else {}
    cards: list[dict[str, Any]] = part.get("cards", [])
    return cards[place] if place < len(cards) else None


def _order(part: Json) -> dict[str, Any]:
    items = [
        {"count": one.get("quantity", 1), "name": str(one.get("product_retailer_id") or "–")}
        for one in _objects(part.get("product_items"))
    ]
    return {"kind": "order", "items": items[:MOST]} if items else {}


def _interactive(part: Json) -> dict[str, Any]:
    """As the customer sees it; the words of the body are the message's own."""
    action = part.get("action") or {}
    header = part.get("header") or {}
    return {
        "kind": "choices",
        "header": header.get("text", ""),
        "footer": (part.get("footer") or {}).get("text", ""),
        "choices": list(_choices(str(part.get("type")), action)),
    }


def _choices(kind: str, action: Json) -> Iterator[dict[str, str]]:
    parameters = action.get("parameters") or {}
    if kind == "button":
        for one in _objects(action.get("buttons")):
            yield {"icon": "reply", "words": str((one.get("reply") or {}).get("title", ""))}
    elif kind == "list":
        yield {"icon": "list", "words": str(action.get("button", ""))}
        for section in _objects(action.get("sections")):
            for row in _objects(section.get("rows")):
                yield {"icon": "dot", "words": str(row.get("title", ""))}
    elif kind == "cta_url":
        yield {"icon": "external-link", "words": str(parameters.get("display_text", ""))}
    elif kind == "location_request_message":
        yield {"icon": "map-pin", "words": _("Send location")}
    elif kind == "flow":
        yield {"icon": "clipboard-list", "words": str(parameters.get("flow_cta", ""))}
    else:
        yield {"icon": "shopping-bag", "words": _("See the product")}


def _objects(value: object) -> list[Json]:
    """What strangers sent may be anything."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def _object(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}
