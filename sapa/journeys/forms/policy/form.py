"""The form of one scope of the contact policy: everybody, a segment, or a class of messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sapa.domain import policy
from sapa.journeys.forms.policy import checking, reading, showing
from sapa.journeys.selectors.policy import documents
from sapa.journeys.selectors.policy.catalogue import groups_of, setting_at, settings_of
from sapa.journeys.selectors.policy.settings import (
    BOTH,
    CLASS_NAMES,
    EVERY,
    NUDGES,
    SEGMENT_NAMES,
    WEEKDAY_NAMES,
    Choices,
    Group,
    Setting,
)
from sapa.journeys.selectors.policy.words import profile_name, value_words

SUMMED_UP = 3
TOLD_ALONE = frozenset({"span", "window", "classes", "profiles", "numbers"})
TOLD_WITH_LABEL = frozenset(
    {"optional_window", "lebaran", "collection", "choice", "number", "limit", "priority"}
)
OUR_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


@dataclass(frozen=True, slots=True)
class Field:
    """One setting as the page shows it. `usual`: the value that «restore» goes back to, in words.

    `hints`: what stands in an empty field of a scope, namely the value for everybody.
    """

    setting: Setting
    shown: Mapping[str, Any]
    restored: Mapping[str, Any]
    hints: Mapping[str, Any]
    usual: str
    words: str
    changed: bool
    filled: bool
    error: str
    choices: Choices = ()
    classes: Choices = ()
    segments: Choices = ()
    weekdays: Choices = field(default_factory=lambda: WEEKDAY_NAMES)

    @property
    def brief(self) -> str:
        """For the line that sums the group up; blank where it says nothing that matters."""
        kind = self.setting.kind
        if kind == "flag":
            return str(self.setting.label) if self.words == _("yes") else ""
        if kind in TOLD_WITH_LABEL:
            return "" if self.words == _("off") else f"{self.setting.label} {self.words}"
        return self.words if kind in TOLD_ALONE else ""

    @property
    def id(self) -> str:
        return self.setting.path.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Section:
    group: Group
    fields: Sequence[Field]

    @property
    def changed(self) -> bool:
        return any(one.changed for one in self.fields)

    @property
    def filled(self) -> bool:
        return any(one.filled for one in self.fields)

    @property
    def summary(self) -> str:
        """What is in force here, in short."""
        told = [text for one in self.fields if (text := one.brief) and (one.changed or not one.hints)]
        nothing = _("as for everybody") if any(one.hints for one in self.fields) else _("none in use")
        return " · ".join(told[:SUMMED_UP]) or nothing

    @property
    def faulty(self) -> bool:
        return any(one.error for one in self.fields)


class PolicyForm:
    """`document`: what the workspace has chosen so far; `preset`: values to fill in without saving them."""

    def __init__(
        self,
        document: Mapping[str, Any],
        scope: str,
        *,
        timezone: str,
        data: QueryDict | None = None,
        preset: Mapping[str, Any] | None = None,
    ) -> None:
        self.document, self.scope, self.timezone, self.data = document, scope, timezone, data
        self.preset = preset or {}
        self.general = documents.general(document, timezone=timezone)
        self.below = self.general if scope else documents.default(timezone)
        self.errors: dict[str, str] = {}
        self.general_error = ""
        self.chosen = self._read() if data is not None else dict(documents.own(document, scope))

    def _read(self) -> dict[str, Any]:
        """The scope's own settings as the form wants them; only what differs from below is kept."""
        assert self.data is not None  # noqa: S101 (a form with data)
        chosen = documents.own(self.document, self.scope)
        for one in sorted(settings_of(self.scope), key=profiles_first):
            if reading.given(self.data, one.path):
                chosen = self._with(chosen, one, reading.read(self.data, one, self.scope))
        if not self.errors:
            self._check_together(chosen)
        return chosen

    def _with(self, chosen: dict[str, Any], one: Setting, value: Any) -> dict[str, Any]:
        kept = documents.without(chosen, one.path)
        if value is reading.INHERIT:
            return kept
        if one.kind == "choice" and one.path == "b2c.default_busy_profile":
            base = policy.merge(self.below, kept)
        else:
            base = self.below
        if fault := checking.fault_of(one, value, base):
            self.errors[one.path] = fault
        elif self._differs(one, value):
            documents.put(kept, one.path, self._only_new(one, value))
        return kept

    def _differs(self, one: Setting, value: Any) -> bool:
        """In a scope every choice is kept, also one that is as for everybody today."""
        return bool(self.scope) or value != documents.at(self.below, one.path)

    def _only_new(self, one: Setting, value: Any) -> Any:
        if one.kind not in ("profiles", "weekends"):
            return value
        usual = documents.at(self.below, one.path) or {}
        return {name: row for name, row in value.items() if usual.get(name) != row}

    def _check_together(self, chosen: dict[str, Any]) -> None:
        whole = documents.with_own(self.document, self.scope, chosen)
        try:
            policy.parse_policy(policy.merge(documents.default(self.timezone), whole))
        except ValueError as error:
            path = str(error).removeprefix("policy: ").split(":")[0]
            place = documents.place_of(self.scope)
            one = setting_at(path.removeprefix(f"{place}.") if place else path)
            if one:
                self.errors[one.path] = str(checking.EXPECTED[one.kind])
            else:
                self.general_error = _("These settings contradict each other: %(why)s") % {"why": path}

    @property
    def is_valid(self) -> bool:
        return not self.errors and not self.general_error

    def proposed(self) -> dict[str, Any]:
        """The workspace's whole choice with this scope as the form wants it."""
        return documents.with_own(self.document, self.scope, self.chosen)

    def sections(self) -> list[Section]:
        return [
            Section(group, [self._field(one) for one in settings])
            for group, settings in groups_of(self.scope)
        ]

    def _field(self, one: Setting) -> Field:
        below = documents.at(self.below, one.path)
        set_here = documents.has(self.chosen, one.path)
        value = documents.at(policy.merge(self.below, self.chosen), one.path)
        restored = showing.nothing(one) if self.scope else showing.show(one, below)
        return Field(
            one,
            self._shown(one, value, set_here),
            restored,
            showing.show(one, below) if self.scope else {},
            value_words(one, below),
            value_words(one, value) if set_here or not self.scope else _("as for everybody"),
            set_here,
            documents.has(self.preset, one.path),
            self.errors.get(one.path, ""),
            self._choices(one),
            [(name, CLASS_NAMES[name]) for name in NUDGES],
            [(name, SEGMENT_NAMES[name]) for name in BOTH],
        )

    def _shown(self, one: Setting, value: Any, set_here: bool) -> Mapping[str, Any]:
        if documents.has(self.preset, one.path):
            return showing.show(one, documents.at(self.preset, one.path))
        if one.path in self.errors and self.data is not None:
            return showing.as_typed(one, self.data)
        return showing.nothing(one) if self.scope and not set_here else showing.show(one, value)

    def _choices(self, one: Setting) -> Choices:
        if one.kind == "classes":
            names = [self.scope] if one.of_class and self.scope in EVERY else NUDGES
            return [(name, CLASS_NAMES[name]) for name in names]
        if one.path == "b2c.default_busy_profile":
            return self._profiles()
        if one.path == "business_timezone":
            return list({**OUR_ZONES, self.timezone: OUR_ZONES.get(self.timezone, self.timezone)}.items())
        return one.choices

    def _profiles(self) -> Choices:
        names = documents.at(policy.merge(self.general, self.chosen), "busy_profiles")
        none = ("none" if self.scope else "", _("none"))
        return [none, *((name, profile_name(name)) for name in names)]


def profiles_first(one: Setting) -> bool:
    """Other settings may choose a profile that the same form adds."""
    return one.kind != "profiles"
