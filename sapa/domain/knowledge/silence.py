"""What is plainly told of another: another size, another dimension, a deed that no article tells of."""

import re

from sapa.domain.knowledge.grouping import VERB
from sapa.domain.knowledge.signs import Sight

ABLE = re.compile(r"\b(?:bisa|boleh|dapat|kuat|tahan|can|may|able)\b")
DIMENSIONS = {
    "panjang": re.compile(r"panjang|length|long|\d ?x ?\d"),
    "lebar": re.compile(r"lebar|width|wide|\d ?x ?\d"),
    "tinggi": re.compile(r"tinggi|height|tall|high|\d ?x ?\d"),
    "tebal": re.compile(r"tebal|thick"),
    "berat": re.compile(r"berat|bobot|timbang|neto|netto|isi|kemasan|weigh"),
}
OF_DIMENSIONS = frozenset(["length", "mass", "number", "size"])


def is_of_another(sight: Sight) -> bool:
    text = " ".join(one.plain for one in sight.sentences)
    return is_other_size(sight, text) or is_other_dimension(sight, text) or is_unable(sight)


def is_other_size(sight: Sight, text: str) -> bool:
    """«ukuran XL» where the sentences tell of S and M."""
    return not all(re.search(rf"\b{letter}\b", text) for letter in sight.part.letters)


def is_other_dimension(sight: Sight, text: str) -> bool:
    """«panjangnya berapa» where only how thick it is stands."""
    plain = sight.part.plain
    asked = [name for name in DIMENSIONS if re.search(rf"\b{name}(?:nya|ne|na)?\b", plain)]
    return bool(asked and sight.part.kinds & OF_DIMENSIONS) and not any(
        DIMENSIONS[name].search(text) for name in asked
    )


def is_unable(sight: Sight) -> bool:
    """«bisa dilipat» where no article tells of folding."""
    part = sight.part
    if part.kinds or not part.groups or not ABLE.search(part.plain):
        return False
    last = part.groups[-1]
    return not last.keys and bool(VERB.match(last.word))
