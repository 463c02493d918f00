"""Numbers that a message names and that look like a customer's own, whoever they belong to.

What is named by a number is that or nothing: a plan or order beside it is never taken in its place.
"""

import re
from collections.abc import Iterable, Sequence

MOST_READ = 1000
I = re.IGNORECASE  # noqa: E741 (as in re)
PREFIX = re.compile(r"[^\W\d_]+")
WRITTEN = re.compile(
    r"(?<![\w/-])[a-z]{1,12}(?:[/_-][a-z0-9]{1,20}){1,6}(?![\w/-])|(?<![\w/-])[a-z]{2,8}\d{2,12}(?![\w/-])", I
)
UNIT = r"(?![\w/-]|[.,]\d| ?(?:rb|ribu|k|jt|juta|kg|gr?|gram|ml|x)\b)"
NUMBERED = re.compile(
    rf"(?:\b(?:no|nomor|nomer|number|id|kode|code)\b[ .:#]{{0,3}}|#)(\d{{2,12}}){UNIT}"
    rf"|(?<![\w/.,+-])(?!20[234]\d\b)(\d{{4,12}}){UNIT}",
    I,
)
LABELS = frozenset(
    ("tgl", "no", "nomor", "rp", "idr", "jam", "hari", "bln", "hp", "wa", "jl", "rt", "rw", "pukul")
)


def of_the_kind(text: str, own: Iterable[str]) -> tuple[str, ...]:
    """What begins as one of `own` does: `sub 90` where there is SUB-31."""
    prefixes = {found[0] for number in own if (found := PREFIX.match(number))}
    written = (
        re.findall(rf"(?<![^\W_]){re.escape(prefix)}[\W_]{{0,2}}\d[\w/-]*", text[:MOST_READ], I)
        for prefix in sorted(prefixes)
    )
    return tuple(one.rstrip("-/_") for found in written for one in found)


def written_numbers(text: str) -> tuple[str, ...]:
    """Whatever else is written as a number of something: LGN/2026/0099, MBR20451, nomor 4471."""
    read = text[:MOST_READ]
    shaped = [one for one in WRITTEN.findall(read) if _is_number(one)]
    bare = [next(filter(None, found)) for found in NUMBERED.findall(WRITTEN.sub(" ", read))]
    return tuple(shaped + bare)


def _is_number(token: str) -> bool:
    begins = PREFIX.match(token)
    labelled = begins is not None and begins[0].casefold() in LABELS
    return any(sign.isdecimal() for sign in token) and not labelled


def is_the_same(said: str, number: str) -> bool:
    """Letter by letter, however it is spaced; figures alone must be all its figures."""
    one, other = bare(said), bare(number)
    return bool(one) and (one == other or (one.isdecimal() and one == "".join(filter(str.isdecimal, other))))


def bare(reference: str) -> str:
    return re.sub(r"[\W_]+", "", reference.casefold())


def of_others(said: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Those that are none of `own`."""
    return tuple(one for one in said if not any(is_the_same(one, number) for number in own))
