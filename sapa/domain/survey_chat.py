"""A survey inside a chat, one question at a time: how each is put, and whether what came back answers it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sapa.domain.asides import is_aside
from sapa.domain.optout import COURTESY, plain_words
from sapa.domain.scores import read_score, words_beside
from sapa.domain.surveys import LONGEST_TEXT, Given, Question

# What the button of an invitation carries before the path of the customer's own page, and what stands on it.
START, START_WORDS = "jawab:", "Jawab di sini"
LONGEST_BODY = 1024
SKIP, LATER = "lewati", "nanti"
SKIPPED = frozenset(("lewati", "lewat", "lewatkan", "skip"))
PUT_OFF = frozenset(("nanti", "nanti dulu", "lain kali", "lain waktu", "kapan kapan"))
MOST_BUTTONS, LONGEST_BUTTON = 3, 20
MOST_ROWS, LONGEST_ROW, LONGEST_MORE = 10, 24, 72

Way = Literal["skip", "later"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be tapped: `value` comes back; `more` stands below it in a list."""

    value: str
    title: str
    more: str = ""


EXTRAS = {SKIP: Choice(SKIP, "Lewati"), LATER: Choice(LATER, "Nanti saja")}


@dataclass(frozen=True, slots=True)
class Put:
    """A question as WhatsApp carries it: up to three buttons, or a list of up to ten."""

    text: str
    choices: tuple[Choice, ...]
    as_list: bool = False
    footer: str = ""


def starts(text: str) -> bool:
    """«Jawab di sini», written or tapped on a template's own button."""
    return " ".join(word for word in plain_words(text) if word not in COURTESY) == START_WORDS.lower()


def following(questions: Sequence[Question], after: str) -> Question | None:
    """The one behind `after`; the first for a blank. None: that was the last."""
    ids = [one.id for one in questions]
    place = ids.index(after) + 1 if after in ids else 0
    return questions[place] if place < len(questions) else None


def put(one: Question, place: int, total: int) -> Put:
    """`place` from 1. What does not fit on the buttons may be written, and the last line says so."""
    answers = _answers(one)
    short = len(answers) <= MOST_BUTTONS and all(len(each.title) <= LONGEST_BUTTON for each in answers)
    room = (MOST_BUTTONS if short else MOST_ROWS) - len(answers)
    taken = {each.title.casefold() for each in answers}
    extras = [EXTRAS[way] for way in ((LATER,) if one.required else (SKIP, LATER))]
    extras = [each for each in extras if each.title.casefold() not in taken]
    shown = extras[: max(room, 0)]
    written = " / ".join(each.title for each in extras[len(shown) :])
    text = "\n".join(filter(None, (f"{place}/{total}. {one.text}", _hint(one, answers))))
    choices = (*map(_row, answers), *shown) if not short else (*answers, *shown)
    return Put(text, choices, as_list=not short, footer=f"Atau balas: {written}" if written else "")


def _answers(one: Question) -> list[Choice]:
    if one.kind == "choice":
        return [Choice(str(place), option.strip()) for place, option in enumerate(one.options)]
    if one.kind == "scale" and len(one.points) < MOST_ROWS:
        ends = {one.lowest: one.low, one.highest: one.high}
        return [Choice(str(point), str(point), ends.get(point, "")) for point in one.points]
    return []


def _row(answer: Choice) -> Choice:
    """The title of a row is short: what is longer stands whole in the text and its beginning below."""
    if len(answer.title) <= LONGEST_ROW:
        return Choice(answer.value, answer.title, answer.more[:LONGEST_MORE])
    return Choice(answer.value, f"Pilihan {int(answer.value) + 1}", answer.title[:LONGEST_MORE])


def _hint(one: Question, answers: Sequence[Choice]) -> str:
    if one.kind == "text":
        return "Tulis jawabannya di sini."
    if one.kind == "photo":
        return "Kirim fotonya di sini."
    if one.kind == "scale":
        ends = ", ".join(
            f"{n} = {word}" for n, word in ((one.lowest, one.low), (one.highest, one.high)) if word
        )
        asked = "" if answers else f"Balas dengan angka {one.lowest} sampai {one.highest}."
        return "\n".join(filter(None, (ends, asked)))
    if any(len(each.title) > LONGEST_ROW for each in answers):
        return "\n".join(f"{place}. {each.title}" for place, each in enumerate(answers, start=1))
    return ""


def read_tap(one: Question, value: str) -> Given | Way | None:
    """What one of its own buttons or rows says."""
    if value == LATER:
        return "later"
    if value == SKIP:
        return _skipped(one)
    allowed = range(len(one.options)) if one.kind == "choice" else one.points if one.kind == "scale" else ()
    number = int(value) if value.isascii() and value.isdigit() and len(value) <= 2 else -1
    return Given(one.id, number=number) if number in allowed else None


def read_words(one: Question, text: str) -> Given | Way | None:
    """What was written while it was asked; None for whatever is no answer to it."""
    if (number := _of_choice(one, text)) is not None:
        return Given(one.id, number=number)
    said = _bare(text)
    if said in SKIPPED:
        return _skipped(one)
    if said in PUT_OFF:
        return "later"
    if one.kind == "scale":
        return _of_scale(one, text)
    words = text.strip()
    is_answer = one.kind == "text" and 0 < len(words) <= LONGEST_TEXT and not is_aside(words)
    return Given(one.id, text=words) if is_answer else None


def is_remark(text: str) -> bool:
    """Words beside a photo that ask for nothing."""
    return len(text) <= LONGEST_TEXT and not is_aside(text)


def _skipped(one: Question) -> Way:
    """One that must be answered cannot be passed over: the survey rests."""
    return "later" if one.required else "skip"


def _of_choice(one: Question, text: str) -> int | None:
    """An option's own words, or its number from 1 where no option speaks of numbers."""
    if one.kind != "choice" or "?" in text:
        return None
    for reading in (_plain, _bare):
        said = reading(text)
        places = [place for place, option in enumerate(one.options) if said and reading(option) == said]
        if len(places) == 1:
            return places[0]
    said = _bare(text)
    if any(any(letter.isdigit() for letter in option) for option in one.options):
        return None
    number = int(said) - 1 if said.isascii() and said.isdigit() and len(said) <= 2 else -1
    return number if number in range(len(one.options)) else None


def _of_scale(one: Question, text: str) -> Given | None:
    """The point alone: what was said beside it is for people."""
    if "?" in text or words_beside(text):
        return None
    number = read_score(text, one.lowest, one.highest)
    return Given(one.id, number=number) if number is not None else None


def _plain(text: str) -> str:
    return " ".join(plain_words(text)) or text.strip().casefold()


def _bare(text: str) -> str:
    """Without forms of address and thanks."""
    return " ".join(word for word in plain_words(text) if word not in COURTESY)
