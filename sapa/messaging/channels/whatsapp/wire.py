"""Requests and answers of POST /{phone_number_id}/messages as JSON. Pure."""

import json
import re
from collections.abc import Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json as careful
from sapa.messaging.schemas import Letter, Outcome

Json = dict[str, Any]
THROUGHPUT = 130429
TIMED_OUT = 408
HAS_LINK = re.compile(r"https?://\S", re.IGNORECASE)
write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encoded(letter: Letter) -> bytes:
    """The whole request body, ready for the wire."""
    return write(request_body(letter)).encode()


def request_body(letter: Letter) -> Json:
    """A number is always written with its plus: without it Meta puts the shop's own country in front."""
    body: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(letter),
        **_content(letter),
        "biz_opaque_callback_data": letter.token,
    }
    if letter.reply_to and body["type"] != "reaction":
        body["context"] = {"message_id": letter.reply_to}
    return body


def read_mark(wamid: str, *, typing: bool = False) -> bytes:
    """Blue ticks up to that message; with `typing` the customer also sees «writing …» for 25 seconds at most."""
    body: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    return write(body | ({"typing_indicator": {"type": "text"}} if typing else {})).encode()


def _recipient(letter: Letter) -> Json:
    return {"to": "+" + letter.to.lstrip("+")} if letter.to else {"recipient": letter.user_id}


def _content(letter: Letter) -> Json:
    if letter.template:
        return {"type": "template", "template": _template(letter)}
    if letter.content:
        kind = letter.content["type"]
        return {"type": kind, kind: letter.content[kind]}
    link = HAS_LINK.search(letter.text) is not None
    return {"type": "text", "text": {"body": letter.text, "preview_url": link}}


def _template(letter: Letter) -> Json:
    template: Json = {"name": letter.template, "language": {"code": letter.language}}
    components = _header(letter.parts.get("header")) if letter.parts else []
    if letter.parameters:
        components.append({"type": "body", "parameters": _parameters(letter.parameters)})
    if letter.parts:
        components += [_button(one) for one in letter.parts.get("buttons", ())]
    return template | ({"components": components} if components else {})


def _parameters(values: Mapping[str, str]) -> list[Json]:
    """Named, or by place when the names are the numbers 1, 2, 3 …"""
    if all(name.isdigit() for name in values):
        return [{"type": "text", "text": values[name]} for name in sorted(values, key=int)]
    return [{"type": "text", "parameter_name": name, "text": value} for name, value in values.items()]


def _header(header: Mapping[str, Any] | None) -> list[Json]:
    """{"type": "text", "text", "name"?} or {"type": image | video | document | location, <type>: {…}}."""
    if not header:
        return []
    kind = header["type"]
    if kind != "text":
        return [{"type": "header", "parameters": [{"type": kind, kind: header[kind]}]}]
    named = {"parameter_name": header["name"]} if header.get("name") else {}
    return [{"type": "header", "parameters": [{"type": "text", **named, "text": header["text"]}]}]


BUTTONS: Mapping[str, tuple[str, str]] = {
    "quick_reply": ("payload", "payload"),
    "url": ("text", "text"),
    "copy_code": ("coupon_code", "coupon_code"),
    "catalog": ("action", "action"),
    "flow": ("action", "action"),
}


def _button(one: Mapping[str, Any]) -> Json:
    """{"index", "sub_type", and payload | text | coupon_code | action as the provider names them}."""
    kind, place = BUTTONS[one["sub_type"]]
    value = one.get(place, {} if place == "action" else "")
    return {
        "type": "button",
        "sub_type": one["sub_type"],
        "index": str(one["index"]),
        "parameters": [{"type": kind, place: value}],
    }


def read_answer(http: int, body: bytes) -> Outcome:
    """From HTTP 500 up, and whenever a success cannot be read, nobody knows (decisions.md 29)."""
    answer = answered(body)
    error = careful.obj(answer.get("error"))
    code = careful.code(error.get("code"))
    detail = careful.text(careful.obj(error.get("error_data")).get("details")) or careful.text(
        error.get("message")
    )
    if http >= 500 or http == TIMED_OUT:
        return Outcome("unknown", code=code, detail=detail, http=http)
    if 200 <= http < 300 and not error:
        wamid = careful.identifier(next(careful.items(answer.get("messages")), {}).get("id"))
        return Outcome("accepted", wamid=wamid, http=http) if wamid else Outcome("unknown", http=http)
    if code is None and http == 429:
        code = THROUGHPUT
    return Outcome("refused", code=code, detail=detail, http=http)


def answered(body: bytes) -> Json:
    """The JSON object of an answer; empty for anything else."""
    return careful.obj(_loaded(body))


def _loaded(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
