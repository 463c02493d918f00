"""`{{ text|spoken }}`: a message as WhatsApp shows it."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sapa.domain.spoken import Piece, pieces

register = template.Library()
LINK = '<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>'
AROUND = {"strong": "<strong>{}</strong>", "em": "<em>{}</em>", "s": "<s>{}</s>"}


@register.filter
def spoken(text: str) -> SafeString:
    """Bold, italic, struck, as typed, and links; everything else is words."""
    return _drawn(pieces(text))


def _drawn(parts: tuple[Piece, ...]) -> SafeString:
    return format_html_join("", "{}", ((_piece(one),) for one in parts))


def _piece(one: Piece) -> object:
    if one.kind == "link":
        return format_html(LINK, one.text, one.text)
    if one.kind == "code":
        return format_html("<code>{}</code>", one.text)
    return format_html(AROUND[one.kind], _drawn(one.parts)) if one.kind else one.text
