"""`{% lucide "clock" size=18 aria_hidden="true" %}`: each picture is drawn once, whatever the page and the row.

Stands in the place of the package's own tag, which draws a picture anew each time: a third of a page of rows.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as drawn

register = template.Library()
MOST_PICTURES = 2000


@register.simple_tag
def lucide(name: str, *, size: int | None = 24, **attributes: Any) -> SafeString:
    """Raises `lucide.IconDoesNotExist`."""
    return _kept(name, size, tuple(attributes.items()))


@lru_cache(MOST_PICTURES)
def _kept(name: str, size: int | None, attributes: tuple[tuple[str, Any], ...]) -> SafeString:
    return SafeString(drawn(name, size=size, **dict(attributes)))
