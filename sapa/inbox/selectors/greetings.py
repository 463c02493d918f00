"""The assistant's words without the sentence in which it says what it is."""

import re

from sapa.domain.dialogue.deciding import DISCLOSED

SENTENCES = [re.sub(r"\\\{\w+\\\}", ".*?", re.escape(one)) for one in (DISCLOSED.id, DISCLOSED.en)]
GREETING = re.compile(f"(?:{'|'.join(SENTENCES)})\\s+(?=\\S)")


def beyond_greeting(text: str) -> str:
    """As it is where nothing follows."""
    found = GREETING.match(text)
    return text[found.end() :] if found else text
