"""The assistant's turn. It does not guess: what it cannot answer from data it hands to people, and says so."""

from collections.abc import Sequence
from datetime import datetime

from sapa.accounts.selectors import workspace
from sapa.assistant.models import Turn
from sapa.contacts.models import Contact
from sapa.domain.honorifics import panggilan
from sapa.domain.optout import read_optout
from sapa.events.services import NewEvent, record
from sapa.messaging.models import Conversation, Message
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors import last_nudges
from sapa.messaging.services import assign, queue
from sapa.messaging.services.marks import see

OPTED_OUT = (
    "Baik {nama}, kami tidak akan mengirim {apa} lagi. Kabar tentang pesanan yang sedang berjalan tetap kami "
    "sampaikan. Bila berubah pikiran, balas MULAI kapan saja."
)
STOPPED = "Baik {nama}, kami tidak akan menghubungi lagi. Bila suatu saat perlu, silakan tulis ke nomor ini."
WHICH = (
    "Supaya tidak salah, {nama}: balas BERHENTI bila tidak ingin pesan tindak lanjut dari {toko} lagi. "
    "Untuk hal lain, tim kami akan membaca pesan ini."
)
RESUMED = (
    "Terima kasih {nama}, pesan dari {toko} kami buka kembali. Balas BERHENTI kapan saja untuk menutupnya."
)
HANDED_OFF = (
    "Terima kasih {nama}, pesannya sudah kami terima. Saya asisten otomatis {toko}; supaya jawabannya tepat, "
    "pesan ini saya teruskan ke tim kami dan mereka yang akan membalas di sini."
)
KINDS = {"answered": "assistant_reply", "handed_off": "assistant_handoff"}
WHAT = {"promo": "promosi", "follow_up": "pesan tindak lanjut"}


def answer(*, message_ids: Sequence[int], now: datetime) -> None:
    """One turn for each message that nobody has answered; conversations owned by people are left alone."""
    done = set(Turn.objects.filter(message_id__in=message_ids).values_list("message_id", flat=True))
    messages = Message.objects.filter(pk__in=set(message_ids) - done).order_by("at", "id")
    for message in messages.select_related("contact", "conversation"):
        _take_turn(message, now)


def pass_on(*, message_ids: Sequence[int], reason: str, now: datetime) -> None:
    """Messages that the assistant leaves to people without a word, such as those that came hours late."""
    messages = Message.objects.filter(pk__in=message_ids).order_by("at", "id")
    for message in messages.select_related("contact", "conversation"):
        conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
        if conversation.owner == Conversation.Owner.ASSISTANT:
            _hand_off(message, reason, now)


def _take_turn(message: Message, now: datetime) -> None:
    conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
    if conversation.owner != Conversation.Owner.ASSISTANT:
        return
    see(conversation_id=conversation.pk)
    nudge = last_nudges([message.contact_id], before=message.at).get(message.contact_id)
    wish = read_optout(message.text, answering_promo=bool(nudge and nudge.klass == "promo"))
    intent, template = _understood(wish)
    outcome = "answered" if intent in {"opt_out", "resume"} else "handed_off"
    reply = _say(message, KINDS[outcome], template, now, scope=getattr(wish, "scope", ""))
    Turn.objects.create(
        message=message,
        conversation=conversation,
        at=now,
        intent=intent,
        outcome=outcome,
        reply_message_id=reply,
        trace={"intent": intent, "records": []},
    )
    _finish(message, outcome, now)
    if outcome == "handed_off":
        _hand_off(message, intent, now)


def _finish(message: Message, outcome: str, now: datetime) -> None:
    finished = NewEvent(
        name="assistant.turn_finished",
        key=f"assistant:turn:{message.id}:finished",
        at=now,
        contact_id=message.contact_id,
        data={"conversation_id": message.conversation_id, "message_id": message.id, "outcome": outcome},
    )
    record(events=[finished], now=now)


def _understood(wish: object) -> tuple[str, str]:
    if wish is None:
        return "unknown", HANDED_OFF
    if wish == "ask":
        return "ask_opt_out", WHICH
    if wish == "resume":
        return "resume", RESUMED
    return "opt_out", STOPPED if getattr(wish, "scope", "") == "all" else OPTED_OUT


def _say(message: Message, kind: str, template: str, now: datetime, scope: str) -> int:
    text = template.format(nama=address(message.contact), toko=workspace().name, apa=WHAT.get(scope, ""))
    reply = Outgoing(
        contact_id=message.contact_id,
        channel_id=message.channel_id,
        klass="reply",
        kind=kind,
        category="service",
        by="assistant",
        text=text,
        key=f"assistant:{message.id}",
        delivery_class="must",
        priority=0,
        reply_to_wamid=message.wamid,
    )
    return queue(outgoing=[reply], now=now)[0]


def address(contact: Contact) -> str:
    return panggilan(
        contact.name, segment=contact.segment, gender=contact.gender, preferred=contact.preferred_address
    )


def _hand_off(message: Message, intent: str, now: datetime) -> None:
    """From here the assistant is silent; a second message of the same moment is not handed over again."""
    assign(conversation_id=message.conversation_id, owner=Conversation.Owner.NOBODY)
    record(
        events=[
            NewEvent(
                name="assistant.handed_off",
                key=f"assistant:turn:{message.id}:handed_off",
                at=now,
                contact_id=message.contact_id,
                data={
                    "conversation_id": message.conversation_id,
                    "message_id": message.id,
                    "reason": "not_understood" if intent == "unknown" else intent,
                },
            )
        ],
        now=now,
    )
