"""Templates that were made at Meta, in the words of this house."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sapa.domain.message_templates.draft import NAMED, POSITIONAL

Json = Mapping[str, Any]
PARAMETER = re.compile(r"\{\{\s*(\w+)\s*\}\}")
KINDS = {"QUICK_REPLY": "quick_reply", "URL": "url", "PHONE_NUMBER": "phone", "COPY_CODE": "copy_code"}


def adopted(listed: Json) -> dict[str, Any]:
    """body, header, footer, buttons, parameter_format and the names of the body's parameters, never an exception.

    What we cannot write ourselves (flows, carousels …) is kept under its own type, to be shown.
    """
    parts = {str(one.get("type", "")).upper(): one for one in objects(listed.get("components"))}
    body = str(parts.get("BODY", {}).get("text", ""))
    names = list(dict.fromkeys(PARAMETER.findall(body)))
    digits = bool(names) and all(name.isdigit() for name in names)
    return {
        "body": body,
        "header": header(parts.get("HEADER", {})),
        "footer": str(parts.get("FOOTER", {}).get("text", ""))[:60],
        "buttons": [button(one) for one in objects(parts.get("BUTTONS", {}).get("buttons"))],
        "parameter_format": POSITIONAL if digits else NAMED,
        "parameters": names,
    }


def objects(value: object) -> Sequence[Json]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def header(part: Json) -> dict[str, Any]:
    kind = str(part.get("format", "")).lower()
    if not kind:
        return {}
    return {"type": kind, "text": str(part.get("text", ""))} if kind == "text" else {"type": kind}


def button(part: Json) -> dict[str, Any]:
    kind = str(part.get("type", "")).upper()
    found: dict[str, Any] = {"type": KINDS.get(kind, kind.lower()), "text": str(part.get("text", ""))}
    if kind == "URL":
        found["url"] = str(part.get("url", ""))
    elif kind == "PHONE_NUMBER":
        found["phone"] = str(part.get("phone_number", ""))
    elif kind == "COPY_CODE":
        example = part.get("example")
        found["code"] = str(example[0] if isinstance(example, list) and example else example or "")
    return found
