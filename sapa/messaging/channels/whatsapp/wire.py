"""Requests and answers of POST /{phone_number_id}/messages as JSON. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from sapa.messaging.channels.whatsapp import json as careful
from sapa.messaging.schemas import Letter, Outcome

Json = dict[str, Any]
THROUGHPUT = 130429
TIMED_OUT = 408


def request_body(letter: Letter) -> Json:
    """A number is always written with its plus: without it Meta puts the shop's own country in front."""
    body: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **_recipient(letter),
        **_content(letter),
        "biz_opaque_callback_data": letter.token,
    }
    return {**body, "context": {"message_id": letter.reply_to}} if letter.reply_to else body


def _recipient(letter: Letter) -> Json:
    return {"to": "+" + letter.to.lstrip("+")} if letter.to else {"recipient": letter.user_id}


def _content(letter: Letter) -> Json:
    if not letter.template:
        return {"type": "text", "text": {"body": letter.text, "preview_url": False}}
    template: Json = {"name": letter.template, "language": {"code": letter.language}}
    if letter.parameters:
        template["components"] = [{"type": "body", "parameters": _parameters(letter.parameters)}]
    return {"type": "template", "template": template}


def _parameters(values: Mapping[str, str]) -> list[Json]:
    return [{"type": "text", "parameter_name": name, "text": value} for name, value in values.items()]


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
