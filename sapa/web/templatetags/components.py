"""The components of the design system; `/_components` shows each in each state.

Words given to a tag are translated by the caller: `{% button _("Save") icon="check" %}`.
Hues: nila (what we do), kunyit (what waits), daun (went well), bata (hurts), or none.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import cast

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sapa.domain import formats
from sapa.web.templatetags.formats import context_zone, language

register = template.Library()

AVATAR_HUES = ("nila", "kunyit", "daun", "bata")
HUE_ICONS = {"nila": "info", "kunyit": "clock", "daun": "circle-check", "bata": "circle-alert"}
TICKS = {
    "sending": ("clock-3", _("Sending")),
    "sent": ("check", _("Sent")),
    "delivered": ("check-check", _("Delivered")),
    "read": ("check-check", _("Read")),
    "failed": ("circle-alert", _("Not delivered")),
    "unknown": ("circle-question-mark", _("Outcome unknown")),
}
LEVELS = {
    "success": ("daun", "circle-check"),
    "warning": ("kunyit", "triangle-alert"),
    "error": ("bata", "circle-alert"),
}


def component(name: str, values: Mapping[str, object]) -> SafeString:
    return render_to_string(f"web/components/{name}.html", dict(values))


@register.inclusion_tag("web/components/button.html")
def button(label: str, **options: object) -> dict[str, object]:
    """kind primary|soft|ghost|danger, icon, url (makes it a link), type, name, value, dialog (id to open),
    close (closes its dialog), only_icon, small, disabled, busy."""
    return {"label": label, "kind": "soft", "type": "submit", **options}


@register.inclusion_tag("web/components/badge.html")
def badge(text: str, hue: str = "", icon: str = "") -> dict[str, object]:
    """A coloured badge always has an icon, so that colour never speaks alone."""
    return {"text": text, "hue": hue, "icon": icon or HUE_ICONS.get(hue, "")}


@register.simple_tag
def count(value: int, label: str) -> SafeString:
    """A round unread counter with words for those who do not see it; nothing for zero."""
    if not value:
        return SafeString("")
    return format_html('<span class="count">{}<span class="quiet"> {}</span></span>', value, label)


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """Initials in one of four hues chosen by the name; size small or nothing."""
    hue = AVATAR_HUES[blake2s(name.encode(), digest_size=1).digest()[0] % 4]
    classes = f"avatar hue-{hue}" + (f" avatar-{size}" if size else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, formats.initials(name))


@register.inclusion_tag("web/components/figure.html")
def figure(label: str, value: str, note: str = "", **options: object) -> dict[str, object]:
    """A number that explains itself in one sentence; trend up|down with trend_text, url for the detail."""
    return {"label": label, "value": value, "note": note, **options}


@register.inclusion_tag("web/components/empty.html")
def empty(title: str, text: str, icon: str = "inbox", **options: object) -> dict[str, object]:
    """Says what to do next; action with url."""
    return {"title": title, "text": text, "icon": icon, **options}


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, object]:
    return {"field": bound, "hint": hint or bound.help_text}


@register.inclusion_tag("web/components/form.html")
def form_fields(form: object) -> dict[str, object]:
    """All fields of a form with labels, hints and errors; the caller writes <form>, the token and buttons."""
    return {"form": form}


@register.inclusion_tag("web/components/pagination.html")
def pagination(newer: str = "", older: str = "") -> dict[str, str]:
    """Keyset pages: addresses of the neighbours, empty at either end."""
    return {"newer": newer, "older": older}


@register.inclusion_tag("web/components/tabs.html")
def tab_links(tabs: list[dict[str, object]], label: str) -> dict[str, object]:
    """Tabs that are pages: label, url, current, count."""
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("web/components/row.html", takes_context=True)
def conversation_row(context: Context, row: dict[str, object]) -> dict[str, object]:
    """row: url, name, at, preview, unread, current, chips (text, hue, icon)."""
    at = cast(datetime, row["at"])
    return {**row, "when": formats.list_time(at, context["now"], context_zone(context, ""), language())}


@register.inclusion_tag("web/components/reasons.html")
def reasons(verdict: dict[str, object]) -> dict[str, object]:
    """«Kenapa?»: outcome send|hold|drop, sentence, next_try, reasons (text, value, pass|hold|drop)."""
    hues = {"send": "daun", "hold": "kunyit", "drop": "bata"}
    return {**verdict, "hue": hues[str(verdict["outcome"])]}


@register.simple_tag
def tick(state: str) -> SafeString:
    """The tick of an outgoing message: sending, sent, delivered, read, failed, unknown."""
    icon, label = TICKS[state]
    return component("tick", {"state": state, "icon": icon, "label": label})


@register.simple_tag(takes_context=True)
def day_separator(context: Context, at: datetime) -> SafeString:
    text = formats.relative_day(at, context["now"], context_zone(context, ""), language())
    return format_html('<h3 class="day-separator">{}</h3>', text)


@register.simple_tag
def countdown(left: timedelta) -> SafeString:
    """Time left; the page keeps counting by its own monotonic clock."""
    seconds = max(0, int(left.total_seconds()))
    text = formats.span(timedelta(seconds=seconds), language())
    return format_html('<span class="countdown" data-left="{}">{}</span>', seconds, text)


@register.simple_tag
def age(passed: timedelta) -> SafeString:
    """Time passed, counted on by the page as `countdown` is."""
    text = formats.span(passed, language())
    return format_html('<span class="age" data-age="{}">{}</span>', int(passed.total_seconds()), text)


@register.inclusion_tag("web/components/toast.html")
def toast(text: str, level: str = "info") -> dict[str, object]:
    hue, icon = LEVELS.get(level, ("nila", "info"))
    return {"text": text, "hue": hue, "icon": icon, "level": level}


@register.simple_block_tag(takes_context=True)
def bubble(context: Context, content: str, way: str, at: datetime, **options: object) -> SafeString:
    """way in|out|note; by (who wrote), source (receipts), state (tick), zone, why (address). The body is the block."""
    zone = context_zone(context, str(options.get("zone", "")))
    return component(
        "bubble",
        {**options, "way": way, "at": at, "clock": formats.clock(at, zone, language()), "body": content},
    )


@register.simple_block_tag
def system_line(content: str, hue: str = "", icon: str = "info") -> SafeString:
    """A line between the bubbles: what the system did or holds."""
    return component("system_line", {"body": content, "hue": hue, "icon": icon})


@register.simple_block_tag
def card(content: str, title: str = "", **options: object) -> SafeString:
    """url with link adds a link beside the title; extra classes in css."""
    return component("card", {**options, "title": title, "body": content})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """Opened by `{% button ... dialog=id %}`; the browser traps the focus and closes on Esc."""
    return component("dialog", {"body": content, "id": id, "title": title})
