"""Reasons in words, for every page that shows a decision."""

from collections.abc import Iterable

from django import template

from sapa.journeys.selectors import words

register = template.Library()


@register.filter
def reason_words(codes: Iterable[str]) -> str:
    return words.reason_words(codes)


@register.filter
def reason_sentence(codes: Iterable[str]) -> str:
    return words.capital(words.reason_words(codes))
