"""A time of a journey as a number, a unit, an anchor and perhaps a clock, and back to its text."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sapa.domain.journeys.asking import SETTINGS
from sapa.domain.journeys.definition import Moment, Setting
from sapa.domain.journeys.grammar import NotUnderstood, parse_moment
from sapa.domain.journeys.registry import FACTS
from sapa.domain.journeys.telling import UNITS, anchor_words
from sapa.journeys.selectors.words import language

OWN_ANCHORS = ("trigger", "previous", "due", "now")
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class MomentField:
    """`raw`: the text itself, where it says more than the parts can; then the parts are not shown."""

    name: str
    label: str
    number: int
    unit: str
    way: str
    anchor: str
    clock: str
    time: str
    raw: str
    anchors: tuple[Choice, ...]

    @property
    def units(self) -> list[Choice]:
        return [(unit, UNITS[unit][1][language().startswith("en")]) for unit in UNITS]

    @property
    def ways(self) -> list[Choice]:
        return [("+", _("after")), ("-", _("before"))]

    @property
    def clocks(self) -> list[Choice]:
        return [("", _("at any time")), ("at", _("at this time")), ("until", _("at the next"))]


def moment_field(
    name: str, label: str, source: str, settings: tuple[Setting, ...], *, ends: bool = False
) -> MomentField:
    """`ends`: the end of a window, which may count from its own due time."""
    found = _parsed(source)
    anchors = _anchors(settings, ends, found.anchor if found else "")
    if found is None or len(found.shifts) > 1:
        return MomentField(name, label, 0, "d", "+", "trigger", "", "", source or " ", anchors)
    amount, unit = (found.shifts[0].amount, found.shifts[0].unit) if found.shifts else (0, "h")
    clock = "{:02}:{:02}".format(*divmod(found.minute, 60)) if found.clock else ""
    way = "-" if amount < 0 else "+"
    return MomentField(name, label, abs(amount), unit, way, found.anchor, found.clock, clock, "", anchors)


def _parsed(source: str) -> Moment | None:
    try:
        return parse_moment(source)
    except NotUnderstood:
        return None


def _anchors(settings: tuple[Setting, ...], ends: bool, current: str) -> tuple[Choice, ...]:
    chosen = [one for one in OWN_ANCHORS if ends or one != "due"]
    facts = sorted(name for name, fact in FACTS.items() if fact.kind == "instant")
    own = [f"{SETTINGS}{one.path}" for one in settings if one.kind == "date"]
    names = [*chosen, *own, *(name for name in facts if name not in chosen)]
    if current and current not in names:
        names.append(current)
    return tuple((name, anchor_words(name, language(), settings)) for name in names)


def moment_source(name: str, data: Mapping[str, str]) -> str:
    """What was chosen, as text; what cannot be understood is left for the judge to refuse."""
    if f"{name}-raw" in data:
        return " ".join(data[f"{name}-raw"].split())
    amount, clock = data.get(f"{name}-number", "").strip(), data.get(f"{name}-clock", "")
    source = data.get(f"{name}-anchor", "trigger")
    if amount and amount.lstrip("0"):
        source += f" {data.get(f'{name}-way', '+')} {amount}{data.get(f'{name}-unit', 'h')}"
    return f"{source} {clock} {data.get(f'{name}-time', '')}" if clock else source
