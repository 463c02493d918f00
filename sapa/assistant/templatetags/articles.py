"""The text of an article in a page."""

from django import template
from django.utils.safestring import SafeString

from sapa.domain.knowledge.rendering import html_of
from sapa.domain.knowledge.sentences import sentences_of

register = template.Library()


@register.filter
def as_page(text: str) -> SafeString:
    """Markdown as HTML; everything in it is escaped first."""
    return SafeString(html_of(text))


@register.filter
def as_words(text: str) -> str:
    """The beginning of an article without its marks."""
    return " ".join(one.text for one in sentences_of(text[:1000])[:4])
