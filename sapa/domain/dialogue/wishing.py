"""A message that begins something: one wish or several, said clearly or not."""

import re
from dataclasses import replace

from sapa.domain.dialogue import clarifying
from sapa.domain.dialogue.adding import added
from sapa.domain.dialogue.goods import ASKING, ENDING
from sapa.domain.dialogue.handing import hands_over, knows_not, when_people_answer
from sapa.domain.dialogue.kinds import CHANGES, OWN, QUESTIONS, REPORTS
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.naming import words_in
from sapa.domain.dialogue.outright import SAID_OUTRIGHT, surest
from sapa.domain.dialogue.particulars import told_deadline, told_total, with_facts
from sapa.domain.dialogue.policies import SUPPOSES, answers_by, following, rule_for
from sapa.domain.dialogue.reading import POINTING, is_unclear
from sapa.domain.dialogue.replies import (
    FILLERS,
    asks_something,
    drops,
    ends,
    rejects,
    says_more_than_fine,
    says_no,
    says_yes,
    thanks,
    words_of_reply,
)
from sapa.domain.dialogue.routing import goes_to, meaning
from sapa.domain.dialogue.speaking import LONGEST, Text, joined, say
from sapa.domain.dialogue.talking import closed, remembering, telling
from sapa.domain.dialogue.topics import NAMES
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding import slots_of
from sapa.domain.understanding.clauses import clauses_of
from sapa.domain.understanding.rules import ruled

SHORT, DOUBTED, SURE_ENOUGH, WELL, TELLING, SAID_AT_ALL = 3, 0.6, 0.8, 0.6, 5, 0.3
BY_ARTICLES = frozenset(
    ("return_refund", "warranty", "product_info", "usage_guide", "how_to_pay", "promo_question", "store_info")
)
ANSWERED = QUESTIONS | {"store_info"}

ASKS_ANSWER = re.compile(
    r"\b(?:kapan|iraha|berapa lama|brp lama|sampai kapan|when|how long)\b.{0,30}"
    r"\b(?:di ?(?:waler|wangsul|bales|balas|bales|jawab|respon|hubungi|tanggapi|tangani|tindak"
    r"|kabar|info|telepon|telpon)\w*|repl(?:y|ied)"
    r"|hear back|get back"
    r"|respond\w*)\b"
    r"|\bwhen (?:will|do|can) (?:you|they|someone|somebody|the team|your team)\b.{0,20}"
    r"\b(?:answer|reply|respond|call|get back)\b"
)

UNDOES = re.compile(
    r"\b(?:balikin|kembaliin|balekno|balikeun|aktifin|hidupin|lanjutin) (?:lagi|dong|aja|deh|ya|kak)\b|\bundo\b"
    r"|\bkok (?:di)?(?:batal|ganti|ubah|matiin|berhenti)\w*|\b(?:put|change|turn|switch) (?:it|that) back\b"
)
ASKS_TO_AGREE = re.compile(r"\b(?:kan|right|to|nya)(?: (?:ya|kak|min|mas|mbak))?\W*$", re.IGNORECASE)
INVOICE = re.compile(r"\b(?:invoice|nota|faktur|kwitansi|bukti beli|receipt)(?:nya|ku|ne|na)?\b")
STATUS = re.compile(
    r"\bstatus\w*|\b(?:sampai|sampe|nyampe|tekan|dugi|nepi) (?:mana|endi|di mana|pundi)\b"
    r"|\bkapan (?:sampai|sampe|nyampe|datang|tiba)\w*"
    r"|\bwhen will (?:it|they)\b|\bwhere is (?:it|my)\b"
)
GO_ON = Text(
    "Silakan {address}, tulis saja apa yang bisa saya bantu.",
    "Go ahead, {address}, just write what I can help with.",
)
FINE = Text("Siap, {address}.", "All right, {address}.")
DONE_ALREADY = Text(
    "Perubahan tadi sudah dijalankan, {address}, dan saya tidak bisa mengembalikannya. Permintaannya saya teruskan ke "
    "tim kami.",
    "That change has been made already, {address}, and I cannot undo it. I am passing your wish to our team.",
)
LEFT_OUT = Text(
    "Soal {topic}, tulis lagi setelah ini atau balas CS.",
    "About {topic}: write again after this, or reply CS.",
)
NEVER_MIND = Text(
    "Baik {address}. Kalau perlu apa-apa lagi, tulis saja di sini.",
    "All right, {address}. If you need anything else, just write here.",
)


