"""What a shop chose for its assistant: whether it answers, and what it may tell of the shop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sapa.domain.policy.fields import Reader, refuse_others

SETTING = "assistant"
PREFIX = "assistant: "
LONGEST = 300
MOST_LINKS = 8
HIGH_VALUE = 5_000_000
DEFAULT: Mapping[str, Any] = {
    "on": True,
    "phone": "",
    "place": "",
    "links": {},
    "high_value": HIGH_VALUE,
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """`high_value`: rupiah, from which a problem is a person's at once (assistant.md 4.4)."""

    on: bool = True
    phone: str = ""
    place: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    high_value: int = HIGH_VALUE


def chosen_from(document: Mapping[str, Any] | None) -> Chosen:
    """Checked; ValueError names the setting that is wrong."""
    given = dict(document or {})
    refuse_others(given, DEFAULT, PREFIX)
    read = Reader({**DEFAULT, **given}, PREFIX)
    links = read.object("links")
    if len(links) > MOST_LINKS:
        raise read.wrong("links", f"at most {MOST_LINKS} links", len(links))
    return Chosen(
        on=read.flag("on"),
        phone=str(read.value("phone"))[:LONGEST],
        place=str(read.value("place"))[:LONGEST],
        links={str(name): str(link)[:LONGEST] for name, link in links.items()},
        high_value=read.count("high_value"),
    )
