"""Words as they are compared: names and places first, then the chat dictionary, stems and meanings."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from sapa.domain.knowledge import tables
from sapa.domain.understanding.normalising import normalise, words_of
from sapa.domain.understanding.stemming import stem

LONGEST_PHRASE = 4
LONGEST_TEXT = 4000
TOKEN = re.compile(r"[^\W_]+(?:[-.&'][^\W_]+)*|[%°?!,;:()/]|\S")
AT_LEAST = re.compile(
    r"\bmin(?:im)?\.?\s+(?=belanja|order|pembelian|beli|pe?se?n|brp|berapa|\d|rp|transaksi|qty|purchase|piro|sabaraha)",
    re.IGNORECASE,
)
AT_MOST = re.compile(r"\b(?:maks|max|mx)\.?\s+(?=\w)", re.IGNORECASE)
CENTIMETRES = re.compile(r"\b(berapa|brp|brapa|piro|pira|pinten|sabaraha|\d+) ?cm\b", re.IGNORECASE)
ASKING = {
    "pirang": "berapa",
    "pira": "berapa",
    "piro": "berapa",
    "pinten": "berapa",
    "sabaraha": "berapa",
    "sabrha": "berapa",
    "iraha": "kapan",
    "kapan-kapan": "kapan",
    "kumaha": "bagaimana",
    "kepriye": "bagaimana",
    "kepripun": "bagaimana",
    "pripun": "bagaimana",
    "kados pundi": "bagaimana",
    "dimana": "di mana",
    "dmn": "di mana",
    "ngendi": "di mana",
    "nang ndi": "di mana",
    "wonten pundi": "di mana",
    "di palih mana": "di mana",
    "saha": "siapa",
    "sopo": "siapa",
    "sinten": "siapa",
    "nopo": "apa",
    "punapa": "apa",
    "naon": "apa",
    "regine": "harga",
    "regane": "harga",
    "rego": "harga",
    "pangaos": "harga",
    "pangaosna": "harga",
    "pangaosipun": "harga",
    "reginipun": "harga",
    "hargane": "harga",
    "hargana": "harga",
    "opo wae": "apa saja",
    "opo ae": "apa saja",
    "naon wae": "apa saja",
    "naon bae": "apa saja",
    "nopo mawon": "apa saja",
    "apa waé": "apa saja",
}
WALLET = re.compile(  # DANA, not the «dana» that comes back
    r"\bDANA\b|\bDana(?=,)|(?<=, )Dana\b|(?<=pake )dana\b|(?<=pakai )dana\b|(?<=via )dana\b|(?<=lewat )dana\b"
    r"|(?<=nganggo )dana\b|(?<=make )dana\b|(?<=with )dana\b"
)
TIMES = re.compile(r"\b(\d+)x\b(?! ?\d)", re.IGNORECASE)
SPOKEN = re.compile("|".join(rf"\b{word}\b" for word in sorted(ASKING, key=len, reverse=True)), re.IGNORECASE)
SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("qu", "ku"),
    ("x", "ks"),
    ("tion", "si"),
    ("sion", "si"),
    ("ou", "u"),
    ("th", "t"),
    ("ity", "itas"),
    ("y", "i"),
    ("ive", "if"),
)
PLURAL = re.compile(r"(?<=[^\Ws]{3})s$")
LEADS_TO_PLACE = frozenset(
    [
        "sampai",
        "tujuan",
        "wilayah",
        "ongkir",
        "kirim",
        "pengiriman",
        "ongkos",
        "tarif",
        "kurir",
        "shipping",
        "alamat",
        "pulau",
        "luar",
        "di",
        "ke",
        "dari",
        "kota",
        "cabang",
        "daerah",
        "area",
        "kab",
        "kabupaten",
        "in",
        "to",
    ]
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. `keys`: what it is found by: its stem, meanings `=name`, a place `@name`, a name `#name`."""

    word: str
    keys: frozenset[str]


@lru_cache(maxsize=256)
def terms_of(text: str) -> tuple[Term, ...]:
    """In the order of the text; «=» keys of a phrase stand at its first word, whose other words stay."""
    return read(text)


def read(text: str) -> tuple[Term, ...]:
    """As `terms_of`, for texts that are read once."""
    found = list(_terms(text[:LONGEST_TEXT]))
    return tuple(_with_phrases(found))


