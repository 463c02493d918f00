"""`{{ text|marked:asked }}`: what was asked for stands out in what was found."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sapa.domain import lookup

register = template.Library()


@register.filter
def marked(text: object, asked: lookup.Asked) -> SafeString:
    pieces = lookup.marked(str(text), asked)
    return format_html_join("", "{}{}{}", (_piece(text, hit) for text, hit in pieces))


@register.filter
def excerpt(text: str, asked: lookup.Asked) -> str:
    return lookup.excerpt(text, asked)


def _piece(text: str, hit: bool) -> tuple[object, str, object]:
    return (OPEN, text, CLOSE) if hit else ("", text, "")


OPEN, CLOSE = SafeString("<mark>"), SafeString("</mark>")
