"""`{{ clock.seconds|seconds }}` and `{{ names|named:id }}` for tables of how a team does."""

from collections.abc import Mapping
from datetime import timedelta

from django import template

from sapa.domain import formats
from sapa.web.templatetags.formats import language

register = template.Library()


@register.filter
def seconds(length: int | None) -> str:
    return "–" if length is None else formats.span(timedelta(seconds=length), language())


@register.filter
def named(names: Mapping[int, str], pk: int | None) -> str:
    return names.get(pk or 0, "–")
