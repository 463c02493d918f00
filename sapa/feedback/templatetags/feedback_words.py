"""Codes of the room in words."""

from django import template

from sapa.feedback.selectors.words import TAGS

register = template.Library()


@register.simple_tag
def tag_name(code: str) -> str:
    return str(TAGS.get(code, code))
