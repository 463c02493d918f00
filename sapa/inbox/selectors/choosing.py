"""Templates that can be sent in a conversation: filled from records as far as they go, with price and kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from sapa.domain.costs import Estimate, market_of
from sapa.domain.journeys.registry.variables import VARIABLES
from sapa.domain.message_templates import Draft, places, values_of
from sapa.domain.message_templates.filling import laid, with_fallbacks
from sapa.domain.quick_replies import value_of
from sapa.domain.templating import lack_of
from sapa.journeys.selectors import language
from sapa.journeys.services.telling import known_of
from sapa.messaging.models import Conversation, Template
from sapa.messaging.selectors import window_state
from sapa.messaging.selectors.costs import Terms, estimate, terms
from sapa.messaging.selectors.templates import may_be_sent
from sapa.messaging.selectors.templates.listing import uses_of
from sapa.messaging.selectors.templates.phone import Phone, filled, of_draft
from sapa.messaging.services.templates import APPROVED, draft_of

MARKETING = "marketing"
MOST = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """`gaps`: labels of what a person has to fill in; `text` shows their places."""

    template: Template
    title: str
    subtitle: str
    text: str
    gaps: tuple[str, ...]
    price: Estimate

    @property
    def is_offer(self) -> bool:
        return self.template.category == MARKETING


@dataclass(frozen=True, slots=True)
class Blank:
    """One parameter: what fills it, from records where they know it. `is_planned`: it has words for an empty value."""

    name: str
    label: str
    value: str
    is_planned: bool

    @property
    def is_gap(self) -> bool:
        return not self.value and not self.is_planned


def choices(conversation: Conversation, *, now: datetime) -> list[Choice]:
    """Those that records fill alone first, offers last."""
    rows = _sendable(conversation)
    if not rows:
        return []
    known, uses = known_of(contact_id=conversation.contact_id, now=now), uses_of([row.name for row in rows])
    given, is_open = terms(), _window(conversation, now)
    found = [_choice(row, known, uses, price_of(conversation, row, given, is_open, now)) for row in rows]
    found.sort(key=lambda one: (one.is_offer, len(one.gaps), one.title.casefold(), one.template.pk))
    return found[:MOST]


def sendable(conversation: Conversation, pk: int) -> Template | None:
    return next((row for row in _sendable(conversation) if row.pk == pk), None)


def price(conversation: Conversation, template: Template, *, at: datetime) -> Estimate:
    return price_of(conversation, template, terms(), _window(conversation, at), at)


def blanks(conversation: Conversation, template: Template, *, now: datetime) -> list[Blank]:
    draft, known = draft_of(template), known_of(contact_id=conversation.contact_id, now=now)
    return [
        Blank(name, _label(path), value_of(path, known), name in draft.fallbacks)
        for name, path in places(draft).items()
    ]


def phone_of(template: Template, values: Mapping[str, str]) -> Phone:
    """As the customer will see it; what is not filled in yet stands there by its name."""
    draft = draft_of(template)
    told = with_fallbacks(draft, _named(draft, values))[0]
    for path in places(draft).values():
        told = laid(told, path.split("."), f"[{_label(path)}]") if lack_of(path, told) else told
    return replace(of_draft(draft, told), empty=SafeString(""))


def _named(draft: Draft, values: Mapping[str, str]) -> Mapping[str, Any]:
    return values_of(draft, {name: words for name, words in values.items() if name in places(draft)})


def _sendable(conversation: Conversation) -> list[Template]:
    rows = list(Template.objects.filter(channel_id=conversation.channel_id, status=APPROVED, archived=False))
    ready = may_be_sent(rows)
    return [row for row in rows if row.pk in ready]


def _window(conversation: Conversation, at: datetime) -> bool:
    return window_state(contact_id=conversation.contact_id, channel_id=conversation.channel_id, now=at).open


def price_of(
    conversation: Conversation, template: Template, given: Terms, is_open: bool, at: datetime
) -> Estimate:
    return estimate(
        category=template.category,
        now=at,
        market=market_of(conversation.contact.phone),
        window_open=is_open,
        channel_id=conversation.channel_id,
        given=given,
    )


def _choice(row: Template, known: Mapping[str, Any], uses: Mapping[str, Any], cost: Estimate) -> Choice:
    draft, use = draft_of(row), next(iter(uses.get(row.name, ())), None)
    paths = places(draft)
    lacking = [path for name, path in paths.items() if lack_of(path, known) and name not in draft.fallbacks]
    told = with_fallbacks(draft, known)[0]
    for path in lacking:
        told = laid(told, path.split("."), f"[{_label(path)}]")
    return Choice(
        template=row,
        title=use.label if use else row.name.replace("_", " "),
        subtitle=use.step if use else "",
        text=filled(row.source.strip(), told),
        gaps=tuple(map(_label, lacking)),
        price=cost,
    )


def _label(path: str) -> str:
    variable = VARIABLES.get(path)
    return variable.label.in_language(language()) if variable else path.replace(".", " ").replace("_", " ")
