"""`{{ clock.seconds|seconds }}`, `{{ median|quick }}` and `{{ names|named:id }}` for tables of how a team does."""

from collections.abc import Mapping
from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from sapa.domain import formats
from sapa.web.templatetags.formats import language

register = template.Library()
SECOND = timedelta(seconds=1)


@register.filter
def seconds(length: int | None) -> str:
    return "–" if length is None else quick(timedelta(seconds=length))


@register.filter
def quick(length: timedelta | None) -> str:
    """A span as `formats.span` says it, less than a second in a word."""
    if length is None:
        return "–"
    return formats.span(length, language()) if length >= SECOND else _("at once")


@register.filter
def named(names: Mapping[int, str], pk: int | None) -> str:
    return names.get(pk or 0, "–")