def granted(turn: Turn) -> Move:
    return with_facts(turn, _granted(turn))


def _granted(turn: Turn) -> Move:
    done = turn.talk.told[-1:] and turn.talk.told[-1].startswith("done:")
    if done and (drops(turn.said.text) or UNDOES.search(turn.said.text.casefold())):
        return hands_over(turn, "asked_by_flow", before=say(turn, DONE_ALREADY))
    if move := _short_reply(turn):
        return move
    if ASKS_ANSWER.search(turn.said.text.casefold()):
        return answers(turn, when_people_answer(turn), code="when_answered")
    if rejects(turn.said.text) and turn.talk.told:
        move = clarifying.asks(turn, clarifying.SORRY)
        return replace(move, talk=replace(move.talk, rejected=turn.talk.rejected + 1))
    if fact := told_total(turn) or told_deadline(turn):
        return fact
    if more := added(turn):
        return more
    if asks_in_vain(turn):
        return knows_not(turn)
    if is_unclear(turn):
        return _unclear(turn)
    if move := _doubted(turn):
        return move
    return _by_articles(turn) or _all_of(turn)


def asks_in_vain(turn: Turn) -> bool:
    """The question that nothing answered, put in other words."""
    missed = words_in(turn.talk.missed)
    if not missed or not turn.talk.unanswered or rule_for(turn):
        return False
    again = {ENDING.sub("", word) for word in words_in(turn.said.text)} & {
        ENDING.sub("", word) for word in missed
    }
    wants = turn.said.understood
    own = wants.intent in OWN and wants.confidence >= DOUBTED
    if wants.confidence < DOUBTED and any(len(word) >= TELLING for word in again - ASKING):
        return True
    return not own and len(again) >= max(2, len(missed) / 2)


def _by_articles(turn: Turn) -> Move | None:
    """A doubtful question right after one that the articles answered: "ongkirnya siapa yang tanggung?"."""
    said, before = turn.said, turn.talk.intents[-2:-1]
    if (
        said.understood.confidence >= DOUBTED
        or not asks_something(said.text)
        or "order_id" in said.understood.slots
    ):
        return None
    if not before or before[0] not in BY_ARTICLES or surest(said.text)[0] >= SAID_OUTRIGHT:
        return None
    rule = rule_for(turn)
    return answers_by(turn, rule, code="article") if rule else None


def _doubted(turn: Turn) -> Move | None:
    """A question half read as something about an order, without a word of that: the articles answer it, and nothing is
    changed for it."""
    said = turn.said.understood
    asks = asks_something(turn.said.text) or ASKS_TO_AGREE.search(turn.said.text)
    doubted = SURE_ENOUGH if SUPPOSES.search(turn.said.text.casefold()) else DOUBTED
    if said.intent not in OWN or said.confidence >= doubted or not asks:
        return None
    plain = dict(ruled(turn.said.text, None)).get(said.intent, 0.0)
    if plain >= DOUBTED or {"order_id", "tracking_no"} & said.slots.keys() or turn.said.context:
        return None
    rule = following(turn) or rule_for(turn)
    found = rule is not None and rule.coverage >= WELL
    if rule and found:
        return answers_by(meaning(turn, "usage_guide"), rule, code="article")
    return knows_not(turn) if said.intent in CHANGES and plain < SAID_AT_ALL else None


