"""What must never leave: unfilled blanks, requests for secrets, templates that WhatsApp refuses."""

import re

from sapa.domain.guard.pressure import META_EMOJI, emoji_in
from sapa.domain.guard.reading import Hit, Reading, sentences
from sapa.domain.guard.words import END, LISTS, START, covered, listed

TITLES = "|".join(re.escape(title) for title in LISTS["spoken_titles"])
GAP = re.compile(
    r"\{\{|\{%|\{\s*[A-Za-z_][\w .]*\}"
    r"|\[\s*[^\W\d_][^\[\]\n]{0,40}\]"
    rf"|{START}(?:none|null|undefined|nan){END}"
    rf"|{START}(?:{TITLES})\s+,",
    re.IGNORECASE,
)
# Of a text in small letters; several times faster than the expression itself.
MAY_BE_A_GAP = re.compile(r"\{|\[|,(?<=\s,)|n(?<![^\W_]n)(?:one|ull|an)|u(?<![^\W_]u)ndefined")
POETIC_NAN = re.compile(r"(?!(?:kak|bapak|ibu|rp|total|nomor|no)\b)\b[a-z]{3,}\s+$")
ADJECTIVE = re.compile(r"\s+[a-z]{3,}")

BREAK = re.compile(
    r"[;:]|\b(?:untuk|agar|supaya|bila|jika|kalau|apabila|saat|ketika|setelah|sebelum|karena)\b",
    re.IGNORECASE,
)
BY_US = re.compile(r"\b(?:kami|kita|sistem|bank)(?:\s+(?:akan|sudah|telah|segera|yang))*\s+$", re.IGNORECASE)
NO_WARNING = re.compile(
    r"\b(?:jangan|tidak perlu)\s+(?:sampai\s+)?(?:lupa|ragu|sungkan|khawatir|takut)\b", re.IGNORECASE
)
TO_US = re.compile(
    r"\s*(?:nya\s*)?(?:$|[.!?,]|(?:ke|di|lewat|melalui|pada|dengan)\s|dulu\b|ya\b|sekarang\b)", re.IGNORECASE
)
FARTHEST = 15
NEARBY = 400

AT_AN_EDGE = re.compile(r"\A\s*\{\{[^{}]*\}\}|\{\{[^{}]*\}\}\s*\Z")
TOUCHING = re.compile(r"\}\}\s*\{\{")
LONG_BLANK = re.compile(r"\t| {4,}")


def placeholder(reading: Reading) -> Hit | None:
    if not MAY_BE_A_GAP.search(reading.text.lower()):
        return None
    for found in GAP.finditer(reading.filled):
        if found[0] != "nan" or not is_poetic(found, reading.text):
            return Hit(found.span())
    return None


def is_poetic(nan: re.Match[str], text: str) -> bool:
    """`sawah nan hijau`: between two small words it is a word of its own."""
    before = POETIC_NAN.search(text, max(0, nan.start() - NEARBY), nan.start())
    return bool(before and ADJECTIVE.match(text, nan.end()))


def sensitive(reading: Reading) -> Hit | None:
    if not listed("secrets").search(reading.linkless):
        return None
    places = covered(
        reading.linkless, [one.span() for one in listed("not_secrets").finditer(reading.linkless)]
    )
    for start, sentence in sentences(places):
        for secret in listed("secrets").finditer(sentence):
            span = start + secret.start(), start + secret.end()
            if not reading.is_own(*span) and is_asked_for(sentence, secret):
                return Hit(span)
    return None


def is_asked_for(sentence: str, secret: re.Match[str]) -> bool:
    """What is farther away than `NEARBY` signs does not speak of this secret."""
    before = sentence[max(0, secret.start() - NEARBY) : secret.start()]
    after = sentence[secret.end() : secret.end() + NEARBY]
    return any(asks_before(before, verb) for verb in asking(before)) or any(
        asks_after(before, after, verb) for verb in asking(after)
    )


def asking(text: str) -> list[re.Match[str]]:
    """Requests in this text: plain ones, and polite ones that follow a word of request."""
    polite = [
        one
        for one in listed("asking_politely").finditer(text)
        if listed("requests").search(" ".join(text[: one.start()].split()[-3:]))
    ]
    plain = [one for one in listed("asking").finditer(text) if not BY_US.search(text[: one.start()])]
    return [*plain, *polite]


def asks_before(before: str, verb: re.Match[str]) -> bool:
    """`Kirim kode OTP`: the secret is what the verb asks for, and nothing warns against it."""
    between = before[verb.end() :]
    near = len(between.split()) <= FARTHEST and not (BREAK.search(between) and ":" not in between)
    return near and not is_warned(before[: verb.start()])


def asks_after(before: str, after: str, verb: re.Match[str]) -> bool:
    """`OTP-nya balas ke sini`."""
    between = after[: verb.start()]
    near = len(between.split()) <= FARTHEST and ";" not in between
    return near and bool(TO_US.match(after, verb.end())) and not is_warned(before + " " + between)


def is_warned(text: str) -> bool:
    return bool(listed("warnings").search(NO_WARNING.sub(" ", text)))


def wa_edges(reading: Reading) -> Hit | None:
    if not reading.case.wa_category:
        return None
    text = reading.text.rstrip()
    start = len(text) - len(text.lstrip())
    found = AT_AN_EDGE.search(text) or TOUCHING.search(text) or LONG_BLANK.search(text, start)
    if found:
        return Hit(found.span())
    too_many = emoji_in(text)[META_EMOJI:]
    return Hit(too_many[0]) if too_many else None