def without_accents(text: str) -> str:
    """«poé», «béak» and «café» as they are typed on a telephone."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def spelled_out(text: str) -> str:
    """«berapa cm», which in chat is otherwise «cuma»; words of asking in Javanese and Sundanese."""
    text = WALLET.sub("danawallet", text)
    text = TIMES.sub(r"\1 kali", text)
    return SPOKEN.sub(lambda found: ASKING[found[0].lower()], CENTIMETRES.sub(r"\1 sentimeter", text))


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """Equal for «cactus» and «kaktus», «coupon» and «kupon»."""
    for written, spoken in SOUNDS:
        word = word.replace(written, spoken)
    word = re.sub(r"c(?=[ei])", "s", word)
    word = re.sub(r"c(?!h)", "k", word)
    return re.sub(r"(.)\1", r"\1", word)


def is_english(text: str) -> bool:
    words = re.findall(r"[a-z']+", text.lower())
    said = sum(word in tables.english() for word in words)
    return said >= 2 and said * 4 >= len(words)


def _terms(text: str) -> Iterator[Term]:
    english = is_english(text)
    text = AT_MOST.sub("maksimal ", AT_LEAST.sub("minimal ", without_accents(spelled_out(text))))
    written = TOKEN.findall(text)
    tokens = [token.lower() for token in written]
    waiting: list[str] = []
    place = 0
    while place < len(tokens):
        named = _named(tokens, place, sure=is_capital(written, place))
        if named is None:
            waiting.append(tokens[place])
            place += 1
            continue
        yield from _plain(waiting, english)
        waiting = []
        key, length = named
        yield Term(" ".join(tokens[place : place + length]), frozenset([key, *kind_named(key)]))
        place += length
    yield from _plain(waiting, english)


def _named(tokens: Sequence[str], place: int, *, sure: bool) -> tuple[str, int] | None:
    """A place or a name that begins here, the longest, with the count of its words."""
    for length in range(min(LONGEST_PHRASE, len(tokens) - place), 0, -1):
        phrase = tuple(tokens[place : place + length])
        before = tokens[place - 1] if place else ""
        where = tables.places().named.get(phrase) or tables.places().named.get(_without_ending(phrase))
        if where and (phrase not in tables.places().doubtful or sure or before in LEADS_TO_PLACE):
            return f"@{where}", length
        if phrase in tables.names():
            return f"#{' '.join(phrase)}", length
    return None


def kind_named(key: str) -> frozenset[str]:
    """«=one:bank» of a name: a question about any bank finds it, one about another bank does not."""
    kind = tables.names().get(tables.raw(key[1:])) if key[0] == "#" else None
    return frozenset([f"=one:{kind}"]) if kind in tables.GENERIC else frozenset()


def is_capital(written: Sequence[str], place: int) -> bool:
    """Written as a name is, within a sentence whose other words are not."""
    if place == 0 or not written[place].istitle():
        return False
    before, following = written[place - 1], written[place + 1] if place + 1 < len(written) else ""
    return before not in (".", "!", "?", ":") and (before == "," or following.startswith(("Rp", ",", ".")))


def _without_ending(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """«bandungnya», «jogjane»."""
    return (*phrase[:-1], re.sub(r"(?<=\w{4})(?:nya|ne|na)$", "", phrase[-1]))


def _plain(tokens: list[str], english: bool) -> Iterator[Term]:
    if not tokens:
        return
    text = " ".join(tokens)
    for word in words_of(text if english else normalise(text)):
        for part in map(with_vowels, _parts(word)):
            yield Term(part, forms_of(part))


@lru_cache(maxsize=8192)
def forms_of(word: str) -> frozenset[str]:
    """The word, without «-nya», and its stem, unless that is another word: «kafein» is no «kafe»."""
    table = tables.concepts()
    bare = re.sub(r"(?<=\w{3})nya$", "", word)
    if (own := re.sub(r"(?<=\w{3})[km]u$", "", word)) != word and (own,) in table:
        bare = own
    long, short = table.get((bare,), frozenset()), table.get((stem(word),), frozenset())
    return frozenset([word, bare] if long and short and not long & short else [word, bare, stem(word)])


def with_vowels(word: str) -> str:
    """«mkn» is «makan» where the tables know a word of these consonants."""
    bare = len(word) >= 3 and word.isalpha() and not any(sign in "aeiou" for sign in word)
    return tables.skeletons().get(word, word) if bare and not is_known(word) else word


def is_known(word: str) -> bool:
    return (word,) in tables.concepts() or word in tables.common() or word in tables.unsaid()


def _parts(word: str) -> list[str]:
    """«ketel/mesin» is one word to the normaliser, two to a reader."""
    word = re.sub(r"^(?:ber|nge|di|ke|non|per)-(?=\w)", "", word)
    return [part for part in re.split(r"/(?!\d)|(?<!\d)/", word) if part]


def _with_phrases(found: list[Term]) -> Iterator[Term]:
    for place, term in enumerate(found):
        yield Term(term.word, term.keys | meanings(found, place)) if term.keys else term


def meanings(found: Sequence[Term], place: int) -> frozenset[str]:
    """Of the phrases that begin at this word."""
    return frozenset().union(
        *(
            meaning(found[place : place + length])
            for length in range(1, min(LONGEST_PHRASE, len(found) - place) + 1)
        )
    )


def meaning(phrase: Sequence[Term]) -> frozenset[str]:
    """Of these words together."""
    table = tables.concepts()
    written = table.get(tuple(term.word for term in phrase))
    stemmed = written or table.get(tuple(stem(term.word) for term in phrase))
    return stemmed or table.get(tuple(PLURAL.sub("", term.word) for term in phrase), frozenset())


def keys_of(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(chain.from_iterable(term.keys for term in terms))


def grams(words: Iterable[str]) -> list[str]:
    """Runs of three to five letters of each word with a blank at both its ends."""
    found = []
    for word in words:
        padded = f" {word} "
        found += [padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1)]
    return found
