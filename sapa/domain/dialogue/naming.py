"""Whether words of a message name a thing: «ketelnya» is a Ketel Leher Angsa, «yg v60» a Dripper V60."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from sapa.domain.dialogue.english_goods import in_indonesian
from sapa.domain.understanding.normalising import normalise

WORD = re.compile(r"[^\W_]+")
HOURS = re.compile(  # of a day, and no watch
    r"\b(?:berapa|brp|brapa|sabaraha|piro|pira|pinten|\d+|per|setiap) jam\b"
    r"|\bjam (?:berapa|brp|brapa|piro|pinten|sabaraha|\d)",
    re.IGNORECASE,
)
ENDINGS = ("nya", "ku", "mu", "ne", "na", "e", "an", "s", "es")
MOST_READ = 1000
SHORTEST = 3
SHORTEST_GUESSED = 4
ALIKE = 0.8
COMMON = """
    paket pesanan pesan order orders orderan barang produk isi ukuran warna buah pcs unit set pak dus kotak box
    varian model tipe jenis biji lembar botol bungkus meter liter gram kilo size colour color pack piece pieces
    bag bags bottle bottles boxes cans can the and for with from your new baru lama pagi siang sore malam hari
    harian minggu mingguan bulan bulanan tahun tahunan besok kemarin tadi nanti sekarang sudah belum kapan
    sampai mana saya kami kita anda kak kakak mas mbak bang ibu admin mau minta tolong bisa dong yang itu ini
    ada apa dan atau untuk dari dengan ganti ubah batal bayar beli kirim alamat resi harga stok garansi retur
    uang toko jumlah berapa daily weekly monthly morning when where what
"""
SAYS_NOTHING = frozenset(COMMON.split())


def words_in(text: str) -> frozenset[str]:
    """Words of a message that may be part of a name."""
    text = HOURS.sub(" ", text[:MOST_READ])
    found = WORD.findall(normalise(text)) + WORD.findall(text.casefold())
    found += [name for word in found if (name := in_indonesian(word))]
    return frozenset(word for word in found if _may_name(word))


def words_of_name(name: str) -> frozenset[str]:
    return frozenset(word for word in WORD.findall(name.casefold()) if _may_name(word))


def hits(said: Iterable[str], name: str) -> frozenset[str]:
    """The words of `name` that were said, with or without an ending."""
    spoken = frozenset(said)
    return frozenset(word for word in words_of_name(name) if any(_same(one, word) for one in spoken))


def near(said: Iterable[str], name: str) -> frozenset[str]:
    """The words of `name` that were perhaps meant: «kebayya», «pengiling»."""
    spoken = [word for word in said if len(word) >= SHORTEST_GUESSED]
    return frozenset(word for word in words_of_name(name) if any(_alike(one, word) for one in spoken))


def best(said: Iterable[str], names: Sequence[str]) -> tuple[int, ...]:
    """Places of the names that the words name best; none where no word is of a name.

    A word that few of the names hold says more than one that many do.
    """
    found = [hits(said, name) for name in names]
    weights = [sum(1 / sum(word in each for each in found) for word in mine) for mine in found]
    top = max(weights, default=0)
    return tuple(place for place, weight in enumerate(weights) if weight == top) if top else ()


def same_reference(one: str, other: str) -> bool:
    """`sari 1041` is SARI-1041; bare figures are all of its last ones, or four of them and more."""
    first, second = _letters(one), _letters(other)
    if not first or not second:
        return False
    if first == second:
        return True
    tail = _tail(second)
    enough = len(first) >= SHORTEST and (tail == first or (len(first) > SHORTEST and tail.endswith(first)))
    return first.isdecimal() and enough


def stands_in(reference: str, text: str) -> bool:
    """Whether a whole number such as SARI-1041 is written in a text, however it is spaced."""
    parts = re.findall(r"[^\W\d_]+|\d+", reference.casefold())
    if len(_letters(reference)) <= SHORTEST:
        return False
    pattern = r"[\W_]{0,2}".join(re.escape(part) for part in parts)
    return re.search(rf"(?<![^\W_]){pattern}(?![^\W_])", text.casefold()) is not None


def _may_name(word: str) -> bool:
    if word.isdecimal() or word in SAYS_NOTHING:
        return False
    return len(word) >= SHORTEST or (any(sign.isdecimal() for sign in word) and len(word) > 1)


def _same(said: str, word: str) -> bool:
    if said == word:
        return True
    return len(word) >= SHORTEST and any(said == word + ending for ending in ENDINGS)


def _alike(said: str, word: str) -> bool:
    if len(word) < SHORTEST_GUESSED:
        return False
    bare = [said, *(said[: -len(ending)] for ending in ENDINGS if said.endswith(ending))]
    return any(SequenceMatcher(None, one, word).ratio() >= ALIKE for one in bare)


def _letters(reference: str) -> str:
    return re.sub(r"[\W_]+", "", reference.casefold())


def _tail(letters: str) -> str:
    found = re.search(r"\d+$", letters)
    return found[0] if found else ""
