"""Text, files, places, contact cards and reactions."""

from collections.abc import Callable, Sequence

from .breaches import (
    MISSING,
    NOT_ALLOWED,
    Breach,
    Breaches,
    Json,
    counted,
    optional,
    reference,
    required,
)


def text(text: Json) -> Breaches:
    yield from required(text.get("body"), "text", 4096)


def media(kind: str) -> Callable[[Json], Breaches]:
    def check(part: Json) -> Breaches:
        yield from reference(part, kind)
        yield from optional(part.get("caption"), "caption", 1024)
        yield from optional(part.get("filename"), "filename", 240)
        if part.get("caption") and kind in {"audio", "sticker"}:
            yield Breach(NOT_ALLOWED, f"{kind}: caption")
        if part.get("filename") and kind != "document":
            yield Breach(NOT_ALLOWED, f"{kind}: filename")
        if part.get("voice") and kind != "audio":
            yield Breach(NOT_ALLOWED, f"{kind}: voice")

    return check


def location(part: Json) -> Breaches:
    for field, most in (("latitude", 90), ("longitude", 180)):
        value = part.get(field)
        if value is None or value == "":
            yield Breach(MISSING, field)
        elif not -most <= float(value) <= most:
            yield Breach(NOT_ALLOWED, field)
    yield from optional(part.get("name"), "name", 1000)
    yield from optional(part.get("address"), "address", 1000)


def contacts(people: Sequence[Json]) -> Breaches:
    yield from counted(people, "contacts", 257)
    for one in people:
        name = one.get("name") or {}
        yield from required(name.get("formatted_name"), "formatted_name", 1000)
        if not any(name.get(each) for each in ("first_name", "last_name", "middle_name", "prefix", "suffix")):
            yield Breach(MISSING, "first_name")
        for phone in one.get("phones") or ():
            yield from required(phone.get("phone"), "phone", 40)


def reaction(part: Json) -> Breaches:
    yield from required(part.get("message_id"), "message_id", 512)
    yield from optional(part.get("emoji"), "emoji", 16)
