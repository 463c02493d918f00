"""The chips of a row: hundreds stand in a list, so they are written here and not by a template each."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sapa.inbox.selectors.rows import Chip
from sapa.web.templatetags.components import age, countdown
from sapa.web.templatetags.icons import lucide

register = template.Library()


@register.simple_tag
def chips(found: Iterable[Chip]) -> SafeString:
    """As `badge` draws one, with a time that counts on where there is one."""
    return format_html_join("", '<span class="badge{}"{}>{}{}{}</span>', (_parts(chip) for chip in found))


def _parts(chip: Chip) -> tuple[Any, ...]:
    hue = f" hue-{chip.hue}" if chip.hue else ""
    icon = lucide(chip.icon, size=13, aria_hidden="true") if chip.icon else ""
    title = format_html(' title="{}"', chip.text) if chip.quiet else ""
    words = format_html('<span class="quiet">{}</span>', chip.text) if chip.quiet else chip.text
    return hue, title, icon, words, _time(chip)


def _time(chip: Chip) -> SafeString:
    if chip.left is not None:
        return format_html(" {}", countdown(chip.left))
    if chip.passed is not None:
        return format_html(" {}", age(chip.passed))
    return format_html(" {}", chip.more) if chip.more else SafeString("")
