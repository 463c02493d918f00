"""A review that a customer writes in the chat: kept, shown to nobody, and asked whether others may read it."""

from datetime import datetime, timedelta
from uuid import UUID

from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.domain.honorifics import panggilan
from sapa.domain.testimonies import GivenReview, read_testimony
from sapa.feedback.models import Review
from sapa.feedback.services.asked import REVIEW, Question, said_before
from sapa.feedback.services.reviews import keep, prove, review_of, shortened
from sapa.messaging.channels.whatsapp.composing import buttons
from sapa.messaging.models import Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.services import queue

KIND = "review"
PERMIT = "izin:"
YES, NO = "boleh", "jangan"
BUTTONS = {YES: "Boleh, tampilkan", NO: "Jangan ditampilkan"}
ASKS = "Terima kasih {nama}! Bolehkah ulasan ini kami tampilkan untuk calon pembeli lain, {sebagai}?"
THANKS = {
    YES: "Terima kasih {nama}. Ulasannya tampil setelah dibaca tim {toko}. Bila berubah pikiran, ketuk «Jangan "
    "ditampilkan» di atas kapan saja.",
    NO: "Baik {nama}, ulasannya hanya dibaca tim {toko}. Terima kasih sudah bercerita.",
}
# Stars first and words after, or the other way round.
REST_FOLLOWS = timedelta(hours=1)
LOW = 2


def answers_permission(message: Message) -> bool:
    return str(message.payload.get("payload", "")).startswith(PERMIT)


def hear_permission(message: Message, now: datetime) -> bool:
    """The customer's last word counts, and each change of it is a consent with that message as its proof."""
    told, _, word = str(message.payload.get("payload", "")).removeprefix(PERMIT).partition(":")
    row = _named(told, message)
    if row is None or word not in BUTTONS:
        return False
    if word == YES and row.allowed_at:
        return True
    row.allowed_at = now if word == YES else None
    row.shown_name = shortened(_person(message).name) if word == YES else ""
    row.save(update_fields=["allowed_at", "shown_name"])
    prove(row, "granted" if word == YES else "denied", now, by=f"by message {message.public_id}")
    _say(message, row, THANKS[word], now)
    return True


def _named(told: str, message: Message) -> Review | None:
    try:
        wanted = UUID(told)
    except ValueError:
        return None
    rows = Review.objects.filter(public_id=wanted, contact_id__in=members([message.contact_id]))
    return rows.select_for_update(no_key=True).first()


def hear_review(message: Message, question: Question | None, now: datetime) -> bool:
    """Stars or words as the answer to «Asking for a review». A low one is kept too, and left for people to read."""
    told = read_testimony(message.text) if message.type == "text" else None
    newest = said_before(message) if told else None
    if told is None or newest is None:
        return False
    if newest.kind == KIND:
        return _add(message, told)
    run = question.follow_up.enrolment if question and question.message_id == newest.pk else None
    if question is None or run is None or question.kind != REVIEW or review_of(run.pk):
        return False
    row, _made = keep(run=run, stars=told.stars, text=told.words, now=now)
    name = shortened(_person(message).name)
    shown = f"dengan nama «{name}»" if name else "tanpa nama"
    _say(message, row, ASKS.replace("{sebagai}", shown), now, asks=True)
    return _is_pleased(told)


def _add(message: Message, told: GivenReview) -> bool:
    """What was missing, while nobody has been allowed to read it."""
    rows = Review.objects.filter(
        contact_id__in=members([message.contact_id]), allowed_at=None, at__gte=message.at - REST_FOLLOWS
    )
    row = rows.select_for_update(no_key=True).order_by("-at", "-pk").first()
    if row is None:
        return False
    stars, text = row.stars or told.stars, row.text or told.words
    if (stars, text) == (row.stars, row.text):
        return False
    row.stars, row.text = stars, text
    row.save(update_fields=["stars", "text"])
    return _is_pleased(told)


def _is_pleased(told: GivenReview) -> bool:
    return told.stars is None or told.stars > LOW


def _person(message: Message) -> Contact:
    person: Contact = message.contact.root or message.contact
    return person


def _say(message: Message, row: Review, words: str, now: datetime, *, asks: bool = False) -> None:
    person = _person(message)
    name = panggilan(person.name, person.segment, person.gender, person.preferred_address)
    text = words.replace("{nama}", name).replace("{toko}", workspace().name)
    ids = {f"{PERMIT}{row.public_id}:{word}": title for word, title in BUTTONS.items()}
    reply = Outgoing(
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        klass="reply",
        kind=KIND,
        category="service",
        by="system",
        text=text,
        content=buttons(text, ids) if asks else {},
        key=f"review:{row.pk}:{message.pk}",
        delivery_class="must",
        priority=0,
        deadline=now + timedelta(hours=24),
    )
    queue(outgoing=[reply], now=now)
