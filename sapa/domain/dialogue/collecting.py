"""What a report needs, asked one question a turn and never twice (assistant.md 4.3)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sapa.domain.dialogue.kinds import REPORTS
from sapa.domain.dialogue.moving import asks
from sapa.domain.dialogue.records import Order
from sapa.domain.dialogue.replies import asks_something, ends, thanks, waits
from sapa.domain.dialogue.speaking import Text, joined, say
from sapa.domain.dialogue.talking import filled, slot, with_slot, without_slots
from sapa.domain.dialogue.types import Move, Talk, Turn
from sapa.domain.tickets import LONGEST_VALUE
from sapa.domain.understanding import normalise

MOST_TURNS, MOST_FAILED = 6, 2
LONGEST_UNSURE = 6  # words
UNSAID = str.maketrans({"?": "", "{": "(", "}": ")", "«": "", "»": ""})
UNSURE = re.compile(
    r"\b(?:tidak (?:tahu|terang|ngerti|mengerti|yakin|ingat|paham|pasti)|kurang (?:tahu|yakin|paham)"
    r"|entah|lupa"
    r"|bingung|gtw|terserah|sakarepmu|bebas|apa saja|not sure|(?:do not|don't|dont) know|no idea|dunno|idk"
    r"|whatever|up to you|anything)\b"
)
WISHES: Mapping[str, re.Pattern[str]] = {
    "refund": re.compile(r"\b(?:uang|duit|dana|refund|artos|money|saldo)\w*\b"),
    "repair": re.compile(r"\b(?:servis|service|perbaik\w*|diperbaiki|benerin|betulkan|repair|fix)\b"),
    "resend": re.compile(r"\b(?:kirim\w*|dikirim\w*|susul\w*|resend|send|kintun\w*|lengkap\w*)\b"),
    "replace": re.compile(
        r"\b(?:ganti\w*|diganti\w*|tukar\w*|ditukar\w*|baru|replace\w*|exchange|swap|gentos)\b"
    ),
    "return": re.compile(r"\b(?:retur\w*|return|kembali\w*|dikembalikan|balik\w*|dibalikin)\b"),
}

ANY_TIME = re.compile(
    r"\b(?:any ?time|whenever|(?:kapan|iraha|jam berapa) (?:saja|aja|wae|pun)|sembarang waktu"
    r"|bebas (?:jam|waktu)\w*)\b"
)
LONGEST_TIME, LONGEST_CALL = 7, 14  # words
CALLED_AT = re.compile(
    r"\b(?:di ?(?:hubungi|hubungin|telepon|telpon|telp|kontak|kabari|wa|chat|bel)\w*|reach(?:ed)? me|contact(?:ed)? me"
    r"|(?:kontak|hubungi|kabari|wa|chat) (?:(?:saya|aku|ya|saja|aja|wae|lewat|via|ke|wa|ini|di) ){0,3}"
    r"(?=jam|pukul|pagi|siang|sore|malam|besok|nanti|setelah|habis)"
    r"|(?:nge|meng)?(?:hubung|telepon|telpon|telp|kontak|kabar)(?:i|in)? (?:saya|aku|abdi|kulo|kula)"
    r"|be (?:called|reached|contacted)|(?:can|could|may) call|best time"
    r"|waktu (?:yang )?(?:enak|cocok|pas|luang)"
    r"|(?:saya|aku|abdi|kulo) (?:bisa|luang|senggang|longgar)(?:nya)?|i(?:'m| am) (?:free|available))\b"
)
TIME_OF_DAY = re.compile(
    r"\b(?:jam|pukul|pagi|siang|sore|malam|malem|besok|nanti|setelah|sesudah|habis|abis|sebelum|after|before|morning"
    r"|afternoon|evening|night|noon|tomorrow|weekend|senin|selasa|rabu|kamis|jumat|sabtu|minggu|mon|tues|wednes|thurs"
    r"|fri|satur|sun)(?:day)?\b"
)
WISHES_FOR = re.compile(
    r"\b(?:minta|mau(?:nya)?|ingin|pengen|tolong|hoyong|njaluk|nyuwun|menta|want|would like|please|need|prefer"
    r"|mending\w*|lebih baik)\b"
)
JUST = re.compile(r"\b(\w+) (?:(?:baru|lagi|ulang|kembali) )?(?:saja|aja|wae|bae|mawon|deh|instead|then)\b")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `again`: the same in an easier form; without it the slot is asked for only once."""

    slot: str
    text: Text
    again: Text | None = None

    @property
    def most(self) -> int:
        return 2 if self.again else 1


PHOTO = Question(
    "photo",
    Text(
        "Ada foto atau videonya? Boleh dikirim di sini, dan kalau tidak ada pun laporannya tetap jalan.",
        "Do you have a photo or video of it? You can send it here; the report goes on without one too.",
    ),
)
AWAITED = Text(
    "Baik, saya tunggu fotonya di sini. Kalau ternyata tidak ada, balas saja «tidak ada».",
    "All right, send the photo here when you have it. If there is none, just reply “none”.",
)
WISH = Question(
    "requested_resolution",
    Text(
        "Maunya bagaimana: diganti, dikirim ulang, diperbaiki, atau uang kembali?",
        "What would you like: a replacement, a resend, a repair or your money back?",
    ),
    Text(
        "Tidak apa-apa. Kira-kira mana yang paling pas: diganti, dikirim ulang, diperbaiki, atau uang kembali?",
        "No problem. Which comes closest: a replacement, a resend, a repair or your money back?",
    ),
)


