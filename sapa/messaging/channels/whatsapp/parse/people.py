"""Who wrote: phone, business-scoped user id, its parent and user name, any of which may be missing."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sapa.messaging.channels.whatsapp import json


class Who(NamedTuple):
    phone: str = ""
    user_id: str = ""
    parent_user_id: str = ""
    username: str = ""
    name: str = ""


class Place(NamedTuple):
    """Where a change belongs: the business's number and the people that the change names.

    `alone`: the one person of a change that names just one.
    """

    number_id: str
    own_phone: str
    people: Mapping[str, Who]
    alone: Who
    standby: bool


NOBODY = Who()


def place_of(field: str, value: Mapping[str, Any]) -> Place:
    metadata = json.obj(value.get("metadata"))
    known = [_named(one) for one in json.items(value.get("contacts"))]
    return Place(
        number_id=json.identifier(metadata.get("phone_number_id")),
        own_phone=json.phone(metadata.get("display_phone_number")),
        people={key: who for who in known for key in (who.phone, who.user_id) if key},
        alone=known[0] if len(known) == 1 else NOBODY,
        standby=field == "standby",
    )


def _named(contact: Mapping[str, Any]) -> Who:
    profile = json.obj(contact.get("profile"))
    return Who(
        json.phone(contact.get("wa_id")),
        json.identifier(contact.get("user_id")),
        json.identifier(contact.get("parent_user_id")),
        json.identifier(profile.get("username")) or json.identifier(contact.get("username")),
        json.text(profile.get("name")),
    )


def who(one: Mapping[str, Any], place: Place, *, phone: str = "from", prefix: str = "from_") -> Who:
    """The person of a message, completed by what the change says of the same phone or user id."""
    number = json.phone(one.get(phone))
    user_id = json.identifier(one.get(f"{prefix}user_id")) or json.user_id(one.get(phone))
    parent = json.identifier(one.get(f"{prefix}parent_user_id"))
    told = place.people.get(number) or place.people.get(user_id)
    if told is None:
        return Who(number, user_id, parent)
    agrees = not (user_id and told.user_id and user_id != told.user_id)
    if not agrees:
        return Who(number, user_id, parent, name=told.name)
    return Who(
        number or told.phone,
        user_id or told.user_id,
        parent or told.parent_user_id,
        told.username,
        told.name,
    )
