"""One message to one flow, with what it was understood as."""

from dataclasses import replace
from datetime import datetime

from sapa.domain.dialogue.routing import goes_to
from sapa.domain.dialogue.types import Business, Language, Move, Said, Talk
from tests.domain.dialogue.cast import NOW, SHOP, Shelf, meaning, turn


def reply(
    text: str,
    intent: str,
    shelf: Shelf | None = None,
    *,
    talk: Talk | None = None,
    attachment: str = "",
    now: datetime = NOW,
    business: Business = SHOP,
    language: Language = "id",
    confidence: float = 0.9,
    **slots: object,
) -> Move:
    heard = Said(text, meaning(intent, confidence, **slots), 1, attachment)
    remembered = replace(talk or Talk(disclosed=True), language=language)
    return goes_to(turn(heard, shelf, talk=remembered, now=now, business=business), intent)
