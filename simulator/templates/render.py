"""What a template shows with the parameters of one message, and which parameters are refused."""

import re
from typing import Any

from simulator.errors import GraphError, Json
from simulator.templates.checks import VARIABLE
from simulator.templates.model import Button, Rendered, Template

BAD_PARAMETER = re.compile(r"[\n\t]| {5,}")
MEDIA_HEADERS = ("IMAGE", "VIDEO", "DOCUMENT")
COMPONENTS = ("header", "body", "button", "footer", "limited_time_offer", "carousel")
LONGEST_BODY, LONGEST_HEADER, LONGEST_CODE = 1024, 60, 20


def rendered(template: Template, sent: list[Json]) -> Rendered:
    """Raises GraphError 132000, 132005, 132012 or 131008."""
    for one in sent:
        if str(one.get("type", "")).lower() not in COMPONENTS:
            raise GraphError(100, f"Component type must be one of {', '.join(COMPONENTS)}")
    text = filled(template.part("BODY").get("text", ""), parameters(sent, "body"), "body")
    too_long("body", text, LONGEST_BODY)
    header, media = header_of(template.part("HEADER"), parameters(sent, "header"))
    return Rendered(
        text=text,
        header=header,
        footer=template.part("FOOTER").get("text", ""),
        buttons=buttons(template.part("BUTTONS").get("buttons", []), sent),
        media=media,
    )


def too_long(where: str, text: str, most: int) -> None:
    if len(text) > most:
        raise GraphError(132005, f"{where}: translated text length {len(text)} is over {most}")


def parameters(sent: list[Json], kind: str) -> list[Json]:
    return [p for c in sent if str(c.get("type", "")).lower() == kind for p in c.get("parameters") or []]


def header_of(header: Json, given: list[Json]) -> tuple[str, str]:
    """The header's text and the id or address of its media."""
    kind = str(header.get("format", "TEXT")).upper()
    if kind == "TEXT":
        text = filled(header.get("text", ""), given, "header")
        too_long("header", text, LONGEST_HEADER)
        return text, ""
    count("header", len(given), 1)
    part = given[0].get(kind.lower())
    if str(given[0].get("type", "")).upper() != kind or not isinstance(part, dict):
        raise GraphError(132012, f"header: Format mismatch, expected {kind}, received {given[0].get('type')}")
    if kind == "LOCATION":
        return location(part), ""
    if bool(part.get("id")) == bool(part.get("link")):
        raise GraphError(131008, f"Parameter '{kind.lower()}' needs exactly one of id and link")
    return str(part.get("filename") or ""), str(part.get("id") or part.get("link"))


def location(part: Json) -> str:
    for key in ("latitude", "longitude"):
        try:
            float(part[key])
        except (KeyError, TypeError, ValueError):
            raise GraphError(132012, f"header: location needs {key}") from None
    return str(part.get("name") or part.get("address") or "Lokasi")


def count(where: str, given: int, wanted: int) -> None:
    if given != wanted:
        raise GraphError(
            132000,
            f"{where}: number of localizable_params ({given}) does not match the expected number of "
            f"params ({wanted})",
        )


def filled(text: str, given: list[Json], where: str) -> str:
    wanted = list(dict.fromkeys(VARIABLE.findall(text)))
    count(where, len(given), len(wanted))
    values = valued(wanted, given, where)
    return VARIABLE.sub(lambda found: values[found[1]], text)


def valued(wanted: list[str], given: list[Json], where: str) -> dict[str, str]:
    if all(name.isdigit() for name in wanted):
        wanted = sorted(wanted, key=int)
        return {name: parameter_text(value, where) for name, value in zip(wanted, given, strict=True)}
    values = {str(p.get("parameter_name")): parameter_text(p, where) for p in given}
    if missing := [name for name in wanted if name not in values]:
        raise GraphError(132012, f"{where}: parameter name '{missing[0]}' is missing or empty")
    return values


def parameter_text(parameter: Json, where: str) -> str:
    kind = str(parameter.get("type", "text")).lower()
    if kind not in ("text", "currency", "date_time"):
        raise GraphError(132012, f"{where}: Format mismatch, expected TEXT, received {kind}")
    value: Any = parameter.get("text")
    if kind != "text":
        value = localised(kind, parameter.get(kind) or {}, where)
    if not isinstance(value, str) or not value:
        raise GraphError(132012, f"{where}: parameter text is missing or empty")
    if BAD_PARAMETER.search(value):
        raise GraphError(
            132012, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        )
    return value


def localised(kind: str, value: Json, where: str) -> Any:
    if kind == "currency" and not (
        isinstance(value.get("amount_1000"), int) and re.fullmatch(r"[A-Z]{3}", str(value.get("code", "")))
    ):
        raise GraphError(132012, f"{where}: currency needs code and amount_1000")
    return value.get("fallback_value")


def buttons(declared: list[Json], sent: list[Json]) -> tuple[Button, ...]:
    given = {str(c.get("index")): c for c in sent if str(c.get("type", "")).lower() == "button"}
    if stray := [index for index in given if not (index.isdigit() and int(index) < len(declared))]:
        raise GraphError(132012, f"buttons: there is no button at index {stray[0]}")
    return tuple(button(one, index, given.get(str(index))) for index, one in enumerate(declared))


def button(declared: Json, index: int, sent: Json | None) -> Button:
    """The payload of a quick reply is its label unless the message sets one."""
    kind, title = str(declared.get("type", "")).upper(), str(declared.get("text", ""))
    values = (sent or {}).get("parameters") or []
    if sent is not None and str(sent.get("sub_type", "")).upper() not in (kind, "VOICE_CALL"):
        raise GraphError(132012, f"buttons: button at index {index} is no {sent.get('sub_type')}")
    if kind == "URL":
        return url_button(declared, title, index, values)
    if kind == "COPY_CODE":
        return code_button(title, index, values)
    if kind == "PHONE_NUMBER":
        return Button(kind="call", id="", title=title, url=str(declared.get("phone_number", "")))
    if kind in ("FLOW", "CATALOG", "OTP"):
        return Button(kind=kind.lower(), id="", title=title or "Buka")
    return Button(kind="button", id=str((values or [{}])[0].get("payload") or title), title=title)


def url_button(declared: Json, title: str, index: int, values: list[Json]) -> Button:
    url = str(declared.get("url", ""))
    wanted = len(VARIABLE.findall(url))
    if wanted != len(values):
        raise GraphError(
            131008 if wanted else 132000,
            f"Button at index {index} of type Url requires {'a parameter' if wanted else 'no parameter'}",
        )
    filled_in = VARIABLE.sub(lambda _: str(values[0].get("text", "")), url)
    too_long("button", filled_in, 2000)
    return Button(kind="url", id="", title=title, url=filled_in)


def code_button(title: str, index: int, values: list[Json]) -> Button:
    code = values[0].get("coupon_code") if len(values) == 1 else None
    if not isinstance(code, str) or not code:
        raise GraphError(131008, f"Button at index {index} of type CopyCode requires a coupon_code")
    too_long("button", code, LONGEST_CODE)
    return Button(kind="code", id="", title=title or "Salin kode", description=code)
