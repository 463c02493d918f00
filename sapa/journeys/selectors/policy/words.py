"""Values of settings in words, and what one version of the policy changed against another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapa.domain import formats, policy
from sapa.journeys.selectors.policy import documents
from sapa.journeys.selectors.policy.catalogue import GROUPS, settings_of
from sapa.journeys.selectors.policy.settings import (
    CLASS_NAMES,
    SCOPE_NAMES,
    SEGMENT_NAMES,
    WEEKDAY_NAMES,
    Setting,
)


def value_words(one: Setting, value: Any) -> str:
    """`21.00–08.00`, `4 jam`, `Sabtu, Minggu`: a value as a person says it."""
    return WORDS.get(one.kind, _plain)(one, value)


def _plain(one: Setting, value: Any) -> str:
    if one.path == "b2c.default_busy_profile" and value not in (None, "none"):
        return profile_name(value)
    if value in (None, "", "none"):
        return _("none")
    if one.path == "business_timezone":
        return formats.ZONE_LABELS.get(value, str(value))
    for name, label in one.choices:
        if name == value:
            return str(label)
    return f"{amount_words(value)} {one.unit}" if one.unit else amount_words(value)


def amount_words(value: object) -> str:
    """1,5 as it is written here; 1.5 in English."""
    return str(value) if _english() else str(value).replace(".", ",")


def language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _english() -> bool:
    return language() == "en"


def clock_words(time: str) -> str:
    return time if _english() else time.replace(":", ".")


def window_words(window: Sequence[str]) -> str:
    start, end = window
    return _("off") if start == end else f"{clock_words(start)}–{clock_words(end)}"


def _window(_one: Setting, value: Sequence[str] | None) -> str:
    return _("off") if value is None else window_words(value)


def _span(_one: Setting, value: Mapping[str, str]) -> str:
    return window_words((value["start"], value["end"]))


def _flag(_one: Setting, value: bool) -> str:
    return _("yes") if value else _("no")


def _limit(one: Setting, value: int | None) -> str:
    return _("no limit") if not value else _plain(one, value)


def _classes(_one: Setting, value: Sequence[str]) -> str:
    return _listed([str(CLASS_NAMES.get(name, name)) for name in value])


def _names(one: Setting, value: Sequence[str]) -> str:
    words = dict(one.choices)
    return _listed([str(words.get(name, name)) for name in value])


def _numbers(one: Setting, value: Sequence[int]) -> str:
    return f"{_listed([str(number) for number in value])} {one.unit}".strip()


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) or _("none")


def days_words(days: Sequence[int]) -> str:
    names = dict(WEEKDAY_NAMES)
    return _listed([str(names[str(day)]) for day in sorted(days)])


def _lebaran(_one: Setting, value: Mapping[str, Any] | None) -> str:
    if value is None:
        return _("off")
    lengths = _("%(before)s days before, %(after)s days after") % {
        "before": value.get("before_days", 0),
        "after": value.get("after_days", 0),
    }
    classes = [str(CLASS_NAMES.get(name, name)) for name in value.get("classes", ())]
    segments = [str(SEGMENT_NAMES.get(name, name)) for name in value.get("segments", ())]
    return "; ".join(
        [lengths, *([_listed(classes)] if classes else []), *([_listed(segments)] if segments else [])]
    )


def _collection(_one: Setting, value: Mapping[str, Any] | None) -> str:
    if value is None:
        return _("off")
    return f"{window_words(value['window'])}; {days_words(value.get('days', range(6)))}"


def profile_words(profile: Mapping[str, Any]) -> str:
    windows = ", ".join(window_words(window) for window in profile["windows"])
    return f"{windows} ({days_words(profile.get('days', range(7)))})"


def _profiles(_one: Setting, value: Mapping[str, Any]) -> str:
    return "; ".join(f"{profile_name(name)}: {profile_words(profile)}" for name, profile in value.items())


def profile_name(name: str) -> str:
    return _("workers") if name == "worker" else name


def _weekends(_one: Setting, value: Mapping[str, Sequence[int]]) -> str:
    everywhere = _("everywhere else")
    return "; ".join(
        f"{everywhere if name == 'default' else name}: {days_words(days)}" for name, days in value.items()
    )


WORDS: Mapping[str, Callable[[Setting, Any], str]] = {
    "span": _span,
    "window": _window,
    "optional_window": _window,
    "flag": _flag,
    "limit": _limit,
    "classes": _classes,
    "names": _names,
    "numbers": _numbers,
    "codes": _numbers,
    "lebaran": _lebaran,
    "collection": _collection,
    "profiles": _profiles,
    "weekends": _weekends,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One setting before and after, in words; `scope` is blank for everybody."""

    scope: str
    setting: str
    before: str
    after: str
    path: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of two choices in one scope: what was chosen there, and what is in force."""

    chosen: Mapping[str, Any]
    whole: Mapping[str, Any]
    scope: str

    def told(self, one: Setting) -> str:
        if self.scope and not documents.has(self.chosen, one.path):
            return _("as for everybody")
        return value_words(one, documents.at(self.whole, one.path))


def changes(old: Mapping[str, Any], new: Mapping[str, Any], *, timezone: str) -> list[Change]:
    """What differs between two choices of a workspace, in the order of the page."""
    if old == new:
        return []
    general = [documents.general(document, timezone=timezone) for document in (old, new)]
    return [change for scope in SCOPE_NAMES for change in _of_scope(scope, (old, new), general)]


def _of_scope(
    scope: str, both: Sequence[Mapping[str, Any]], general: Sequence[Mapping[str, Any]]
) -> list[Change]:
    chosen = [documents.own(document, scope) for document in both]
    if chosen[0] == chosen[1]:
        return []
    sides = [
        Side(own, policy.merge(below, own) if scope else below, scope)
        for own, below in zip(chosen, general, strict=True)
    ]
    return [
        Change(str(SCOPE_NAMES[scope]) if scope else "", place_words(one), before, after, one.path)
        for one in settings_of(scope)
        if (before := sides[0].told(one)) != (after := sides[1].told(one))
    ]


def place_words(one: Setting) -> str:
    """`Batas · Pesan dalam sehari`: the group and the setting, once where both have the same name."""
    group = next(str(group.title) for group in GROUPS if one in group.settings)
    return group if group == str(one.label) else f"{group} · {one.label}"
