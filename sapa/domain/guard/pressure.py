"""Does it shout or press: pressure phrases, capitals, exclamation marks, emoji, questions, links."""

import re
from string import ascii_lowercase, ascii_uppercase

from sapa.domain.guard.names import allowed_capitals
from sapa.domain.guard.reading import VARIABLE, Hit, Reading
from sapa.domain.guard.words import COVER, END, LISTS, START, Places, covered, listed, listed_with

MATERIAL = "|".join(map(re.escape, LISTS["materials"]))
FILLER = "|".join(map(re.escape, LISTS["before_a_material"]))
OF_A_MATERIAL = re.compile(rf"[\s:,]*(?:(?:{FILLER})\s+){{0,3}}(?:{MATERIAL})(?:nya)?{END}", re.IGNORECASE)
AFTER_A_MATERIAL = re.compile(
    rf"{START}(?:{MATERIAL}|bahan|berbahan|material|kain)(?:nya)?(?:\s+(?:asli|murni))?[\s(]*$", re.IGNORECASE
)
SHOUTED = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
CAPITAL, SMALL = re.compile(r"[^\W\d_a-z]"), re.compile("[a-z]+")
PLAIN_CAPITALS, PLAIN_SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()
CAPITALS, FEW_CAPITALS = (re.compile(rf"{sign}(?:-?{sign}){{3}}") for sign in (r"[^\W\d_a-z]", "[A-Z]"))
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|(?:[\u2190-\u25ff\u00a9\u00ae\u2122\u203c\u2049]\ufe0f"
    "|[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
    "\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2600-\u2604\u260e\u2611\u2614\u2615\u2618\u261d\u2620"
    "\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666"
    "\u2668\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa\u26ab\u26b0\u26b1\u26bd"
    "\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26d4\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa\u26fd\u2702"
    "\u2705\u2708-\u270d\u270f\u2712\u2714\u2716\u271d\u2721\u2728\u2733\u2734\u2744\u2747\u274c\u274e"
    "\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55]"
    "[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]*)"
    "(?:\u200d[\u2190-\u2bff\U0001f000-\U0001faff]\ufe0f?[\U0001f3fb-\U0001f3ff]?)*)"
)
MOST_EMOJI = {"b2c": 3, "b2b": 0}
META_EMOJI = 10
MOST_LINKS = 2
NEARBY = 80


def hard_sell(reading: Reading) -> Hit | None:
    said = reading.said(listed_with("pressure", reading.case.pressure_words))
    if not said:
        return None
    things = Places(one.span() for one in listed("not_pressure").finditer(reading.linkless))
    found = [
        one for one in said if not things.hold(*one.span()) and not is_of_a_material(one, reading.linkless)
    ]
    return Hit(found[0].span(), strong=len(found) > 1) if found else None


def is_of_a_material(phrase: re.Match[str], text: str) -> bool:
    return phrase[0].casefold() in ("100%", "dijamin") and describes_a_material(text, *phrase.span())


def describes_a_material(text: str, start: int, end: int) -> bool:
    """`100% katun`, `katun 100%`, `dijamin katun asli`: what the thing is made of, not a promise."""
    return bool(
        OF_A_MATERIAL.match(text, end) or AFTER_A_MATERIAL.search(text, max(0, start - NEARBY), start)
    )


def caps(reading: Reading) -> Hit | None:
    """Own names, the allow list and codes with digits count neither as words nor as letters."""
    if is_quiet(reading.linkless):
        return None
    allowed = allowed_capitals(reading.case)
    plain = covered(reading.linkless, [one.span() for one in VARIABLE.finditer(reading.text)])
    words = [one for one in SHOUTED.finditer(plain) if not is_allowed(one[0], allowed)]
    shouted = [one for one in words if one[0].isupper() and letters(one[0]) >= 4]
    if len(shouted) > 1:
        return Hit(shouted[0].span())
    total = sum(letters(one[0]) for one in words)
    upper = sum(sign.isupper() for one in words for sign in one[0])
    return Hit() if total >= 20 and upper > 0.3 * total else None


def is_quiet(text: str) -> bool:
    """Most texts: no four capitals in a row, and capitals far below the share that shouts."""
    text = text.replace(COVER, " ")
    capitals, small = letter_counts(text)
    in_a_row = FEW_CAPITALS if text.isascii() else CAPITALS
    shouts = capitals > 0.3 * small or (capitals > 3 and in_a_row.search(text))
    return not shouts and "{" not in text


def letter_counts(text: str) -> tuple[int, int]:
    """Capitals, with letters that have no case, and small letters from a to z."""
    if text.isascii():
        signs = text.encode()
        without_capitals, without_small = (
            signs.translate(None, PLAIN_CAPITALS),
            signs.translate(None, PLAIN_SMALL),
        )
        return len(signs) - len(without_capitals), len(signs) - len(without_small)
    return len(CAPITAL.findall(text)), len(text) - len(SMALL.sub("", text))


def is_allowed(word: str, allowed: frozenset[str]) -> bool:
    return word.isupper() and (
        any(map(str.isdigit, word)) or all(part in allowed for part in word.split("-"))
    )


def letters(word: str) -> int:
    return sum(map(str.isalpha, word))


def exclamation(reading: Reading) -> Hit | None:
    if reading.text.count("!") + reading.text.count("！") < 2:
        return None
    marks = [one.span() for one in re.finditer("[!！]", reading.bare)]
    return Hit(marks[1], strong=len(marks) > 2) if len(marks) > 1 else None


def emoji_in(text: str) -> list[tuple[int, int]]:
    """Places of emoji as people see them: a family, a flag or a tinted hand is one."""
    return [] if text.isascii() else [one.span() for one in EMOJI.finditer(text)]


def emoji(reading: Reading) -> Hit | None:
    found, most = emoji_in(reading.text), MOST_EMOJI[reading.case.segment]
    if len(found) <= most:
        return None
    return Hit(found[most], len(found) > META_EMOJI, {"most": str(most)})


def links(reading: Reading) -> Hit | None:
    short = next((one for one in reading.links if host(one[0]) in LISTS["shorteners"]), None)
    if short:
        return Hit(short.span())
    return Hit(reading.links[MOST_LINKS].span()) if len(reading.links) > MOST_LINKS else None


def host(address: str) -> str:
    return re.split(r"[/?#:]", re.sub(r"^https?://", "", address.casefold()))[0].removeprefix("www.")


def multi_ask(reading: Reading) -> Hit | None:
    if reading.text.count("?") + reading.text.count("？") < 3:
        return None
    marks = [one.span() for one in re.finditer("[?？]", reading.linkless)]
    return Hit(marks[2]) if len(marks) > 2 else None
