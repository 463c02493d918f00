"""How a message looks: one question, no table, not long, in the customer's language."""

import re

from sapa.domain.grounding.draft import Draft

LONGEST = 600
QUESTION = re.compile(r"[?？]+")
TABLE = re.compile(r"^\s*\|.*\|\s*$|^\s*\|?\s*:?-{3,}:?\s*\|", re.MULTILINE)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
WORDS = {
    "id": frozenset(
        [
            "yang",
            "untuk",
            "dengan",
            "dan",
            "ini",
            "itu",
            "sudah",
            "belum",
            "bisa",
            "tidak",
            "ada",
            "kakak",
            "kak",
            "kami",
            "anda",
            "pesanan",
            "nomor",
            "paket",
            "dari",
            "pada",
            "saya",
            "apa",
            "mohon",
            "silakan",
            "atau",
            "akan",
            "di",
            "ke",
            "juga",
            "balas",
            "bila",
            "kalau",
            "jika",
            "dalam",
            "hari",
            "tanggal",
            "sampai",
            "terima",
            "kasih",
            "maaf",
            "boleh",
            "masih",
            "lagi",
            "saja",
            "karena",
            "setelah",
            "sebelum",
            "agar",
            "oleh",
            "tersebut",
            "bapak",
            "ibu",
            "petugas",
            "kirim",
            "tentang",
            "seperti",
            "mana",
            "berapa",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "you",
            "your",
            "is",
            "are",
            "we",
            "our",
            "please",
            "of",
            "and",
            "to",
            "for",
            "with",
            "this",
            "that",
            "order",
            "has",
            "been",
            "not",
            "yet",
            "can",
            "will",
            "have",
            "it",
            "number",
            "from",
            "if",
            "reply",
            "thank",
            "thanks",
            "was",
            "be",
            "at",
            "on",
            "in",
            "an",
            "by",
            "or",
            "so",
            "as",
            "do",
            "does",
            "which",
            "what",
            "sorry",
            "there",
            "still",
            "could",
            "would",
            "i'm",
            "i'll",
            "we'll",
            "it's",
        ]
    ),
}
FEWEST, ENOUGH = 3, 15
SHARE = 0.06
LATIN_ENDS = 0x24F
LATIN_MORE = range(0x1E00, 0x1F00)


def too_long(text: str) -> bool:
    return len(text) > LONGEST


def two_questions(draft: Draft) -> bool:
    return len(QUESTION.findall(draft.linkless)) > 1


def table(draft: Draft) -> bool:
    return bool(TABLE.search(draft.text))


def wrong_language(draft: Draft, language: str) -> bool:
    """Citations may stand in the language that they were written in."""
    words = [word.lower() for word in WORD.findall(draft.linkless)]
    own = sum(word in WORDS[language] for word in words)
    other = sum(word in WORDS["en" if language == "id" else "id"] for word in words)
    if other >= FEWEST and other > 2 * own:
        return True
    if len(words) >= ENOUGH and own + other < SHARE * len(words):
        return True
    foreign = sum(_is_foreign(sign) for word in words for sign in word)
    return foreign > sum(map(len, words)) // 4


def _is_foreign(letter: str) -> bool:
    return ord(letter) > LATIN_ENDS and ord(letter) not in LATIN_MORE
