"""The list of templates of a number: problems first, language variants together, used by whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string

from sapa.messaging.models import Template, TemplateHistory
from sapa.messaging.schemas.templates import TemplateUse, Uses
from sapa.messaging.selectors.templates.words import CATEGORIES, LANGUAGES, QUALITIES, STATUSES
from sapa.messaging.services.templates.states import APPROVED, BUSY

TROUBLE = frozenset({"REJECTED", "PAUSED", "DISABLED", "LOCKED", "LIMIT_EXCEEDED"})
WAITING = frozenset({"DRAFT", "PENDING", "IN_APPEAL", "UNPAUSING"})
FILTERS = ("", "perhatian", "disetujui", "menunggu", "rancangan", "arsip")


@dataclass(frozen=True, slots=True)
class Variant:
    """One language of a template."""

    row: Template
    language: Any
    status: Any
    hue: str

    @property
    def label(self) -> str:
        return f"{self.language}: {self.status}"


@dataclass(frozen=True, slots=True)
class Card:
    """All languages of one name. `alerts`: codes of what wants a person, the gravest first."""

    name: str
    title: str
    subtitle: str
    variants: Sequence[Variant]
    alerts: Sequence[str]
    uses: Sequence[TemplateUse] = field(default_factory=tuple)

    @property
    def first(self) -> Template:
        return self.variants[0].row

    @property
    def category(self) -> Any:
        return CATEGORIES.get(self.first.category, self.first.category)

    @property
    def quality(self) -> tuple[Any, str] | None:
        return QUALITIES.get(self.first.quality)

    @property
    def is_live(self) -> bool:
        return any(one.is_live for one in self.uses)


def template_by_id(pk: int) -> Template:
    """The one door to a template. Raises Http404."""
    if pk >= 2**63:
        raise Http404
    return get_object_or_404(Template.objects.select_related("channel"), pk=pk)


def uses_of(names: Sequence[str]) -> Mapping[str, Sequence[TemplateUse]]:
    found: Uses = import_string(settings.TEMPLATE_USES)
    return found(frozenset(names))


def cards(channel_id: int, *, search: str = "") -> list[Card]:
    """Problems first, then what is used, then by name."""
    rows = list(Template.objects.filter(channel_id=channel_id).order_by("name", "language"))
    uses = uses_of([row.name for row in rows])
    grouped: dict[str, list[Template]] = {}
    for row in rows:
        grouped.setdefault(row.name, []).append(row)
    found = [_card(name, some, uses.get(name, ())) for name, some in grouped.items()]
    wanted = search.strip().casefold()
    if wanted:
        found = [
            one
            for one in found
            if wanted in f"{one.name} {one.title} {one.subtitle} {one.first.body}".casefold()
        ]
    return sorted(
        found, key=lambda one: (not one.alerts, not one.is_live, one.title.casefold(), one.subtitle)
    )


def _card(name: str, rows: Sequence[Template], uses: Sequence[TemplateUse]) -> Card:
    ordered = sorted(rows, key=lambda row: (row.archived, row.language != "id", row.language))
    alerts = [code for row in ordered if not row.archived for code in alerts_of(row)]
    title, subtitle = (uses[0].label, uses[0].step) if uses else (name, "")
    return Card(name, title, subtitle, [variant(row) for row in ordered], list(dict.fromkeys(alerts)), uses)


def variant(row: Template) -> Variant:
    status, hue = STATUSES.get(row.status, (row.status, ""))
    return Variant(row, LANGUAGES.get(row.language, row.language), status, hue)


def alerts_of(row: Template) -> list[str]:
    """category_changed, the status that stops it, announced, quality, busy or unbound."""
    found = []
    if is_flipped(row) and row.accepted_category != row.category:
        found.append("category_changed")
    if row.status in TROUBLE:
        found.append(row.status.lower())
    if row.announced_category == "marketing":
        found.append("announced")
    if row.quality == "RED":
        found.append("quality")
    if row.rejection == BUSY:
        found.append("busy")
    return found


def is_flipped(row: Template) -> bool:
    return row.category == "marketing" and row.wanted_category not in ("", "marketing")


def shown(cards_: Sequence[Card], chosen: str) -> list[Card]:
    tests: dict[str, Callable[[Card], bool]] = {
        "perhatian": lambda one: bool(one.alerts),
        "disetujui": lambda one: one.first.status == APPROVED and not one.first.archived,
        "menunggu": lambda one: one.first.status in WAITING,
        "rancangan": lambda one: one.first.status == "EDITING",
        "arsip": lambda one: one.first.archived,
    }
    if chosen not in tests:
        return [one for one in cards_ if not one.first.archived]
    return [one for one in cards_ if tests[chosen](one)]


def last_look(channel_id: int) -> datetime | None:
    found = Template.objects.filter(channel_id=channel_id).aggregate(at=Max("synced_at"))
    return found["at"] if isinstance(found["at"], datetime) else None


def waiting_for_decision() -> int:
    """Templates that stand still until a person decides, for the home page and the menu."""
    rows = Template.objects.filter(archived=False, category="marketing", status=APPROVED)
    return sum(
        bool("category_changed" in alerts_of(row))
        for row in rows.exclude(wanted_category__in=["", "marketing"])
    )


def history_of(row: Template) -> Sequence[TemplateHistory]:
    return list(TemplateHistory.objects.filter(template=row).order_by("-at", "-pk")[:50])
