"""What a card tells of the assistant's words."""

import re

from django import template

from sapa.domain.dialogue.deciding import DISCLOSED

register = template.Library()
GREETINGS = [re.sub(r"\\\{\w+\\\}", ".*", re.escape(one)) for one in (DISCLOSED.id, DISCLOSED.en)]
GREETING = re.compile(f"(?:{'|'.join(GREETINGS)})\\s+(?=\\S)")


@register.filter
def beyond_greeting(text: str) -> str:
    """Without the sentence in which the assistant says what it is, where more follows it."""
    return GREETING.sub("", text, count=1) if GREETING.match(text) else text
