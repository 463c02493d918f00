"""What is wrong with a journey, in the reader's language."""

from django import template

from sapa.domain.journeys.problems import Problem
from sapa.journeys.selectors.words import language

register = template.Library()


@register.filter
def told(found: Problem) -> str:
    return found.message.in_language(language())
