"""Whether sentences hold what is asked of a thing, and not only the thing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from sapa.domain.knowledge.asking import Asked
from sapa.domain.knowledge.grouping import HALF_KNOWN, VERB, Group
from sapa.domain.knowledge.index import Ready
from sapa.domain.knowledge.measures import NUMBER
from sapa.domain.knowledge.terms import keys_of, terms_of

ABLE = re.compile(r"\b(?:bisa|boleh|dapat|kuat|tahan|can|may|able)\b")
DIMENSIONS = {
    "panjang": re.compile(r"panjang|length|long|\d ?x ?\d"),
    "lebar": re.compile(r"lebar|width|wide|\d ?x ?\d"),
    "tinggi": re.compile(r"tinggi|height|tall|high|\d ?x ?\d"),
    "tebal": re.compile(r"tebal|thick"),
    "berat": re.compile(r"berat|bobot|timbang|neto|netto|isi|kemasan|weigh"),
}
OF_DIMENSIONS = frozenset(["length", "mass", "number", "size"])
COUNTED = re.compile(r"\bberapa ([^\W\d_]{3,})")
BESIDE_NUMBER = re.compile(rf"\b{NUMBER}(?: [^\W\d_]+){{1,2}}")
CALLED = frozenset(["=voucher", "=promo", "=diskon"])
OF_ITS_TOPIC = frozenset(["duration", "money", "tariff", "share", "mass", "length", "volume", "age"])


def misses_focus(ready: Ready, chosen: Sequence[int], told: frozenset[str], part: Asked) -> bool:
    return (
        is_other_product(ready, part)
        or is_other_topic(told, part)
        or is_named_otherwise(part)
        or is_unable(part)
        or is_other_dimension(ready, chosen, part)
        or is_uncounted(ready, chosen, told, part)
    )


def is_other_product(ready: Ready, part: Asked) -> bool:
    """A name that other articles hold and this one does not."""
    return any(group.proper and not group.keys & ready.keys for group in part.groups)


def is_other_topic(told: frozenset[str], part: Asked) -> bool:
    """What another article is about and this one does not name: the warranty of a helmet in that of a battery."""
    topics = [group for group in part.groups if group.topic and not group.kind]
    return bool(part.kinds & OF_ITS_TOPIC) and not all(group_told(group, told) for group in topics)


def is_named_otherwise(part: Asked) -> bool:
    """«voucher kemerdekaan» where no article names it."""
    return any(
        first.keys & CALLED and second.strange and second.weight >= HALF_KNOWN
        for first, second in pairwise(part.groups)
    )


def is_unable(part: Asked) -> bool:
    """«bisa dilipat» where no article tells of folding."""
    if part.kinds or not part.groups or not ABLE.search(part.plain):
        return False
    last = part.groups[-1]
    return not last.keys and bool(VERB.match(last.word))


def is_other_dimension(ready: Ready, chosen: Sequence[int], part: Asked) -> bool:
    """«panjangnya berapa» where only how thick it is stands."""
    asked = [name for name in DIMENSIONS if re.search(rf"\b{name}(?:nya|ne|na)?\b", part.plain)]
    if not asked or not part.kinds & OF_DIMENSIONS:
        return False
    text = " ".join(ready.sentences[at].plain for at in chosen)
    return not any(DIMENSIONS[name].search(text) for name in asked)


def is_uncounted(ready: Ready, chosen: Sequence[int], told: frozenset[str], part: Asked) -> bool:
    """«berapa botol» where no bottles are counted."""
    found = COUNTED.search(part.plain) if part.kinds == {"number"} else None
    group = next((one for one in part.groups if found and one.word == found[1]), None)
    if group is None:
        return False
    if not group.keys & told:
        return True
    return group.weight > HALF_KNOWN and not any(
        is_counted(group, ready.sentences[at].plain) for at in chosen
    )


def is_counted(group: Group, sentence: str) -> bool:
    return any(group.keys & keys_of(terms_of(found[0])) for found in BESIDE_NUMBER.finditer(sentence))


def group_told(group: Group, told: frozenset[str]) -> bool:
    return bool((group.keys | group.above) & told)
