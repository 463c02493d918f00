"""Who is named with @ in a text: `@Budi Santoso`, the longest name first, in any case."""

import re
from collections.abc import Iterator, Mapping


def mentioned(text: str, names: Mapping[int, str]) -> set[int]:
    """Ids of the people whose whole name stands behind an @ that begins a word; two of one name both."""
    return {pk for _start, _end, ids in mentions(text, names) for pk in ids}


def mentions(text: str, names: Mapping[int, str]) -> Iterator[tuple[int, int, frozenset[int]]]:
    """Each place from the @ to the end of the name, with whom it may mean."""
    by_name: dict[str, set[int]] = {}
    for pk, name in names.items():
        if name.strip():
            by_name.setdefault(name.strip().casefold(), set()).add(pk)
    if not by_name:
        return
    any_name = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    for found in re.finditer(rf"(?<!\w)@({any_name})(?!\w)", text, re.IGNORECASE):
        yield (*found.span(), frozenset(by_name.get(found[1].casefold(), ())))
