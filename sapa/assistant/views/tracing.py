"""What a turn was made of, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sapa.assistant.selectors import words
from sapa.assistant.selectors.articles import standing
from sapa.domain import formats
from sapa.inbox.selectors.packages import MORE_SLOTS, REASONS
from sapa.inbox.selectors.tickets.words import KINDS, SLOTS
from sapa.web.templatetags.formats import language

SUREST = 0.99  # nothing that is read is certain
Links = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Line:
    """`links`: title and address of what is named, after `text`."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...] = ()
    hue: str = ""


def articles_by_code(codes: set[str]) -> Links:
    rows = standing().filter(code__in=codes).values_list("code", "title", "public_id") if codes else ()
    return {code: (title, reverse("assistant:article", args=[pk])) for code, title, pk in rows}


def lines_of(
    *, outcome: str, reason: str, confidence: float | None, trace: Mapping[str, Any], articles: Links
) -> list[Line]:
    """What there is to say; what did not happen is left out."""
    found = [
        Line(_("Understood"), _understood(trace, confidence)),
        Line(_("It answered"), _named(words.CONTEXTS, trace.get("context"))),
        Line(_("Heard"), ", ".join(_slots(trace.get("understood", {}).get("slots", ())))),
        Line(_("Looked at"), ", ".join(words.told(words.TOOLS, trace.get("tools", ())))),
        _cited(trace, articles),
        Line(_("Outcome"), _named(words.OUTCOMES, outcome)),
        Line(_("Ticket"), _ticket(trace.get("ticket"))),
        Line(_("Why people"), _named(REASONS, reason), hue="kunyit"),
        Line(_("Stopped by the guard"), _blocked(trace), hue="bata"),
        Line(_("Went wrong"), str(trace.get("failed", "")), hue="bata"),
    ]
    return [line for line in found if line.text or line.links]


def _understood(trace: Mapping[str, Any], confidence: float | None) -> str:
    intents = words.told(words.INTENTS, trace.get("understood", {}).get("intents", ()))
    if not intents:
        return ""
    sure = "" if confidence is None else f" ({formats.percent(min(confidence, SUREST), language())})"
    return f"{', '.join(intents)}{sure}"


def _slots(names: Any) -> list[str]:
    return [str(SLOTS.get(name) or MORE_SLOTS.get(name, name)) for name in names]


def _cited(trace: Mapping[str, Any], articles: Links) -> Line:
    cites = trace.get("cites", ())
    gone = [code for code in cites if code not in articles]
    return Line(_("Articles"), ", ".join(gone), tuple(articles[code] for code in cites if code in articles))


def _ticket(told: Any) -> str:
    return f"{told['number']}: {KINDS.get(told['kind'], told['kind'])}" if told else ""


def _blocked(trace: Mapping[str, Any]) -> str:
    codes = dict.fromkeys(code for one in trace.get("guard", ()) for code in one)
    return ", ".join(words.told(words.BREACHES, codes))


def _named(known: words.Words, code: Any) -> str:
    return str(known.get(code, code)) if code else ""
