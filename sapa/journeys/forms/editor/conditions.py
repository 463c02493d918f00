"""Conditions as people choose them: a fact, a comparison, a value; and in words where they stand already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sapa.domain.journeys.asking import LANGUAGE_FACTS, SETTINGS, fact_named
from sapa.domain.journeys.definition import Setting
from sapa.domain.journeys.grammar import NotUnderstood, fact_in, parse_condition
from sapa.domain.journeys.registry import FACTS, Fact
from sapa.domain.journeys.telling import ONLY, condition_words, said
from sapa.journeys.selectors.words import language

GROUPS = {
    "now": gettext_lazy("Time"),
    "trigger": gettext_lazy("Trigger"),
    "customer": gettext_lazy("Customer"),
    "person": gettext_lazy("Customer"),
    "previous": gettext_lazy("The step before"),
    "reply": gettext_lazy("The answer"),
    "order": gettext_lazy("Order"),
    "product": gettext_lazy("Product"),
    "shipment": gettext_lazy("Parcel"),
    "subscription": gettext_lazy("Subscription"),
    "invoice": gettext_lazy("Invoice"),
    "return": gettext_lazy("Return"),
    "ticket": gettext_lazy("Ticket"),
    "interaction": gettext_lazy("Talk"),
    "settings": gettext_lazy("Settings"),
}
PLAIN = ("known", "unknown")


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition that stands there, in words."""

    place: int
    text: str


@dataclass(frozen=True, slots=True)
class ConditionsField:
    """The conditions under one name, and what a further one is put together from."""

    name: str
    label: str
    asked: Sequence[Asked]
    facts: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    @property
    def comparisons(self) -> list[tuple[str, str]]:
        return [
            ("is yes", _("yes")),
            ("is no", _("no")),
            ("=", _("is equal to")),
            ("!=", _("is not equal to")),
            (">", _("more than, or after")),
            (">=", _("at least, or from")),
            ("<", _("less than, or before")),
            ("<=", _("at most, or until")),
            ("in", _("is one of (with commas)")),
            ("contains", _("contains")),
            ("known", _("is known")),
            ("unknown", _("is not known")),
        ]


def conditions_field(name: str, label: str, found: Any, settings: tuple[Setting, ...]) -> ConditionsField:
    rows = found if isinstance(found, list) else [found] if found else []
    told = [Asked(place, in_words(one, settings)) for place, one in enumerate(rows)]
    return ConditionsField(name, label, told, _facts(settings))


def in_words(one: Any, settings: tuple[Setting, ...]) -> str:
    """What the language does not understand is shown as it stands."""
    source, only = (
        (str(one.get("if", "")), str(one.get("only", ""))) if isinstance(one, Mapping) else (str(one), "")
    )
    fact = fact_named(fact_in(source), settings)
    try:
        told = condition_words(parse_condition(source, fact.kind if fact else None), language(), settings)
    except NotUnderstood:
        return source
    return f"{told} ({said(ONLY[only], language())})" if only in ONLY else told


def _facts(settings: tuple[Setting, ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    facts: list[Fact] = [*LANGUAGE_FACTS.values(), *FACTS.values()]
    own = [one for setting in settings if (one := fact_named(SETTINGS + setting.path, settings))]
    rows = sorted((_group(one.name), one.label.in_language(language()), one.name) for one in (*facts, *own))
    return [
        (group, [(name, label) for _group_name, label, name in members])
        for group, members in groupby(rows, key=lambda row: row[0])
    ]


def _group(name: str) -> str:
    first = name.partition(".")[0]
    return str(GROUPS.get(first, first))


def typed_condition(name: str, data: Mapping[str, str], settings: tuple[Setting, ...]) -> str:
    """`order.total >= 100000` from what was chosen, or blank when nothing was."""
    fact, chosen = data.get(f"{name}-fact", ""), data.get(f"{name}-op", "")
    value = " ".join(data.get(f"{name}-value", "").split())
    if not fact or not chosen:
        return ""
    known = fact_named(fact, settings)
    if chosen.startswith("is ") or chosen in PLAIN:
        return f"{fact} {chosen}"
    if chosen == "in":
        return f"{fact} in [{value.strip('[]')}]"
    if chosen == "contains" or (known and known.kind == "text"):
        value = '"{}"'.format(value.strip("\"'"))
    return f"{fact} {chosen} {value}".strip()
