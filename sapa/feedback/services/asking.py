"""A survey inside the chat: its questions one at a time, each asked once, what fits kept as it comes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve

from sapa.accounts.selectors import workspace
from sapa.base import passes
from sapa.base.scope import current_workspace_id
from sapa.contacts.selectors import members
from sapa.domain import survey_chat
from sapa.domain.formats import day, local_date
from sapa.domain.honorifics import panggilan
from sapa.domain.survey_chat import LATER, Way
from sapa.domain.surveys import Given, Question, from_document
from sapa.feedback.models import Answer, Invitation
from sapa.feedback.services.answering import finish, is_open, named, opened
from sapa.feedback.services.asked import nudge_before, said_before
from sapa.messaging.channels.whatsapp.composing import buttons, choices
from sapa.messaging.models import Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors.stories import quoted
from sapa.messaging.services import queue

KIND = "survey"
ASKED = "tanya:"
FITS_FOR = timedelta(hours=24)
NUMBER = re.compile(r"[0-9]{1,18}")
WRITTEN = frozenset(("text", "button"))
OPENS_LIST = "Pilih jawaban"
THANKS = "Terima kasih {nama}, jawabannya sudah kami terima."
RESTS = (
    "Baik {nama}, tidak apa-apa. Kalau nanti sempat, ketuk «Jawab di sini» lagi; bisa sampai {hari}. "
    "Yang sudah dijawab tetap tersimpan."
)
ANSWERED = "Jawaban {nama} untuk survei ini sudah kami terima. Terima kasih."
OVER = "Survei ini sudah ditutup, {nama}. Masukan tetap boleh ditulis di sini kapan saja."


@dataclass(frozen=True, slots=True)
class Turn:
    """A customer's message within a survey, its invitation held."""

    row: Invitation
    message: Message
    now: datetime

    @property
    def questions(self) -> Sequence[Question]:
        return from_document(self.row.survey.questions)

    @property
    def question(self) -> Question | None:
        return next((one for one in self.questions if one.id == self.row.question), None)


def speaks_of_survey(message: Message) -> bool:
    """A tap on one of our own buttons, whenever it comes."""
    return _payload(message).startswith((survey_chat.START, ASKED))


def hear_survey(message: Message, now: datetime) -> bool:
    """Whether the message belongs to a survey and to nothing else; what it says is kept and answered.

    What does not fit is left as it came, and the survey waits.
    """
    payload = _payload(message)
    if payload.startswith(survey_chat.START):
        return _begin(message, payload.removeprefix(survey_chat.START), now)
    if payload.startswith(ASKED):
        return _tapped(message, payload.removeprefix(ASKED), now)
    if message.type in WRITTEN and survey_chat.starts(message.text):
        return _begin(message, _path_before(message), now)
    return _wrote(message, now)


def _payload(message: Message) -> str:
    return str(message.payload.get("payload", ""))


def _path_before(message: Message) -> str:
    """The customer's own page, as the invitation names it that they answer, or the newest follow-up."""
    told = quoted([message]).get(message.pk)
    told = told or nudge_before(message)
    found = re.search(re.escape(f"{settings.SAPA.url}{passes.PAGES}") + r"\S+", told.text) if told else None
    return found[0].removeprefix(settings.SAPA.url) if found else ""


def _begin(message: Message, path: str, now: datetime) -> bool:
    """The first question, or the one where they stopped; not while it still stands before their eyes."""
    row = _of_path(path, now)
    if row is None or row.contact_id not in members([message.contact_id]):
        return False
    turn = Turn(_held(row.pk), message, now)
    if not is_open(turn.row, now):
        _say(turn, ANSWERED if turn.row.answered_at else OVER)
    elif not (_is_on_its_way(turn) or _is_before_eyes(turn)):
        _ask(turn, turn.question or turn.questions[0])
    return True


def _of_path(path: str, now: datetime) -> Invitation | None:
    try:
        found = resolve(path)
    except Resolver404:
        return None
    if found.view_name != "feedback:survey":
        return None
    purpose, workspace_id, number = named(str(found.kwargs["token"])) or ("", 0, 0)
    if workspace_id != current_workspace_id():
        return None
    return opened(public_id=found.kwargs["public_id"], purpose=purpose, number=number, now=now)


def _tapped(message: Message, told: str, now: datetime) -> bool:
    """Buttons of a question that was answered, or of a survey that is over, say nothing any more."""
    number, _, rest = told.partition(":")
    asked, _, value = rest.partition(":")
    wanted = int(number) if NUMBER.fullmatch(number) else 0
    known = Invitation.objects.filter(pk=wanted, contact_id__in=members([message.contact_id]))
    if not known.exists():
        return False
    turn = Turn(_held(wanted), message, now)
    question = turn.question
    if question is None or question.id != asked or not is_open(turn.row, now):
        return True
    if turn.row.question_message_id is None and value == LATER:
        return True
    said = survey_chat.read_tap(question, value)
    if said is not None:
        _take(turn, question, said)
    return True


