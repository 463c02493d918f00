"""POST /{number}/messages: what is refused, and what becomes a message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from simulator import carrying, content, ids, limits, rates
from simulator.accounts import Number
from simulator.errors import GraphError, Json
from simulator.media import CONTENT
from simulator.phones import Message, Phone, e164
from simulator.templates import Rendered, Template
from simulator.templates.direct import direct_template

if TYPE_CHECKING:
    from simulator.network import Network

TYPING = timedelta(seconds=25)


@dataclass(slots=True)
class Draft:
    """A request that is well-shaped. `template` is set for Direct Send too, which makes its own."""

    kind: str
    phone: Phone
    shown: Rendered
    template: Template | None = None
    direct: bool = False
    context: str = ""
    media: str = ""


def mark_read(network: Network, number: Number, request: Json, at: datetime) -> Json:
    """Everything up to this message is read; with typing_indicator the customer sees it for 25 seconds."""
    message = network.messages.get(str(request.get("message_id")))
    if message is None or message.direction != "in" or message.number != number.id:
        raise GraphError(131009, "Parameter 'message_id' is not a message of a customer")
    typing = request.get("typing_indicator")
    if typing is not None and not (isinstance(typing, dict) and typing.get("type") == "text"):
        raise GraphError(131009, "Parameter 'typing_indicator' needs type text")
    phone = network.phones.get(message.phone)
    for earlier in phone.messages:
        if earlier.direction == "in" and earlier.number == number.id and earlier.at <= message.at:
            earlier.status = "read"
    if typing:
        phone.typing_until = at + TYPING
    network.changed(phone)
    return {"success": True}


def accept(
    network: Network, number: Number, request: Json, at: datetime, *, offers_only: bool = False
) -> Json:
    """The answer for an accepted message. `offers_only`: the marketing_messages endpoint."""
    with limits.well_shaped():
        check_sender(network, number, at)
        kind = limits.check(request)
        draft = drafted(network, number, kind, request, at)
    if offers_only and (draft.template is None or draft.template.category != "MARKETING"):
        raise GraphError(134100, "Only approved marketing templates may be sent with this endpoint")
    thread = draft.phone.thread(number.id)
    check_window(network, draft, number, at)
    if network.rules.pair_limit:
        rates.take_pair(thread, at)
    rates.take_throughput(number, at)
    message = written(network, number, draft, request, at)
    carrying.carry(network, number, draft.phone, message, draft.template, at)
    return content.accepted(request, draft.phone, message)


def check_sender(network: Network, number: Number, at: datetime) -> None:
    """Raises GraphError 133010, 131057, 131031, 131048 or 131037."""
    account = network.business.account_of(number)
    if not number.registered:
        raise GraphError(133010, "The phone number is not registered on the Cloud API")
    if number.maintenance_until is not None and at < number.maintenance_until:
        raise GraphError(131057, "The business account is in maintenance mode")
    if account.status == "DISABLED":
        raise GraphError(131031, "The business account has been locked")
    if account.restricted(at):
        raise GraphError(368, "The business account is restricted for violating a policy")
    if number.spam_until is not None and at < number.spam_until:
        raise GraphError(
            131048, "Too many of this number's earlier messages were blocked or reported as spam"
        )
    if number.name_status not in ("APPROVED", "AVAILABLE_WITHOUT_REVIEW"):
        raise GraphError(131037, "The display name of the number is not approved")


def check_window(network: Network, draft: Draft, number: Number, at: datetime) -> None:
    """Refuses only where the rules say `sync`; otherwise the status fails later."""
    free_form = draft.template is None and not draft.phone.thread(number.id).window_open(at)
    if free_form and network.rules.window_answer == "sync":
        raise GraphError(
            131047, "Message failed to send because more than 24 hours have passed since the customer replied"
        )


def drafted(network: Network, number: Number, kind: str, request: Json, at: datetime) -> Draft:
    phone = recipient(network, number, request)
    told = request["reaction"] if kind == "reaction" else request.get("context") or {}
    context = str(told.get("message_id", ""))
    if kind == "template":
        account = network.business.account_of(number)
        template, shown = account.templates.render(request["template"])
        if template.category == "AUTHENTICATION" and not request.get("to"):
            raise GraphError(131062, "Authentication templates need a phone number")
        if shown.media:
            check_media(network, template.part("HEADER").get("format", "").lower(), shown.media, at)
        return Draft(kind, phone, shown, template, context=context, media=shown.media)
    media = content.media_reference(request[kind])
    if kind in limits.MEDIA and request[kind].get("id"):
        check_media(network, kind, str(request[kind]["id"]), at)
    draft = Draft(kind, phone, content.shown(kind, request), context=context, media=media)
    if "category" in request:
        draft.template, draft.direct = direct_template(network.business.account_of(number), request), True
    return draft


def recipient(network: Network, number: Number, request: Json) -> Phone:
    """`to` wins over `recipient`."""
    if not request.get("to"):
        phone = network.phones.of_user(str(request["recipient"]))
        if phone is None:
            raise GraphError(131009, "Parameter 'recipient' is not a known user id of this business")
        return phone
    found = e164(str(request["to"]), country_code(network, number))
    if not 8 <= len(found) <= 16:
        raise GraphError(131009, "Parameter 'to' is not a valid phone number")
    if found == "+" + number.digits:
        raise GraphError(131021, "Sender and recipient phone number is the same")
    return network.phones.get(found)


def country_code(network: Network, number: Number) -> str:
    """Of the business number; the configured one unless the number starts otherwise."""
    code = network.config.country_code
    if number.digits.startswith(code):
        return code
    return next((one for one in ids.COUNTRIES if number.digits.startswith(one)), number.digits[:1])


def check_media(network: Network, kind: str, reference: str, at: datetime) -> None:
    """Raises GraphError 131053 for a media id that is unknown, expired or of another kind."""
    if reference.startswith(("http://", "https://")):
        return
    media = network.media.find(reference, at)
    if media is None:
        raise GraphError(131053, f"Media with id {reference} was not found")
    if media.mime_type.split(";")[0] not in CONTENT.get(kind, {media.mime_type.split(";")[0]: 0}):
        raise GraphError(131053, f"Media with id {reference} is {media.mime_type}, which is no {kind}")


def written(network: Network, number: Number, draft: Draft, request: Json, at: datetime) -> Message:
    phone, template, shown = draft.phone, draft.template, draft.shown
    phone.received += 1
    seconds = template.ttl if template and template.ttl else carrying.longest_wait(template)
    return Message(
        wamid=ids.wamid(network.config.message_seed, phone.number, "out", phone.received),
        phone=phone.number,
        direction="out",
        type=draft.kind,
        text=shown.text,
        at=at,
        number=number.id,
        category=template.category.lower() if template else "service",
        template=template.name if template and not draft.direct else "",
        callback=request.get("biz_opaque_callback_data"),
        context=draft.context,
        header=shown.header,
        footer=shown.footer,
        buttons=shown.buttons,
        media=draft.media,
        voice=draft.kind == "audio" and bool(request["audio"].get("voice")),
        expires=at + timedelta(seconds=seconds),
    )
