"""What the model sees of a message: words, their stems, pairs and pieces, hashed into a fixed size."""

import re
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from sapa.domain.understanding.normalising import normalise, words_of
from sapa.domain.understanding.stemming import stem

SIZE = 1 << 18
LONGEST_READ = 2_000
MOST_WORDS = 120
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
LONGEST_WORD = 24
# "Minta nota min": the short word calls the shop, the long one ("minta admin") asks for a person.
CALLED = re.compile(r"\b(?:min+|mimin+)\b", re.IGNORECASE)
# Whoever knocks in Javanese thanks nobody yet.
KNOCKED = re.compile(r"\b(?:kulo ?nuwun|nuwun ?sewu)\b", re.IGNORECASE)
# «wis tak transfer yo»: in Javanese "tak" before a verb is "I", in Indonesian "not".
JAVANESE = re.compile(
    r"\b(?:wis|wes|wingi|yo|iki|iku|kuwi|kae|ora|ra|durung|opo|piye|sing|karo|neng|nang|ning|aku|mbak|mas|pak"
    r"|bu|lek|nek|sik|sek"
    r"|sesuk|saiki|mengko|ngko|kok|to|ae|wae|maneh|dhisik|dhuwit\w*|barange|duite|regane)\b",
    re.IGNORECASE,
)
SPOKEN_I = re.compile(
    r"\btak (?!(?:ada|bisa|mau|boleh|pernah|sampai|jadi|usah|perlu|kunjung|sesuai|dapat|akan|tahu|tau|ingin"
    r"|juga|begitu|hanya"
    r"|lagi|ikut|sama|sanggup|kenal|terima|masuk|berfungsi|nyala)\b)(?!di|ter|ber)(?=[a-z]{3,})",
    re.IGNORECASE,
)


def features_of(text: str, context: str | None) -> tuple[int, ...]:
    """Sorted places below `SIZE`, none twice; of a long text its beginning and its end."""
    words = read_words(text)
    named = {f"w:{word}" for word in words}
    named.update(f"b:{first} {second}" for first, second in zip(["^", *words], [*words, "$"], strict=True))
    for word in words:
        named.update(pieces(word))
    stems = [stem(word) for word in words]
    named.update(f"s:{one}" for one in stems)
    named.update(f"t:{first} {second}" for first, second in pairwise(stems))
    named.update(f"u:{first} {third}" for first, third in zip(stems, stems[2:], strict=False))
    named.add(f"c:{context}")
    named.add(f"n:{min(len(words), 6)}")
    if context and len(words) <= 3:
        named.update(f"c:{context}:{word}" for word in words)
    return tuple(sorted({crc32(name.encode()) % SIZE for name in named}))


def read_words(text: str) -> list[str]:
    words = [same_digits(word) for word in words_of(said_of(text))]
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS // 2] + words[-MOST_WORDS // 2 :]


@lru_cache(maxsize=64)
def said_of(text: str) -> str:
    """The text as patterns and model read it."""
    return normalise(KNOCKED.sub("permisi", CALLED.sub(" ", spoken(shortened(text)))))


def spoken(text: str) -> str:
    return SPOKEN_I.sub("saya ", text) if JAVANESE.search(text) else text


def shortened(text: str) -> str:
    if len(text) <= LONGEST_READ:
        return text
    return f"{text[: LONGEST_READ // 2]} {text[-LONGEST_READ // 2 :]}"


def same_digits(word: str) -> str:
    """A number says that it is one: SARI-1041 and SARI-2207 mean the same."""
    return "".join("0" if letter.isdigit() else letter for letter in word[:LONGEST_WORD])


def pieces(word: str) -> set[str]:
    edged = f"<{word}>"
    return {
        edged[start : start + length]
        for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for start in range(len(edged) - length + 1)
    }