def _short_reply(turn: Turn) -> Move | None:
    """Yes, no or all right, where nothing was asked and no message of ours explains it."""
    text, talk = turn.said.text, turn.talk
    if talk.offered_person and says_more_than_fine(text) and not thanks(text):
        return hands_over(turn, "human_request")
    if ends(text) and talk.told and not (asks_something(text) or surest(text)[0] >= SAID_OUTRIGHT):
        return Move(say(turn, NEVER_MIND), talk, "recorded")
    if turn.said.context or len(words_of_reply(text)) > SHORT or turn.said.understood.slots:
        return None
    if thanks(text) or asks_something(text):
        return None
    cancels = turn.said.understood.intent == "cancel_order"
    if drops(text, cancelling=cancels) or (says_no(text, cancelling=cancels) and not rejects(text)):
        return Move(say(turn, NEVER_MIND), telling(talk, "never_mind"), "recorded")
    if says_yes(text):
        soft = turn.said.understood.intent == "thanks_closing" and "ya" not in words_of_reply(text)
        return Move(say(turn, FINE if soft else GO_ON), talk, "recorded")
    return None


def _unclear(turn: Turn) -> Move:
    """The articles may hold it all the same; else one question."""
    words = words_of_reply(turn.said.text)
    tells = not (POINTING | FILLERS).issuperset(words)
    if tells and len(words) >= SHORT and (rule := rule_for(turn)):
        return answers_by(turn, rule, code="article")
    return clarifying.asks(turn)


def _all_of(turn: Turn) -> Move:
    """The first wish leads; questions beside it are answered with it where there is room."""
    first, *others = _intents(turn)
    lead = goes_to(_part(turn, first) if others else turn, first)
    for other in others:
        if other in ANSWERED and not lead.hand_off:
            lead = _with(lead, turn, other)
    return lead


def _intents(turn: Turn) -> tuple[str, ...]:
    """Those that were understood; of a status and an invoice in one breath both."""
    found = turn.said.understood.intents
    said = turn.said.text.casefold()
    if len(found) > 1 or found[0] not in ("invoice_request", "order_status"):
        return found
    both = INVOICE.search(said) and STATUS.search(said)
    return ("invoice_request", "order_status") if both else found


def _with(lead: Move, turn: Turn, other: str) -> Move:
    side = goes_to(_part(replace(turn, talk=lead.talk), other), other)
    if lead.asked == "order_id" and side.outcome == "answered" and side.talk.order:
        first = lead.talk.flow
        spoken = replace(turn, talk=remembering(closed(turn.talk), order=side.talk.order))
        lead = goes_to(_part(spoken, first), first)
    asks = [one for one in (lead, side) if "?" in one.text or one.confirm]
    text = joined(side.text, lead.text) if lead in asks else joined(lead.text, side.text)
    if side.hand_off or side.ticket or len(asks) > 1 or len(text) > LONGEST:
        return _without(lead, turn, other)
    if side in asks:
        return replace(lead, text=text, talk=side.talk, asked=side.asked, cites=lead.cites + side.cites)
    learned = replace(
        lead.talk,
        told=side.talk.told,
        product=side.talk.product or lead.talk.product,
        unanswered=side.talk.unanswered,
        offered_person=side.talk.offered_person,
    )
    return replace(lead, text=text, talk=learned, cites=lead.cites + side.cites)


def _without(lead: Move, turn: Turn, other: str) -> Move:
    """The lead alone; what was left out is named, with the way to a person, where the lead asks nothing."""
    talk = telling(lead.talk, f"not_answered:{other}")
    topic = NAMES[other].of(turn.talk.language)
    text = joined(lead.text, say(turn, LEFT_OUT, topic=topic[:1].lower() + topic[1:]))
    fits = len(text) <= LONGEST and not (lead.asked or lead.confirm)
    return replace(lead, talk=talk, text=text if fits else lead.text)


def _part(turn: Turn, intent: str) -> Turn:
    """The clauses of the message that say this wish, with the slots that stand in them."""
    parts = [part for part in clauses_of(turn.said.text) if _leads(part) == intent]
    if not parts:
        return meaning(turn, intent)
    text = ", ".join(parts)
    slots = slots_of(text, intents=(intent,), context=turn.said.context)
    if intent in REPORTS:
        slots = {**turn.said.understood.slots, **slots}
    understood = replace(turn.said.understood, slots=slots)
    return meaning(replace(turn, said=replace(turn.said, understood=understood)), intent, text=text)


def _leads(part: str) -> str:
    found = ruled(part, None)
    return found[0][0] if found else ""
