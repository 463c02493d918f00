"""How a customer is addressed: honorific and name, never guessing gender from a name (`domain.md` §4.3)."""

import re
import unicodedata
from functools import lru_cache

TYPED_TITLES = frozenset(
    re.findall(
        r"\w+",
        """
    bpk bp bapak pak ibu bu sdr sdri saudara saudari kak kakak mas mbak mba bang om tante
    tuan tn nyonya ny nona yth mr mrs ms miss pt cv ud toko tk
""",
    )
)
SKIPPED_FIRST = frozenset(
    re.findall(
        r"\w+",
        """
    h hj ir dr drs dra prof kh ust muh moh md m st sh se
""",
    )
)
PARTICLES = frozenset(("bin", "binti", "van", "de", "al"))
NO_NAME = frozenset(
    ("null", "none", "nan", "anonim", "anonymous", "unknown", "pelanggan", "customer", "test", "tes")
)
MALE, FEMALE = frozenset(("m", "l")), frozenset(("f", "p"))


def panggilan(name: str, segment: str, gender: str = "", preferred: str = "") -> str:
    """`Kak Dewi`, `Bapak Anton Wijaya`, `Bapak/Ibu Sari`; the bare form when no name can be used.

    `gender`: m or l, f or p, anything else is unknown. `preferred`: the form that the customer asked for,
    such as Mas, or form and name, such as Bu Haji.
    """
    words = usable_words(name)
    form = " ".join(preferred.split()) or default_form(segment, gender)
    if len(form.split()) > 1:
        return form
    spoken = words if segment == "b2b" else words[:1]
    return " ".join([form, *spoken])


def second_mention(segment: str, gender: str = "", preferred: str = "") -> str:
    """`Kakak` or `Bapak/Ibu` further on in the same text."""
    if preferred.strip():
        return " ".join(preferred.split())
    return default_form("b2b", gender) if segment == "b2b" else "Kakak"


def default_form(segment: str, gender: str) -> str:
    if segment != "b2b":
        return "Kak"
    sign = gender.casefold()[:1]
    if sign in MALE:
        return "Bapak"
    return "Ibu" if sign in FEMALE else "Bapak/Ibu"


def usable_words(name: str) -> list[str]:
    """The words of a name that can be said: no titles, masks, numbers or decoration; capitals are calmed."""
    return list(_usable_words(name))


@lru_cache(maxsize=4096)
def _usable_words(name: str) -> tuple[str, ...]:
    if is_masked(name) or "@" in name:
        return ()
    words = [undecorated(word) for word in name.split()]
    words = [word for word in words if any(sign.isalpha() for sign in word)]
    words = without_titles(words)
    if any(sign.isdecimal() for word in words for sign in word):
        return ()
    if " ".join(words).casefold() in NO_NAME:
        return ()
    return tuple(starting_with_a_name(calmed(words)))


def is_masked(name: str) -> bool:
    return bool(re.search(r"[*•●…]|(?i:x{3,})", name))


def undecorated(word: str) -> str:
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", word) if is_sayable(sign))
    return kept.strip("-'’,/()").removesuffix(",")


def is_sayable(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN" or sign in "-'’."


def without_titles(words: list[str]) -> list[str]:
    while words and plain(words[0]) in TYPED_TITLES:
        words = words[1:]
    return words


def starting_with_a_name(words: list[str]) -> list[str]:
    """Initials and academic titles in front do not make a first name; behind it they stay."""
    for place, word in enumerate(words):
        if len(plain(word)) > 1 and not word.endswith(".") and plain(word) not in SKIPPED_FIRST:
            return words[place:]
    return []


def calmed(words: list[str]) -> list[str]:
    """Title case for words in capitals and for a name typed all small; others keep their own letters."""
    whole = " ".join(words)
    if whole == whole.upper() or whole == whole.lower():
        return [word.lower() if plain(word) in PARTICLES else capitalised(word) for word in words]
    return [capitalised(word) if word.isupper() and len(word) > 2 else word for word in words]


def capitalised(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def plain(word: str) -> str:
    return word.casefold().strip(".")


# What people call each other when they ask for it by name; the written form that is kept.
FORMS = {
    "kak": "Kak", "kakak": "Kak", "mas": "Mas", "mbak": "Mbak", "mba": "Mbak", "embak": "Mbak",
    "bapak": "Bapak", "pak": "Bapak", "bpk": "Bapak", "ibu": "Ibu", "bu": "Ibu", "ibuk": "Ibu",
    "bang": "Bang", "abang": "Bang", "teh": "Teh", "teteh": "Teh", "uni": "Uni", "uda": "Uda",
    "koh": "Koh", "ko": "Koh", "cik": "Cik", "ci": "Cik", "bli": "Bli", "mbok": "Mbok",
}  # fmt: skip
CLAUSE_ENDS = re.compile(r"[.,;!?\n]|\b(?:tapi|tetapi|dan|trus|terus)\b")
BEFORE_ASKING = re.compile(
    r"(?:(?:kak|min|admin|gan|sis|tolong|mohon|bisa|boleh|cukup|lain kali|mulai sekarang|maaf|halo|hai|ya|eh"
    r"|lebih baik|mending|nanti) )*"
)
ASKS = re.compile(
    r"(?:panggil|sebut|sapa)(?:in|kan|lah)? (?P<how>(?:(?:saya|aku|sy|gue|gw|dengan|dgn|pakai|pake|sebagai"
    r"|aja|saja|cukup|nama) )*)"
)
MEANS_ME = frozenset(("saya", "aku", "sy", "gue", "gw"))
SOFTENERS = frozenset(("aja", "saja", "ya", "dong", "lah"))
AFTER_NAME = frozenset(
    re.findall(
        r"\w+",
        """
    saja aja ya yah yaa dong deh lah kak min admin jangan bukan kalau kalo karena soalnya biar supaya
    sih nih please pls terima kasih makasih thanks bisa boleh mau tolong lagi juga lebih untuk atau
""",
    )
)
LONGEST_WISH = 40


def wished_address(text: str) -> str:
    """The form that a customer asks for with "panggil saya Mbak", "Ibu Rina" with a name; else nothing."""
    for clause in CLAUSE_ENDS.split(text.casefold()):
        said = " ".join(re.findall(r"[\w'’-]+", clause)) + " "
        asked = ASKS.match(said, match_end(BEFORE_ASKING, said))
        words = said[asked.end() :].split() if asked else []
        if asked and words and words[0] in FORMS:
            wish = [FORMS[words[0]], *name_after(words[1:])]
            if means_the_writer(asked["how"].split(), words[1:], wish):
                return " ".join(wish)[:LONGEST_WISH]
    return ""


def means_the_writer(how: list[str], after: list[str], wish: list[str]) -> bool:
    """ "Panggil Pak Budi" calls for somebody else; "panggil Mas saja" needs no word for oneself."""
    if MEANS_ME & set(how):
        return True
    return len(wish) == 1 and bool(SOFTENERS & {*how, *after[:1]})


def match_end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def name_after(words: list[str]) -> list[str]:
    """At most two words of a name; more of them are a sentence that goes on."""
    name: list[str] = []
    for word in words:
        if word in AFTER_NAME:
            break
        name.append(capitalised(word))
    return name if len(name) <= 2 and all(word.replace("'", "").isalpha() for word in name) else []
