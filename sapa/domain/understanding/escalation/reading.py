"""Reads the reasons out of a message (assistant.md §4.4)."""

import re
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from sapa.domain.understanding.escalation.shouting import is_shouted
from sapa.domain.understanding.escalation.types import CALM
from sapa.domain.understanding.features import said_of, shortened
from sapa.domain.understanding.misnomers import without_parts
from sapa.domain.understanding.model import Model
from sapa.domain.understanding.rules import speaks_of_people, surely
from sapa.domain.understanding.rules.patterns import compiled, concepts

# Whoever is hurt comes first, and whoever asks for a person gets one; the words come before the tone.
WRITTEN = ("safety", "human_request", "fraud_privacy", "threat", "anger", "repeat_failure")
PERSON, PERSON_SURE = "talk_to_human", 0.88
# How surely calm a text must be not to be heard as a reason; to miss the harmed costs most.
LIKELY, LIKELY_UNHARMED = 0.5, 0.65
HARMED = ("safety", "human_request")
BLANK = " , "
BLANKS = re.compile(r"\s+")
# "b4ngsat", "t0lol": figures among letters stand for letters.
MASKED = re.compile(r"\b[a-z]+[013457@$][a-z]+\b")
LETTERS = str.maketrans("013457@$", "oieastas")
PROBLEMS = frozenset(("delivery_late", "defective_wrong_item", "return_refund", "complaint"))
QUESTIONS = frozenset(("product_info", "stock_price", "promo_question", "how_to_pay"))
TROUBLED = re.compile(
    r"\b(?:mati|bercak|cacat|masalah|bermasalah|defects?|dead|(?:tidak|belum) ada (?:kabar|update"
    r"|yang (?:terima|menerima))"
    r"|belum (?:juga )?(?:sampai|datang|diterima|selesai|beres|kembali)|tidak (?:sampai|datang"
    r"|diterima|sesuai)"
    r"|hilang|salah kirim|(?:not|never|hasn't|haven't) (?:\w+ )?(?:arrived?|received?|working"
    r"|delivered)|still waiting|missing"
    r"|lost|terlambat|telat|komplain|ruksak|reksak|rosak|bosok|peupeus|teko rusak|diuihkeun|diijolan"
    r"|(?:durung|dereng|acan|teu acan|teu) (?:teko|teka|tekan|dugi|nepi|katampi|ditampi|mlebet|mlebu|lebet"
    r"|bali|balik|wangsul|diuihkeun|dipunkirim|dikirim|diproses|balik)"
    r"|(?:di|ke|ter)(?:tagih|potong|debet|charge) (?:dua|2) ?(?:x|kali)|(?:dobel|double|billed|charged) twice)\b"
)
# What is asked or supposed has not happened: «kalau korslet», «bikin gatal tidak?».
SUPPOSED = re.compile(
    r"\b(?:apakah|apa (?:bisa|boleh|ini|bakal|akan|aman)|bisakah|bakal\w*|is it|is this|does|will|could"
    r"|can|may|do you|are there|kalau|jika|if|nek|yen|lek|upami|mun|lamun|menawi|supaya|biar|agar|aman"
    r"|berapa|cocok|wajar|normal|ready|legal|resmi)\b|\?"
    r"|\b(?:tidak|ora|teu|henteu|mboten|kah)\W*(?:(?:ya|yo|kakak|admin|mbak|mas|kang|teh|sih|gan|sis)\W*)?$"
)
HAPPENED = re.compile(
    r"\b(?:tadi|kemarin|wingi|kamari|barusan|langsung|malah|ternyata|sudah|wis|tos|parantos|sampun|habis"
    r"|setelah|bar|mari|saatos|sanggeus|sampai|nganti|nepi|just|after|yesterday|already|was|were|got|went"
    r"|sengaja|ketelen|ketelan|tertelan|keminum|terminum|kemakan|swallowed"
    r"|(?:gimana|bagaimana|piye|kumaha) (?:ini|iki|ieu)"
    r"|gara-gara|sekarang|saiki|ayeuna|kena|started|my (?:face|skin|hand|son|daughter|kid|baby))\b"
)
SURELY_CALM = 0.9
MONEY_WENT_ASTRAY = re.compile(
    r"\b(?:belum|tidak|dua kali|2 ?(?:x|kali)|dobel|double|padahal|tetapi|kok|kenapa|hilang|salah|gagal"
    r"|kelebihan|not|still|twice|but|missing|wrong|failed)\b"
)


