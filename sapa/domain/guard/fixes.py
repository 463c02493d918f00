"""Corrections that need no thought: each gives the whole text anew."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from sapa.domain.guard.manners import DRAWN_OUT, KAK, greeting_for, wrong_greetings
from sapa.domain.guard.pressure import MOST_EMOJI, emoji_in
from sapa.domain.guard.reading import Reading
from sapa.domain.guard.words import END, LISTS, START

WAY_OUT = "Balas BERHENTI bila tidak ingin menerima info promo."
NO_BLANK_BEFORE = ("", "\n", *".,;:!?)")
TWICE = re.compile(rf"{START}(kakak|kak|bapak|ibu|mas|mbak|pak|bu)\s+\1{END}", re.IGNORECASE)
CALLS = re.compile(
    rf"{START}(?:{'|'.join(DRAWN_OUT.get(word, word) for word in LISTS['calls'])}){END}", re.IGNORECASE
)
BOTH = re.compile(rf"{START}bapak\s+ibu{END}", re.IGNORECASE)


def fitting_greeting(reading: Reading) -> str | None:
    text, at = reading.text, reading.case.at
    if at is None:
        return None
    for wrong in reversed(wrong_greetings(reading)):
        text = text[: wrong.start(1)] + written_like(wrong[1], greeting_for(at)) + text[wrong.end(1) :]
    return text


def written_like(old: str, new: str) -> str:
    if old.isupper():
        return new.upper()
    return new.capitalize() if old[0].isupper() else new


def one_exclamation(reading: Reading) -> str:
    """The first mark stays, a run becomes one; further ones become full stops."""
    seen = False

    def calm(found: re.Match[str]) -> str:
        nonlocal seen
        signs = found[0]
        if "?" in signs:
            return "?" if set(signs) & set("!！") else signs
        first, seen = not seen, True
        return "!" if first else "."

    return re.sub(r"[!！?]+", calm, reading.text)


def fewer_emoji(reading: Reading) -> str:
    """Those beyond the limit go, and no blank is left before a sign."""
    text = reading.text
    for start, end in reversed(emoji_in(text)[MOST_EMOJI[reading.case.segment] :]):
        left, right = text[:start].rstrip(" "), text[end:].lstrip(" ")
        text = left + ("" if not left or right[:1] in NO_BLANK_BEFORE else " ") + right
    return text


def with_way_out(reading: Reading) -> str:
    text = reading.text.rstrip()
    return f"{text}{'' if text.endswith(('.', '!', '?')) else '.'} {WAY_OUT}"


def one_honorific(reading: Reading) -> str:
    """Doubled forms become one; a company's contact is Bapak/Ibu: nobody's gender is guessed."""
    text = BOTH.sub("Bapak/Ibu", TWICE.sub(r"\1", reading.text))
    if reading.case.segment != "b2b":
        return text
    said = next((one for one in ("Bapak/Ibu", "Bapak", "Ibu") if one in reading.bare), "Bapak/Ibu")
    for found in reversed(reading.said(KAK)) if text == reading.text else ():
        text = text[: found.start()] + said + text[found.end() :]
    return text


def without_calls(reading: Reading) -> str:
    """Words that only call somebody go with their blank; what then begins a sentence gets its capital."""
    text, chosen = reading.text, {word.casefold() for word in reading.case.brand_words}
    for found in reversed(reading.said(CALLS)):
        if found[0].casefold() not in chosen:
            text = without(text, *found.span())
    return text


def without(text: str, start: int, end: int) -> str:
    left, right = text[:start].rstrip(" "), text[end:]
    if left and left[-1] not in ".!?\n":
        return (left.rstrip(",") if right.lstrip()[:1] in (*".,!?", "") else left) + right
    right = right.lstrip(" ,.!")
    return left + (" " if left and right else "") + right[:1].upper() + right[1:]


FIXES: Mapping[str, Callable[[Reading], str | None]] = MappingProxyType(
    {
        "greeting_time": fitting_greeting,
        "exclamation": one_exclamation,
        "emoji": fewer_emoji,
        "missing_opt_out": with_way_out,
        "honorific": one_honorific,
        "over_familiar": without_calls,
    }
)
