"""How findings of the message guard are shown."""

from django import template
from django.utils.translation import get_language

from sapa.domain.guard import Finding

register = template.Library()


@register.filter
def hint(finding: Finding) -> str:
    return finding.hint(get_language() or "id")
