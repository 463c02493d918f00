"""Chat as people type it to standard words: «brg2nya blm nyampeee» to «barang-barangnya belum sampai».

Numbers, references, amounts and addresses of pages stay as they are; every step is linear in the length.
"""

import re
import unicodedata

from sapa.domain.disguises import plain
from sapa.domain.understanding.chat_words import chat_words

CHUNK = re.compile(r"\S+")
WORD = re.compile(r"[^\W_]+(?:(?:(?<=\d)[.,:](?=\d)|(?<=\d)/|/(?=\d)|[-@&'_])[^\W_]+)*")
ADDRESS = re.compile(r"://|www\.|@\w|^\S+\.(?:com|id|net|org)\b")
TWICE = re.compile(r"([^\W\d_]{2,20})(?:2|²)([^\W\d_]{0,4})")
NOT_TWICE = frozenset(
    [
        "blok",
        "lantai",
        "lt",
        "tipe",
        "type",
        "versi",
        "part",
        "gang",
        "rt",
        "rw",
        "no",
        "seri",
        "model",
        "grade",
        "level",
        "km",
        "cm",
        "covid",
    ]
)
LONG = re.compile(r"([^\W\d_])\1{2,}")
LONG_END = re.compile(r"([aiueoktmngrhy])\1$")
TRULY_DOUBLE = frozenset(
    [
        "free",
        "shopee",
        "see",
        "agree",
        "fee",
        "too",
        "three",
        "tree",
        "guarantee",
        "coffee",
        "employee",
        "degree",
        "zoo",
        "shampoo",
        "tattoo",
        "matt",
        "watt",
        "warrantee",
        "kaffee",
        "kopii",
        "app",
        "inn",
        "off",
        "all",
        "matee",
        "goo",
        "boo",
        "bee",
        "committee",
        "toffee",
    ]
)
SHORTENED = {"god": "good", "maf": "maaf", "sat": "saat", "helo": "halo", "stil": "still", "tol": "tolol"}
LAUGH = re.compile(r"(?:(ha|he|hi|wk|xi|kw|hu)\1+|(?:wk|kw|xi|ha|he|hi){3,}|(?:ck){2,})[hwkxc]?")
UNIT = re.compile(
    r"(\d{1,3})(hr|hri|hari|mgg|mggu|minggu|bln|bulan|thn|tahun|jam|mnt|menit|dinten|pcs|biji|buah)"
)
SUFFIXES = ("nya", "ne", "kah", "lah")
ALIASES = {"ne": "nya"}
LONGEST_WORD = 40
# Words that only look like a short one with an ending.
WHOLE = frozenset(("sekolah", "kalah", "nikah", "adalah", "nyalah", "mane", "sane", "tone"))


def normalise(text: str) -> str:
    """Lower case, one blank between words, signs kept; never raises, blank for nothing to read."""
    letters = unicodedata.normalize("NFKC", plain(text)).lower()
    words = [word for chunk in CHUNK.findall(letters) for word in _of_chunk(chunk)]
    return " ".join(_in_pairs(words))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text that is normalised already, or of any; references and doubled words stay one."""
    return tuple(WORD.findall(text))


def _of_chunk(chunk: str) -> list[str]:
    """Blank-separated: an address or a reference whole, all else in words with the signs at their ends."""
    if chunk.isdecimal() or ADDRESS.search(chunk):
        return [chunk]
    if any(sign.isdecimal() for sign in chunk):
        return _with_digits(chunk)
    return re.sub(r"[^\W\d_]+", lambda found: _shortened(found[0]), chunk).split()


def _with_digits(chunk: str) -> list[str]:
    core = chunk.strip(".,!?;:()\"'")
    if not core:
        return [chunk]
    before, _, after = chunk.partition(core)
    if unit := UNIT.fullmatch(core):
        core = f"{unit[1]} {chat_words().get(unit[2], unit[2])}"
    elif (twice := TWICE.fullmatch(core)) and twice[1] not in NOT_TWICE:
        word = chat_words().get(twice[1], twice[1])
        core = f"{word}-{word}{ALIASES.get(twice[2], twice[2])}"
    return f"{before}{core}{after}".split()


def _shortened(word: str) -> str:
    """Elongation out; unknown words lose a doubled last letter."""
    if len(word) > LONGEST_WORD:
        return LONG.sub(r"\1", word)
    if LAUGH.fullmatch(word):
        return "haha"
    short = LONG.sub(r"\1", word)
    if short != word:
        short = SHORTENED.get(short, short)
    if short not in TRULY_DOUBLE and len(short) > 2 and short not in chat_words():
        short = LONG_END.sub(r"\1", short)
    return short


def _in_pairs(words: list[str]) -> list[str]:
    """Words of the dictionary replaced, two together first; a lone letter beside a number is a unit."""
    said: list[str] = []
    place = 0
    while place < len(words):
        pair = f"{words[place]} {words[place + 1]}" if place + 1 < len(words) else ""
        if pair and pair.strip(".,!?") in chat_words():
            said.append(chat_words()[pair.strip(".,!?")])
            place += 2
            continue
        said.append(words[place] if _is_unit(said, words[place]) else _standard(words[place]))
        place += 1
    return said


def _is_unit(said: list[str], word: str) -> bool:
    return len(word) == 1 and bool(said) and said[-1].isdecimal()


def _standard(chunk: str) -> str:
    if not any(sign.isalpha() for sign in chunk) or any(sign.isdecimal() for sign in chunk):
        return chunk
    return chunk if ADDRESS.search(chunk) else re.sub(r"[^\W\d_]+", lambda found: _known(found[0]), chunk)


def _known(word: str) -> str:
    """A word of the dictionary, also with -nya behind it: «pktnya»."""
    table = chat_words()
    if word in table:
        return table[word]
    for ending in SUFFIXES:
        if word.endswith(ending) and word not in WHOLE and word[: -len(ending)] in table:
            return table[word[: -len(ending)]] + ALIASES.get(ending, ending)
    return word
