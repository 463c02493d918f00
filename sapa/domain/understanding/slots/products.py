"""The goods a message names: those of the shop, else nouns of everyday goods, else what follows «beli»."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from sapa.domain.understanding.chat_words import chat_words
from sapa.domain.understanding.slots.remaining import Remaining
from sapa.domain.understanding.slots.tables import lines_of, word_set

I = re.IGNORECASE  # noqa: E741 (as in re)
WORD = re.compile(r"[^\W_][\w'-]*")
BUYING = re.compile(
    r"\b(?:beli|pesan|pesen|order|stok|stock|ready|jual|cari|nyari|tuku|tumbas|meser|harga|hargane"
    r"|regane|pangaos|checkout"
    r"|buy|sell|have|price of|price for|restock|re-?order|tersedia|beliin|nambah)(?:nya)?\s"
    r"(?:(?:stok|stock|ready|lagi|the|any|a|an|untuk|buat|barang|produk|dong|kak|min|of|\d{1,4}|¤+) ){0,4}"
    r"(?=[^\W\d_])",
    I,
)
ENDING = re.compile(r"(?:nya|ku|mu|ne|na|e)$")
SURE_ENDING = re.compile(r"(?<=\w{3})(?:nya|ku)$", I)
OF_A_PHONE = re.compile(r"[\s:.]{0,3}(?:(?:saya|aku|nya)[\s:.]{1,3})?\+?\d[\d .()-]{6,}")
NUMBER_OF = re.compile(r"\b(?:no|nomor|nomer|nmr|phone)\.?\s$", I)
PHONES = ("hp", "handphone", "phone")
MOST_WORDS, MOST_MORE = 4, 2
TOO_WIDE = frozenset(("aplikasi", "mesin", "app", "website", "software"))
VERB = re.compile(r"(?:di|ke|ter|ber|nge|ng|meng|mem|men)[a-z]{4,}|[a-z]{3,}(?:in|kan|keun|ke|no|na|ne)")
POWER_CUT = re.compile(r"\b(?:mati|hidup|lampu merah|nyala)\s$", I)
# "the espresso machine": in English what describes stands before.
DESCRIBED_BEFORE = re.compile(
    r"(?:\b(?:the|a|an|my|your|this|that|of|some|these|our|two|three|four|five|six|ten)|¤)\s((?:[a-z]{3,}\s){1,2})$",
    I,
)
SHORTEST = 4
# Where a thing is put, shown or used with: «masuk mesin cuci», «di hp saya», «to my phone».
PLACED = re.compile(
    r"\b(?:di|ke|ka|dina|ning|neng|nang|dalam|dalem|masuk|atas|kana|in|into|on|onto|to|with|inside)"
    r"\s(?:(?:atas|dalam|dalem|api|the|my|a|our|hp|depan|luar)\s){0,2}$",
    I,
)


def products(rest: Remaining, known: Collection[str] = ()) -> list[str]:
    """As written, without endings like -nya. `known`: names of the shop's goods."""
    hits = list(WORD.finditer(rest.text))
    found = _of_shop(rest.text, hits, known) or _everyday(rest, hits) or _bought(rest.text)
    named = _main([one for one in dict.fromkeys(found) if one.lower() not in TOO_WIDE])
    return [
        one for one in named if not any(one != other and f"{other} ".startswith(f"{one} ") for other in named)
    ]


def _main(named: list[str]) -> list[str]:
    """Without the parts and the things around, where goods of their own are named too."""
    goods = [one for one in named if one.lower() not in word_set("beside")]
    return goods or named


@lru_cache(maxsize=1)
def _heads() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First words of goods to the rest of their names, the longest first."""
    return _by_head(lines_of("products"))


def _by_head(names: Collection[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    heads: dict[str, list[tuple[str, ...]]] = {}
    for name in names:
        first, *more = name.lower().split() or [""]
        heads.setdefault(first, []).append(tuple(more))
    return {first: tuple(sorted(tails, key=len, reverse=True)) for first, tails in heads.items()}


def _bare(word: str) -> str:
    """Without an ending: any that leaves a noun of goods, else only the sure ones."""
    if word.lower() in _heads():
        return word
    if word.lower().endswith("s") and word[:-1].lower() in _heads():
        return word
    ending = ENDING.search(word.lower())
    if ending and word[: ending.start()].lower() in _heads():
        return word[: ending.start()]
    return SURE_ENDING.sub("", word)


def _of_shop(text: str, hits: list[re.Match[str]], known: Collection[str]) -> list[str]:
    """The longest beginnings of the shop's names that stand in the text."""
    heads = _by_head(known)
    found, place = [], 0
    while place < len(hits):
        words = [hit[0] for hit in hits[place : place + 6]]
        size = max((_shared(words, tail) for tail in heads.get(_bare(words[0]).lower(), ())), default=0)
        if size > 1 or (
            size and len(words[0]) >= SHORTEST and words[0].lower() not in word_set("stop_words")
        ):
            found.append(_bare(text[hits[place].start() : hits[place + size - 1].end()]))
        place += max(size, 1)
    return found


