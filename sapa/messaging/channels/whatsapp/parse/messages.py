"""Messages of customers, answers from the phone app, calls, and customers' switches."""

from collections.abc import Iterator, Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json
from sapa.messaging.channels.whatsapp.content import KNOWN_TYPES, Content, content, context_data
from sapa.messaging.channels.whatsapp.parse.found import Found
from sapa.messaging.channels.whatsapp.parse.people import Place, Who, who
from sapa.messaging.schemas import Call, Echo, IdentityChange, InboundMessage, Preference

NUMBER_CHANGES = frozenset({"user_changed_number", "customer_changed_number", "user_changed_user_id"})


def read_messages(value: Mapping[str, Any], place: Place, found: Found) -> None:
    for one in found.listed(value, "messages"):
        if not (wamid := json.identifier(one.get("id"))):
            found.odd("messages.id")
            continue
        kind = kind_of(one, found)
        said = content(kind, one.get(kind))
        person = _sender(one, place)
        if kind == "system":
            found.identities.extend(_changes(wamid, one, place))
        elif not (person.phone or person.user_id):
            found.odd("messages.from")
        if said.odd:
            found.odd(said.odd)
        found.messages.append(_message(one, wamid, kind, said, person, place, found))


def kind_of(one: Mapping[str, Any], found: Found) -> str:
    """A message that does not say its type is of the type whose part it has."""
    kind = json.text(one.get("type"))
    if kind in KNOWN_TYPES:
        return kind
    found.odd(f"messages.type.{kind or 'missing'}")
    return kind or next((key for key in one if key in KNOWN_TYPES), "unknown")


def _sender(one: Mapping[str, Any], place: Place) -> Who:
    found = who(one, place)
    if found.phone or found.user_id or one.get("type") == "system":
        return found
    return place.alone


def _message(
    one: Mapping[str, Any],
    wamid: str,
    kind: str,
    said: Content,
    person: Who,
    place: Place,
    found: Found,
) -> InboundMessage:
    context, group_id = json.obj(one.get("context")), json.identifier(one.get("group_id"))
    if group_id:
        found.odd("messages.group_id")
    codes = (json.code(error.get("code")) for error in json.items(one.get("errors")))
    return InboundMessage(
        id=wamid,
        number_id=place.number_id,
        phone=person.phone,
        user_id=person.user_id,
        parent_user_id=person.parent_user_id,
        username=person.username,
        name=person.name,
        type=kind,
        text=said.text,
        payload=said.payload,
        media_id=said.media_id,
        media_type=said.media_type,
        filename=said.filename,
        reply_to=said.about or json.identifier(context.get("id")),
        group_id=group_id,
        at=json.instant(one.get("timestamp")),
        data=said.data | context_data(context) if context else said.data,
        referral=json.kept(json.obj(one.get("referral"))),
        standby=place.standby,
        errors=tuple(code for code in codes if code is not None),
    )


def _changes(wamid: str, one: Mapping[str, Any], place: Place) -> Iterator[IdentityChange]:
    """Before 2026 the new number stood under `new_wa_id`, and there were no user ids."""
    said = json.obj(one.get("system"))
    if (kind := json.text(said.get("type"))) not in NUMBER_CHANGES:
        return
    old_phone = json.phone(one.get("from")) or json.phone(said.get("customer"))
    new_phone = json.phone(said.get("wa_id")) or json.phone(said.get("new_wa_id"))
    new_user_id = json.identifier(said.get("user_id"))
    old_user_id = json.identifier(said.get("previous_user_id")) or json.identifier(one.get("from_user_id"))
    yield IdentityChange(
        id=wamid,
        number_id=place.number_id,
        old_phone=old_phone,
        new_phone=new_phone or (old_phone if kind == "user_changed_user_id" else ""),
        old_user_id=old_user_id if old_user_id != new_user_id else "",
        new_user_id=new_user_id,
        at=json.instant(one.get("timestamp")),
    )


def read_echoes(value: Mapping[str, Any], place: Place, found: Found) -> None:
    for one in found.listed(value, "message_echoes"):
        if not (wamid := json.identifier(one.get("id"))):
            found.odd("message_echoes.id")
            continue
        kind = kind_of(one, found)
        said = content(kind, one.get(kind))
        person = who(one, place, phone="to", prefix="to_")
        found.echoes.append(
            Echo(
                id=wamid,
                number_id=place.number_id,
                phone=person.phone,
                user_id=person.user_id,
                type=kind,
                text=said.text,
                media_id=said.media_id,
                media_type=said.media_type,
                filename=said.filename,
                reply_to=said.about or json.identifier(json.obj(one.get("context")).get("id")),
                data=said.data,
                standby=place.standby,
                at=json.instant(one.get("timestamp")),
            )
        )


def read_calls(value: Mapping[str, Any], place: Place, found: Found) -> None:
    for one in found.listed(value, "calls"):
        if not (call_id := json.identifier(one.get("id"))):
            found.odd("calls.id")
            continue
        by_customer = json.text(one.get("direction")) != "BUSINESS_INITIATED"
        side = ("from", "from_") if by_customer else ("to", "to_")
        person = who(one, place, phone=side[0], prefix=side[1])
        found.calls.append(
            Call(
                id=call_id,
                number_id=place.number_id,
                phone=person.phone,
                user_id=person.user_id,
                event=json.identifier(one.get("event")),
                by_customer=by_customer,
                at=json.instant(one.get("timestamp")),
            )
        )


def read_preferences(value: Mapping[str, Any], place: Place, found: Found) -> None:
    for one in found.listed(value, "user_preferences"):
        person = who(one, place, phone="wa_id", prefix="")
        if not (person.phone or person.user_id):
            found.odd("user_preferences.wa_id")
        found.preferences.append(
            Preference(
                wa_id=person.phone,
                user_id=person.user_id,
                category=json.text(one.get("category")),
                value=json.text(one.get("value")),
                number_id=place.number_id,
                at=json.instant(one.get("timestamp")),
            )
        )