def escalation_of(
    text: str,
    *,
    intents: Collection[str],
    amount: int | None,
    high_value: int = 5_000_000,
    model: Model | None = None,
) -> str | None:
    """One of `REASONS`, the gravest that the text names, or None.

    `intents`: what the text was understood as; `amount` and `high_value`: rupiah; `model`: of `HEARD`, asked where
    no pattern holds.
    """
    read = without_parts(shortened(text))
    said = said_of(read)
    views = (said, BLANKS.sub(" ", read.lower()), unmasked(said))
    for reason in WRITTEN:
        if is_given(reason, read, views, intents) and not (
            model and is_only_asked(reason, read, said, model)
        ):
            return reason
    if model and (heard := heard_in(read, model)):
        return heard
    dear = amount is not None and amount >= high_value
    return "high_value" if dear and has_problem(said, intents) else None


def heard_in(text: str, model: Model) -> str | None:
    """The likeliest reason where it is not quite likely that the text is calm: to miss one costs more."""
    chances = model.scores(text, None)
    calm = chances.pop(CALM)
    heard = max(chances, key=chances.__getitem__)
    if calm > (LIKELY_UNHARMED if heard in HARMED else LIKELY):
        return None
    return heard if heard != "human_request" or speaks_of_people(said_of(text)) else None


def is_only_asked(reason: str, text: str, said: str, model: Model) -> bool:
    """A question about something that has not happened, which the model takes for calm."""
    if reason == "human_request" or HAPPENED.search(said) or not SUPPOSED.search(said):
        return False
    if reason == "threat" and "?" not in text:
        return False
    return model.scores(text, None)[CALM] > SURELY_CALM


def is_given(reason: str, text: str, views: tuple[str, ...], intents: Collection[str]) -> bool:
    """`views`: the text as it is usually written, and as it was written."""
    if reason == "human_request":
        return PERSON in intents or surely(PERSON, views[0]) >= PERSON_SURE
    if any(names(reason, view) for view in views):
        return True
    return reason == "anger" and is_shouted(text)


def has_problem(said: str, intents: Collection[str]) -> bool:
    if PROBLEMS & set(intents):
        return True
    if "payment_confirmation" in intents:
        return MONEY_WENT_ASTRAY.search(said) is not None
    broken = concepts()["broken"].search(said) or TROUBLED.search(said)
    return broken is not None and not (QUESTIONS & set(intents) and SUPPOSED.search(said))


def unmasked(said: str) -> str:
    return MASKED.sub(lambda found: found[0].translate(LETTERS), said)


def names(reason: str, said: str) -> bool:
    signs, exceptions = patterns_for(reason)
    if not any(sign.search(said) for sign in signs):
        return False
    for exception in exceptions:
        said = exception.sub(BLANK, said)
    return any(sign.search(said) for sign in signs)


@cache
def patterns_for(reason: str) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """What speaks for a reason, and what only sounds like it: that is taken out first."""
    told = files("sapa.domain.understanding.escalation").joinpath("data", f"{reason}.txt").read_text("utf-8")
    lines = [line for line in told.splitlines() if line.strip() and not line.startswith("#")]
    signs = tuple(compiled(line) for line in lines if not line.startswith("!"))
    return signs, tuple(compiled(line[1:].strip()) for line in lines if line.startswith("!"))