def _wrote(message: Message, now: datetime) -> bool:
    """Only while the question is the newest that the shop said, and within a day of it."""
    row = _asking(message)
    if row is None:
        return False
    turn = Turn(_held(row.pk), message, now)
    question = turn.question
    if question is None or not is_open(turn.row, now) or not _is_before_eyes(turn):
        return False
    said = _read(question, message)
    if said is not None:
        _take(turn, question, said)
    return said is not None


def _asking(message: Message) -> Invitation | None:
    rows = Invitation.objects.filter(
        contact_id__in=members([message.contact_id]), question_message_id__isnull=False, answered_at=None
    )
    return rows.order_by("-question_message_id").first()


def _is_on_its_way(turn: Turn) -> bool:
    """Tapped twice while the question has not left yet."""
    question = Message.objects.filter(pk=turn.row.question_message_id or 0)
    return question.filter(state__in=[Message.State.PLANNED, Message.State.SENDING]).exists()


def _is_before_eyes(turn: Turn) -> bool:
    newest = said_before(turn.message) if turn.row.question_message_id else None
    if newest is None or newest.pk != turn.row.question_message_id:
        return False
    return turn.message.at - newest.at <= FITS_FOR


def _read(question: Question, message: Message) -> Given | Way | None:
    if question.kind == "photo" and message.type == "image":
        caption = message.text.strip()
        fits = not caption or survey_chat.is_remark(caption)
        return Given(question.id, text=caption) if fits else None
    return survey_chat.read_words(question, message.text) if message.type in WRITTEN else None


def _take(turn: Turn, question: Question, said: Given | Way) -> None:
    if said == "later":
        _rest(turn)
        return
    if isinstance(said, Given):
        _keep(turn, said)
    next_one = survey_chat.following(turn.questions, question.id)
    if next_one:
        _ask(turn, next_one)
    else:
        finish(turn.row, turn.now)
        _say(turn, turn.row.survey.thanks.strip() or THANKS)


def _keep(turn: Turn, said: Given) -> None:
    Answer.objects.get_or_create(
        invitation=turn.row,
        question=said.question,
        defaults={
            "survey": turn.row.survey,
            "number": said.number,
            "text": said.text,
            "message_id": turn.message.pk,
        },
    )


def _rest(turn: Turn) -> None:
    """Nothing is asked until the customer wants to go on."""
    turn.row.question_message_id = None
    turn.row.save(update_fields=["question_message_id"])
    _say(turn, RESTS)


def _ask(turn: Turn, question: Question) -> None:
    place = [one.id for one in turn.questions].index(question.id) + 1
    put = survey_chat.put(question, place, len(turn.questions))
    ids = {f"{ASKED}{turn.row.pk}:{question.id}:{one.value}": one for one in put.choices}
    if put.as_list:
        rows = [_row(key, one) for key, one in ids.items()]
        content = choices(put.text, OPENS_LIST, [{"rows": rows}], footer=put.footer)
    else:
        content = buttons(put.text, {key: one.title for key, one in ids.items()}, footer=put.footer)
    turn.row.question = question.id
    turn.row.question_message_id = _send(turn, put.text, content)
    turn.row.save(update_fields=["question", "question_message_id"])


def _row(key: str, one: survey_chat.Choice) -> dict[str, str]:
    told = {"id": key, "title": one.title, "description": one.more}
    return {name: value for name, value in told.items() if value}


def _say(turn: Turn, words: str) -> None:
    shop, person = workspace(), turn.row.contact
    name = panggilan(person.name, person.segment, person.gender, person.preferred_address)
    last_day = day(local_date(turn.row.closes_at, shop.timezone))
    text = words.replace("{nama}", name).replace("{hari}", last_day)
    _send(turn, text, {})


def _send(turn: Turn, text: str, content: Mapping[str, Any]) -> int:
    """One answer to each message of the customer, as a reply in the same talk."""
    message = turn.message
    reply = Outgoing(
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        klass="reply",
        kind=KIND,
        category="service",
        by="system",
        text=text,
        content=content,
        key=f"survey:{turn.row.pk}:{message.pk}",
        delivery_class="must",
        priority=0,
        deadline=turn.now + FITS_FOR,
    )
    return queue(outgoing=[reply], now=turn.now)[0]


def _held(number: int) -> Invitation:
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("survey", "contact").get(pk=number)
