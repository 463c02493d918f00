"""A draft as Meta's components, with an example for everything that varies."""

from collections.abc import Mapping
from typing import Any

from sapa.domain.message_templates.draft import Draft, Part, named, variable_part
from sapa.domain.templating import OUTPUT_OF_ONE_VARIABLE, TemplateError, compile_whatsapp, render

Json = dict[str, Any]
KINDS = {"quick_reply": "QUICK_REPLY", "url": "URL", "phone": "PHONE_NUMBER", "copy_code": "COPY_CODE"}


def request(draft: Draft, samples: Mapping[str, Any]) -> Json:
    """The body of POST /{account}/message_templates."""
    body: Json = {
        "name": draft.name,
        "language": draft.language,
        "category": draft.category.upper(),
        "parameter_format": "named",
        "components": components(draft, samples),
    }
    return {**body, "message_send_ttl_seconds": draft.ttl_seconds} if draft.ttl_seconds else body


def components(draft: Draft, samples: Mapping[str, Any]) -> list[Json]:
    """Raises TemplateError for a body that cannot become parameters."""
    body = compile_whatsapp(draft.source)
    found = [
        *header(draft.header, samples),
        {"type": "BODY", "text": body.text, **examples("body", body.paths, samples)},
    ]
    if draft.footer:
        found.append({"type": "FOOTER", "text": draft.footer})
    if draft.buttons:
        found.append({"type": "BUTTONS", "buttons": [button(one, samples) for one in draft.buttons]})
    return found


def header(part: Part, samples: Mapping[str, Any]) -> list[Json]:
    kind = str(part.get("type", ""))
    if not kind:
        return []
    if kind == "text":
        text = named(str(part["text"]))
        return [
            {"type": "HEADER", "format": "TEXT", "text": text.text, **examples("header", text.paths, samples)}
        ]
    handle = {"example": {"header_handle": [part["handle"]]}} if part.get("handle") else {}
    return [{"type": "HEADER", "format": kind.upper(), **handle}]


def examples(kind: str, paths: Mapping[str, str], samples: Mapping[str, Any]) -> Json:
    if not paths:
        return {}
    given = [{"param_name": name, "example": sample(path, samples)} for name, path in paths.items()]
    return {"example": {f"{kind}_text_named_params": given}}


def sample(path: str, samples: Mapping[str, Any]) -> str:
    """What a preview shows; the last word of the path where nothing is known."""
    try:
        return " ".join(render("{{ " + path + " }}", samples).split())
    except TemplateError:
        return path.split(".")[-1]


def button(part: Part, samples: Mapping[str, Any]) -> Json:
    """Variables of buttons are always positional."""
    kind, label = str(part["type"]), str(part.get("text", ""))
    if kind == "copy_code":
        return {"type": "COPY_CODE", "example": shown(variable_part(part), samples)[:20]}
    found: Json = {"type": KINDS[kind], "text": label}
    if kind == "phone":
        return {**found, "phone_number": part["phone"]}
    if kind == "url":
        url = str(part["url"]).strip()
        found["url"] = OUTPUT_OF_ONE_VARIABLE.sub("{{1}}", url)
        return {**found, "example": [shown(url, samples)]} if found["url"] != url else found
    return found


def shown(text: str, samples: Mapping[str, Any]) -> str:
    return OUTPUT_OF_ONE_VARIABLE.sub(lambda output: sample(output[1], samples), text)


def paths_of(draft: Draft) -> tuple[str, ...]:
    """Every variable of body, header and buttons, each once; empty for texts that cannot be read."""
    found: dict[str, None] = {}
    for text in draft.texts:
        found |= dict.fromkeys(output[1] for output in OUTPUT_OF_ONE_VARIABLE.finditer(text))
    return tuple(found)
