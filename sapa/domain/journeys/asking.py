"""Facts by name: those of the registry, and those that the language itself knows (docs/journeys.md)."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain.journeys.definition import Setting, Words
from sapa.domain.journeys.registry import FACTS
from sapa.domain.journeys.registry.people import reply
from sapa.domain.journeys.registry.types import Fact, FactKind
from sapa.domain.journeys.scene import Scene

SETTINGS = "settings."
SENT = ("sent", "rehearsed")
KINDS_OF_SETTINGS: Mapping[str, FactKind] = MappingProxyType(
    {"yes_no": "yes_no", "number": "number", "text": "text", "link": "text", "date": "instant"}
)


def reply_word(scene: Scene) -> str | None:
    """The whole reply in small letters without punctuation: «Sesuai, Kak!» is `sesuai kak`."""
    told = reply(scene)
    if told is None:
        return None
    text = unicodedata.normalize("NFKC", told.text).casefold()
    return " ".join(re.findall(r"\w+", text)) or None


def reply_text(scene: Scene) -> str | None:
    told = reply(scene)
    return told.text if told else None


def reply_number(scene: Scene) -> int | None:
    """The number that the reply consists of."""
    word = reply_word(scene) or ""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None


def previous_sent(scene: Scene) -> bool | None:
    return scene.previous.state in SENT if scene.previous else None


def hours_since_previous(scene: Scene) -> float | None:
    before = scene.previous
    if before is None or before.at is None or before.state not in SENT:
        return None
    return (scene.now - before.at).total_seconds() / 3600


OWN = (
    Fact("now", "instant", lambda scene: scene.now, Words("sekarang", "now")),
    Fact("trigger", "instant", lambda scene: scene.trigger.at, Words("saat pemicu", "when it was triggered")),
    Fact("trigger.name", "text", lambda scene: scene.trigger.name, Words("pemicu", "the trigger")),
    Fact(
        "trigger.attempt",
        "number",
        lambda scene: scene.trigger.attempt,
        Words("kali ke berapa dipicu", "which attempt this is"),
    ),
    Fact("customer.segment", "text", lambda scene: scene.person.segment, Words("b2b atau b2c", "b2b or b2c")),
    Fact(
        "previous.sent",
        "yes_no",
        previous_sent,
        Words("langkah sebelumnya terkirim", "the step before was sent"),
        no_code="previous_not_sent",
    ),
    Fact(
        "previous.hours",
        "number",
        hours_since_previous,
        Words("jam sejak langkah sebelumnya terkirim", "hours since the step before was sent"),
        code="previous_too_recent",
    ),
    Fact(
        "reply.given",
        "yes_no",
        lambda scene: reply_text(scene) is not None,
        Words("pelanggan membalas", "the customer replied"),
    ),
    Fact(
        "reply.word",
        "text",
        reply_word,
        Words("balasan seutuhnya, huruf kecil", "the whole reply, small letters"),
    ),
    Fact("reply.text", "text", reply_text, Words("balasan apa adanya", "the reply as written")),
    Fact(
        "reply.number",
        "number",
        reply_number,
        Words("balasan berupa angka", "the reply, when it is a number"),
    ),
)
LANGUAGE_FACTS: Mapping[str, Fact] = MappingProxyType({fact.name: fact for fact in OWN})
KNOWN: Mapping[str, Fact] = MappingProxyType({**FACTS, **LANGUAGE_FACTS})
KINDS: Mapping[str, Words] = MappingProxyType(
    {
        "yes_no": Words("ya atau tidak", "a yes or no"),
        "number": Words("bilangan", "a number"),
        "text": Words("teks", "a text"),
        "instant": Words("waktu", "a point in time"),
    }
)


def fact_named(name: str, settings: tuple[Setting, ...] = ()) -> Fact | None:
    """A fact by its name; `settings.<path>` are facts of the journey that has these settings."""
    if name.startswith(SETTINGS):
        path = name.removeprefix(SETTINGS)
        setting = next((one for one in settings if one.path == path), None)
        return setting_fact(setting) if setting and setting.kind in KINDS_OF_SETTINGS else None
    return KNOWN.get(name)


def setting_fact(setting: Setting) -> Fact:
    name = SETTINGS + setting.path
    return Fact(name, KINDS_OF_SETTINGS[setting.kind], lambda scene: read(name, scene), setting.label)


def read(name: str, scene: Scene) -> Any:
    """What is known under this name, or None; a blank text is not known."""
    if name.startswith(SETTINGS):
        return chosen(name.removeprefix(SETTINGS), scene.settings)
    fact = KNOWN.get(name)
    found = fact.read(scene) if fact else None
    return None if found == "" else found


def chosen(path: str, settings: Mapping[str, Any]) -> Any:
    value: Any = settings
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return None if value == "" else value


def read_instant(name: str, scene: Scene) -> datetime | None:
    """The fact as an instant; a chosen day begins at midnight in the customer's zone."""
    found = read(name, scene)
    if isinstance(found, datetime):
        return found
    try:
        day = found if isinstance(found, date) else date.fromisoformat(str(found))
    except ValueError:
        return None
    return datetime.combine(day, time(), ZoneInfo(scene.person.zone))