def _shared(words: list[str], tail: tuple[str, ...]) -> int:
    """How many words are the name's: its first, and those behind it one by one."""
    size = 1
    for word, named in zip(words[1:], tail, strict=False):
        if _bare(word).lower() != named and word.lower() != named:
            break
        size += 1
        if word.lower() != named:
            break
    return size


def _everyday(rest: Remaining, hits: list[re.Match[str]]) -> list[str]:
    found, place = [], 0
    while place < len(hits):
        size = _size_of_noun(hits, place)
        if size and not _is_number(rest.whole, hits[place]):
            phrase = _described(rest.text, hits[place : place + min(MOST_WORDS, size + MOST_MORE)], size)
            found.append(_before(rest.text, hits[place].start()) + phrase)
            size = len(phrase.split())
        place += max(size, 1)
    return found


def _before(text: str, place: int) -> str:
    described = DESCRIBED_BEFORE.search(text[max(0, place - 30) : place])
    words = described[1].split() if described else []
    return "" if any(is_talk(word) for word in words) else "".join(f"{word} " for word in words)


def _is_number(text: str, hit: re.Match[str]) -> bool:
    """«no hp saya», «hp 0812…», «mati lampu»: no goods."""
    if _bare(hit[0]).lower() in word_set("places") and PLACED.search(
        text[max(0, hit.start() - 24) : hit.start()]
    ):
        return True
    if hit[0].lower() == "lampu" and POWER_CUT.search(text[max(0, hit.start() - 12) : hit.start()]):
        return True
    if hit[0].lower() not in PHONES:
        return False
    before = text[max(0, hit.start() - 10) : hit.start()]
    return bool(
        NUMBER_OF.search(before) or OF_A_PHONE.match(text, hit.end()) or text.startswith(" number", hit.end())
    )


def _size_of_noun(hits: list[re.Match[str]], place: int) -> int:
    """How many words the noun has, none where there is none."""
    first = _bare(hits[place][0]).lower()
    for tail in _heads().get(first) or _heads().get(first.removesuffix("s"), ()):
        after = [_bare(hit[0]).lower() for hit in hits[place + 1 : place + 1 + len(tail)]]
        if after == list(tail):
            return 1 + len(tail)
    return 0


def _bought(text: str) -> list[str]:
    verb = BUYING.search(text)
    phrase = _described(text, list(WORD.finditer(text, verb.end())), 0)[:60] if verb else ""
    return [phrase] if len(phrase) >= SHORTEST else []


@lru_cache(maxsize=1)
def _described_by() -> frozenset[str]:
    """Words that stand behind a noun in the names of goods, and others like them."""
    return word_set("describing") | {word for tails in _heads().values() for tail in tails for word in tail}


def _describes(word: str) -> bool:
    """Also a name of a make, with a capital, and other goods."""
    bare = _bare(word).lower()
    return bare in _described_by() or bare in _heads() or not word.islower()


def is_talk(word: str) -> bool:
    """No part of a name: a word of talk or chat, a number, a verb like «digabung»."""
    low = word.lower()
    if low in word_set("stop_words") or low in chat_words() or any(sign.isdecimal() for sign in low):
        return True
    return VERB.fullmatch(low) is not None and low not in _heads()


def _described(text: str, hits: list[re.Match[str]], noun: int) -> str:
    """A noun of so many words and what describes it, until a word of talk, a sign, or an ending like -nya."""
    words: list[str] = []
    for place, hit in enumerate(hits[:MOST_WORDS]):
        if place and text[hits[place - 1].end() : hit.start()] != " ":
            break
        if place >= noun and (is_talk(hit[0]) or not (noun == 0 or _describes(hit[0]))):
            break
        words.append(_bare(hit[0]))
        if words[-1] != hit[0] and place + 1 >= noun:
            break
    return " ".join(words)
