"""Words of a question as groups: each found by any of its keys, with what it weighs."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from sapa.domain.knowledge import tables
from sapa.domain.knowledge.index import Index
from sapa.domain.knowledge.likeness import ENDINGS, is_misspelled, likely
from sapa.domain.knowledge.terms import LONGEST_PHRASE, Term, meaning
from sapa.domain.understanding.stemming import stem

LIGHT = 0.25
INSEPARABLE = frozenset(
    [
        "=tukar tambah",
        "=cod",
        "=kartu kredit",
        "=toko fisik",
        "=gratis ongkir",
        "=kurir instan",
        "=ulang tahun",
        "=tahun baru",
    ]
)
ABROAD = "luar negeri"
NUMBER_WEIGHT = 0.2
COUNT = re.compile(
    r"[\d.,]+(?:[a-z]{0,4}|x[\d.,]+[a-z]{0,2})|se(?:kubik|kilo|liter|meter|lembar|botol|dus|sak|box|pack)"
)
HALF_KNOWN = 0.5
VERB = re.compile(
    r"^(?:di[bcdfghjklmnprstwy]?[aiueo]\w*(?:in|kan|keun|ake|ke|no|i|an)|nge\w{3,}|ny[aiueo]\w{3,}"
    r"|ng[aiueo]\w{3,}(?:in|keun|ake|no)?"
    r"|me(?:m[bpf]|n[dtcjyaiueo]|ng)\w{3,}|ke\w{3,}an|di[bcdfghjklmnprstwy][aiueo]\w{2,})$"
)
ATTRIBUTES = frozenset(
    [
        "=tinggi",
        "=berat",
        "=panjang",
        "=lebar",
        "=ukuran",
        "=warna",
        "=kapasitas",
        "=volt",
        "=watt",
        "=umur",
        "=bahan",
        "=rasa",
        "=diameter",
        "=nama",
        "=merek",
    ]
)
KINDS = {
    "=alamat": "address",
    "=harga": "money",
    "=biaya": "fee",
    "=bayar": "fee",
    "=buka": "clock",
    "=tutup": "clock",
    "=gratis": "fee",
    "=jam": "clock",
    "=jam layanan": "clock",
    "=lama": "duration",
    "=persen": "share",
    "=tanggal": "date",
    "=jadwal": "date",
    "=umur": "age",
    "=ongkir": "payer",
    "=tanggung": "payer",
    "=suhu": "temperature",
    "=berat": "mass",
    "=denda": "fee",
    "=biaya tambahan": "fee",
    "=tekanan": "pressure",
    "=warna": "colour",
    "=takaran": "dose",
    "=tinggi": "length",
    "=panjang": "length",
    "=lebar": "length",
    "=jarak": "length",
    "=ukuran": "size",
}


@dataclass(frozen=True, slots=True)
class Group:
    """`keys`: those that some article holds, none when it is named nowhere; `weight`: 0..1;
    `named`: a place or a name, which nothing else can stand for; `kind`: of detail that it only asks for;
    `strange`: in no table and no article, such as the name of a product; `attribute`: of a thing, as its weight;
    `wide`: found by the kind that it is one of; `above`: the keys of that kind;
    `rare`: 0..1, how few articles hold it; `proper`: in articles alone and in no table, such as the name of a product;
    `topic`: a word of a title; `parts`: the keys of the words of a phrase, which together stand for it;
    `either`: of two that are named as a choice."""

    word: str
    keys: frozenset[str]
    weight: float
    named: bool = False
    kind: str = ""
    strange: bool = False
    attribute: bool = False
    wide: bool = False
    above: frozenset[str] = frozenset()
    rare: float = 1.0
    proper: bool = False
    topic: bool = False
    parts: tuple[frozenset[str], ...] = ()
    either: bool = False

    def is_in(self, keys: Set[str]) -> bool:
        """Whether it is among them, a phrase also word by word."""
        return not self.keys.isdisjoint(keys) or (
            bool(self.parts) and all(not part.isdisjoint(keys) for part in self.parts)
        )


def phrase_length(terms: Sequence[Term], place: int, index: Index) -> int:
    """Words of the longest phrase with a meaning of its own that begins here, one that the articles know first."""
    lengths = range(min(LONGEST_PHRASE, len(terms) - place), 1, -1)
    meant = {length: meaning(terms[place : place + length]) for length in lengths}
    held = (length for length in lengths if meant[length] & index.vocabulary)
    return next(
        held,
        next(
            (
                length
                for length in lengths
                if meant[length] and stays(terms[place : place + length], meant[length], index)
            ),
            1,
        ),
    )


def stays(terms: Sequence[Term], meant: frozenset[str], index: Index) -> bool:
    """Whether a phrase that no article holds is not to be read as its words, each of which is told of by itself."""
    strange = any(not (is_common(term.word) or term.keys & index.vocabulary) for term in terms)
    return strange or bool(meant & INSEPARABLE)


def group_of(terms: Sequence[Term], index: Index, *, visits: bool, permits: bool) -> Group | None:
    """None for words that say nothing."""
    word = " ".join(term.word for term in terms)
    if not any(sign.isalnum() for sign in word) or (len(word) == 1 and not word.isdecimal()):
        return None
    if len(terms) > 1:
        return group_of_phrase(terms, index)
    keys = terms[0].keys
    if key := next((one for one in keys if one[0] in "@#" and len(one) > 1), ""):
        known = wider(key, index, visits=visits) & index.vocabulary
        longer = (
            {one for one in index.vocabulary if one.startswith(key) and is_of_kind(one, key)}
            if key[0] == "#" and not known
            else set()
        )
        generic = tables.kinds_of_names().get(tables.names().get(tables.raw(key[1:]), ""), frozenset())
        return Group(word, known | longer, 1.0, named=True, above=generic & index.vocabulary)
    if word in tables.unsaid() or (len(word) < 6 and stem(word) in tables.unsaid()):
        return None
    meant = word
    keys |= ones_of(word, keys)
    if not keys & index.vocabulary:
        keys |= likely(word, index)
        meant = min((key for key in keys & index.vocabulary if key[0] not in "=@#"), default=word)
    kind = next((KINDS[key] for key in keys if key in KINDS), "")
    known = keys & index.vocabulary
    wide = wider_kinds(keys) & index.vocabulary if permits and not known else frozenset()
    strange = not known and not has_meaning(keys)
    heavy = weight_of(meant, keys)
    if strange and heavy > LIGHT:
        heavy = (
            LIGHT
            if strange and is_misspelled(word)
            else HALF_KNOWN
            if VERB.match(word.split("-")[0])
            else heavy
        )
    attribute = bool(keys & ATTRIBUTES)
    told = Group(word, known or wide, heavy, kind=kind, strange=strange, attribute=attribute, wide=bool(wide))
    proper = bool(known) and heavy > HALF_KNOWN and meant.isalpha() and not has_meaning(keys)
    return replace(
        told,
        above=wider_kinds(keys) if known else frozenset(),
        rare=index.rarity(known),
        proper=proper,
        topic=heavy > HALF_KNOWN and bool(known & index.titled),
    )


def ones_of(word: str, keys: frozenset[str]) -> frozenset[str]:
    """«bank mana saja» is answered by the names of banks."""
    said = {f"={word}", *keys}
    return frozenset(f"=one:{kind}" for kind, meant in tables.kinds_of_names().items() if meant & said)


def has_meaning(keys: frozenset[str]) -> bool:
    return any(key[0] == "=" and len(key) > 1 for key in keys)


def is_of_kind(one: str, other: str) -> bool:
    """«grabexpress» is a courier as «grab» is; «shopeepay» is no market."""
    names = tables.names()
    return names.get(tables.raw(one[1:])) == names.get(tables.raw(other[1:]))


def wider_kinds(keys: frozenset[str]) -> frozenset[str]:
    """«hewan» for a dog that no article names."""
    return frozenset().union(*(tables.wider_kinds().get(key, frozenset()) for key in keys))


def group_of_phrase(terms: Sequence[Term], index: Index) -> Group:
    """By its meaning where an article has it, else by its words."""
    meant = meaning(terms)
    word = " ".join(term.word for term in terms)
    kind = next((KINDS[key] for key in meant if key in KINDS), "")
    parts = () if meant & INSEPARABLE else parts_of_phrase(terms, index)
    return Group(word, meant & index.vocabulary, weight_of(word, meant), kind=kind, parts=parts)


def parts_of_phrase(terms: Sequence[Term], index: Index) -> tuple[frozenset[str], ...]:
    """Of the words that say something; none where an article holds not all of them."""
    telling = [term for term in terms if term.word not in tables.unsaid()]
    parts = tuple(term.keys & index.vocabulary for term in telling)
    return parts if len(parts) > 1 and all(parts) else ()


def wider(key: str, index: Index, *, visits: bool) -> frozenset[str]:
    """A parcel goes to a town in a province that is named; a shop in the province is not one in the town, and where
    countries are named the others are not meant."""
    if key[0] != "@" or visits:
        return frozenset([key])
    around = tables.around(key[1:])
    if ABROAD in around and tables.countries() & index.vocabulary:
        return frozenset([key])
    return frozenset([key, *(f"@{place}" for place in around)])


def weight_of(word: str, keys: frozenset[str]) -> float:
    if COUNT.fullmatch(word):
        return NUMBER_WEIGHT
    if is_common(word) or is_unit(word):
        return LIGHT
    meanings = [key[1:] for key in keys if key[0] == "=" and len(key) > 1]
    return LIGHT if meanings and all(is_common(one) for one in meanings) else 1.0


def is_common(word: str) -> bool:
    known = tables.common() | tables.unsaid()
    short = ENDINGS.sub("", word)
    own = (word,) in tables.concepts()
    return word in known or (not own and (stem(word) in known or (len(short) > 3 and short in known)))


def is_unit(word: str) -> bool:
    return word in tables.units() or word.rstrip("s") in tables.units()