def begin(turn: Turn, flow: str) -> Turn:
    """With `flow` open and everything that this message tells in its slots."""
    talk = turn.talk if turn.talk.flow == flow else replace(turn.talk, flow=flow)
    return replace(turn, talk=answered(filled(talk, turn.said), turn))


def answered(talk: Talk, turn: Turn) -> Talk:
    """What only means something because it was asked for: a bare «ganti baru», «sore aja»."""
    said, asked = said_in(turn), turn.talk.asked
    name = "requested_resolution"
    if turn.said.understood.slots.get(name):
        return talk
    if asked == name or (talk.flow in REPORTS and asked and slot(talk, name) is None and wishes(said)):
        wish = wish_in(said)
        return with_slot(talk, name, wish, turn.said.message_id) if wish else talk
    return talk


def wishes(said: str) -> bool:
    """Whether something is wanted: "minta diganti", "refund aja"."""
    wanted = WISHES_FOR.search(said) is not None and bool(wish_in(said))
    return wanted or any(map(wish_in, JUST.findall(said)))


def tells_any_time(turn: Turn) -> bool:
    """ "Kapan saja bisa": when they may be called, asked or not."""
    said = said_in(turn)
    return (
        ANY_TIME.search(said) is not None and len(said.split()) <= LONGEST_TIME and "?" not in turn.said.text
    )


def tells_when(turn: Turn) -> bool:
    """When they may be called: "bisa dihubungi habis magrib"; a command to call now is a wish for a person."""
    said = said_in(turn)
    if tells_any_time(turn):
        return True
    if "?" in turn.said.text or len(said.split()) > LONGEST_CALL:
        return False
    return CALLED_AT.search(said) is not None and TIME_OF_DAY.search(said) is not None


def said_in(turn: Turn) -> str:
    """The message in standard words."""
    return normalise(turn.said.text)


def is_unsure(turn: Turn) -> bool:
    """A short «ga tau»; in a longer message such words are part of the story."""
    said = said_in(turn)
    return len(said.split()) <= LONGEST_UNSURE and UNSURE.search(said) is not None


def wish_in(said: str) -> str:
    """The remedy that a short answer names, "" when it names none."""
    return next((name for name, pattern in WISHES.items() if pattern.search(said)), "")


def known(turn: Turn, name: str) -> str:
    """A slot as text; of several the first."""
    value = slot(turn.talk, name)
    return "" if value is None else str(value)


def knowing(turn: Turn, name: str, value: object) -> Turn:
    return replace(turn, talk=with_slot(turn.talk, name, value, turn.said.message_id))


def forgetting(turn: Turn, *names: str) -> Turn:
    return replace(turn, talk=without_slots(turn.talk, *names))


def keeping_words(turn: Turn, name: str) -> Turn:
    """The customer's own words under `name`, when the slot was asked for or is still blank."""
    words = own_words(turn)
    if words and (turn.talk.asked == name or not known(turn, name)) and not is_unsure(turn):
        return knowing(turn, name, words)
    return turn


def own_words(turn: Turn) -> str:
    """On one line, short enough for a ticket, and without signs that would ask or be filled when read back."""
    return " ".join(turn.said.text.translate(UNSAID).split())[:LONGEST_VALUE].strip()


def ask_next(
    turn: Turn, flow: str, questions: Sequence[Question], *, lead: str = "", order: str = ""
) -> Move | None:
    """The next question of those still open; None when there is enough, or when it has taken too long."""
    open_one = next_question(turn, questions)
    if open_one is None:
        return None
    return asks(turn, flow, open_one.slot, joined(lead, say(turn, wording(turn, open_one))), order=order)


def next_question(turn: Turn, questions: Sequence[Question]) -> Question | None:
    """None when all is known, at the sixth turn, when two questions have led nowhere, and for whoever is done."""
    if turn.talk.turns >= MOST_TURNS or failed_asks(turn) >= MOST_FAILED or is_done(turn):
        return None
    return next((one for one in questions if is_open(turn, one)), None)


def is_done(turn: Turn) -> bool:
    """ "Udah itu aja, makasih" to a question of ours: nothing more is asked."""
    text = turn.said.text
    if not turn.talk.asked or turn.said.attachment or asks_something(text) or waits(text):
        return False
    return ends(text) or (thanks(text) and turn.said.understood.intent == "thanks_closing")


def failed_asks(turn: Turn) -> int:
    """How often something was asked for and is still not known; a photo is no condition."""
    tries = turn.talk.tries
    return sum(asks for name, asks in tries.items() if name != "photo" and not known(turn, name))


def is_open(turn: Turn, question: Question) -> bool:
    if known(turn, question.slot):
        return False
    asked = turn.talk.tries.get(question.slot, 0)
    return asked < question.most or is_awaited(turn, question)


def is_awaited(turn: Turn, question: Question) -> bool:
    """«sebentar ya»: a photo that somebody is about to take is waited for once."""
    if question.slot != "photo" or turn.talk.asked != "photo" or turn.talk.tries.get("photo", 0) != 1:
        return False
    return waits(turn.said.text)


def wording(turn: Turn, question: Question) -> Text:
    if is_awaited(turn, question):
        return AWAITED
    asked_before = turn.talk.tries.get(question.slot, 0) > 0
    return question.again if question.again and asked_before else question.text


def ticket_slots(turn: Turn, names: Sequence[str], *, order: Order | None, item: str = "") -> dict[str, str]:
    """What a ticket keeps: the order and what is known of `names`."""
    given = {"order_id": order.number if order else known(turn, "order_id"), "product": item}
    given |= {name: known(turn, name)[:LONGEST_VALUE] for name in names}
    return {name: value for name, value in given.items() if value}
