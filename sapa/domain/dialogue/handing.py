"""Handing over to people: what the customer is told, and the door that is always named.

Nothing is promised here but what the shop's own hours and answering times say.
"""

from dataclasses import replace

from sapa.domain.dialogue.policies import answers_by, following
from sapa.domain.dialogue.speaking import Text, moment, say, span
from sapa.domain.dialogue.talking import closed, telling
from sapa.domain.dialogue.topics import wants_of
from sapa.domain.dialogue.types import HandOff, Move, TicketWish, Turn

URGENT = frozenset(("safety", "fraud_privacy", "threat"))
GRAVE = frozenset(("safety", "fraud_privacy"))
NOTHING_KNOWN = 2  # the second question in a row that nothing answers is a person's

BY_REASON = {
    "human_request": Text(
        "Baik {address}, percakapan ini saya teruskan ke tim kami.",
        "Of course, {address}. I am passing this conversation to our team.",
    ),
    "safety": Text(
        "Kami prihatin mendengarnya, {address}. Mohon hentikan dulu pemakaian produknya dan jauhkan dari jangkauan "
        "anak-anak. Bila ada luka atau keluhan kesehatan, segera cari pertolongan medis. Simpan produk dan "
        "kemasannya bila aman. Pesan ini kami teruskan ke tim kami sebagai hal mendesak.",
        "We are sorry to hear this, {address}. Please stop using the product and keep it away from children. If "
        "anyone is hurt or unwell, seek medical help right away. Keep the product and its packaging if that is "
        "safe. This has been passed to our team as urgent.",
    ),
    "fraud_privacy": Text(
        "Terima kasih sudah memberi tahu, {address}. Hal seperti ini ditangani langsung oleh tim kami, jadi saya "
        "teruskan sekarang. Demi keamanan, jangan bagikan OTP, PIN, atau kata sandi kepada siapa pun.",
        "Thank you for telling us, {address}. Our team handles matters like this directly, so I am passing it on "
        "now. For your safety, never share an OTP, PIN or password with anyone.",
    ),
    "threat": Text(
        "Kami mengerti, {address}, dan kami mohon maaf atas kejadian ini. Tim kami yang menanganinya langsung; "
        "percakapan ini saya teruskan sekarang.",
        "We understand, {address}, and we are sorry about this. Our team handles it directly; I am passing this "
        "conversation to them now.",
    ),
    "anger": Text(
        "Kami mohon maaf atas pengalaman ini, {address}. Percakapan ini saya teruskan ke tim kami sekarang.",
        "We are sorry about this experience, {address}. I am passing this conversation to our team now.",
    ),
    "repeat_failure": Text(
        "Mohon maaf {address}, sampai harus bertanya berulang kali. Percakapan ini beserta catatannya saya teruskan "
        "ke tim kami, jadi tidak perlu menjelaskan dari awal.",
        "Sorry that you had to ask again, {address}. I am passing this conversation with its notes to our team, so "
        "you need not explain from the start.",
    ),
    "high_value": Text(
        "Terima kasih sudah mengabari, {address}, dan mohon maaf atas kendalanya. Supaya ditangani dengan teliti, "
        "percakapan ini saya teruskan ke tim kami.",
        "Thank you for letting us know, {address}, and sorry for the trouble. So that it is handled with care, I am "
        "passing this conversation to our team.",
    ),
    "not_grounded": Text(
        "Saya belum punya jawaban yang pasti untuk itu, {address}. Daripada keliru, pertanyaannya saya teruskan ke "
        "tim kami.",
        "I do not have a certain answer to that, {address}. Rather than guess, I am passing your question to our "
        "team.",
    ),
    "attachment": Text(
        "Maaf {address}, kiriman seperti itu belum bisa saya baca. Saya teruskan ke tim kami.",
        "Sorry {address}, I cannot read what you sent. I am passing it to our team.",
    ),
    "unproven": Text(
        "Data pesanan hanya kami buka kepada pemiliknya, dan saya belum bisa mencocokkannya, {address}. Percakapan "
        "ini saya teruskan ke tim kami.",
        "We only open order details to their owner, and I could not match them, {address}. I am passing this "
        "conversation to our team.",
    ),
    "asked_by_flow": Text(
        "Untuk ini sebaiknya tim kami yang membantu, {address}. Percakapan ini saya teruskan ke mereka.",
        "This is best handled by our team, {address}. I am passing this conversation to them.",
    ),
    "low_confidence": Text(
        "Supaya tidak salah jawab, {address}, percakapan ini saya teruskan ke tim kami.",
        "So that you get the right answer, {address}, I am passing this conversation to our team.",
    ),
}
NOW = Text("Tim kami membalas di sini.", "Our team replies here.")
WITHIN = Text(
    "Tim kami membalas di sini, biasanya dalam {time}.", "Our team replies here, usually within {time}."
)
OPENS = Text(
    "Tim kami kembali bertugas {time} dan membalas di sini.", "Our team is back on {time} and replies here."
)
CALL = Text("Bila mendesak, telepon {phone}.", "If it is urgent, call {phone}.")
UNKNOWN = Text(
    "Maaf {address}, saya belum punya jawaban yang pasti untuk itu. Balas CS bila ingin dijawab petugas kami.",
    "Sorry {address}, I do not have a certain answer to that. Reply CS to have our team answer.",
)


def hands_over(
    turn: Turn,
    reason: str,
    wants: str = "",
    *,
    before: str = "",
    urgent: bool | None = None,
    ticket: TicketWish | None = None,
) -> Move:
    """Gives the conversation to people and says who answers when.

    `before`: what is known and said first, in place of the usual sentence; `wants`: one sentence for people, by itself
    what the customer asked for; `ticket`: opened with it.
    """
    told = before or say(turn, BY_REASON.get(reason, BY_REASON["low_confidence"]))
    call = say(turn, CALL, phone=turn.business.phone) if turn.business.phone and reason in GRAVE else ""
    text = " ".join(filter(None, (told, when_people_answer(turn), call)))
    given = HandOff(reason, wants or wants_of(turn), reason in URGENT if urgent is None else urgent)
    return Move(
        text, telling(closed(turn.talk), f"handed_off:{reason}"), "handed_off", ticket=ticket, hand_off=given
    )


def when_people_answer(turn: Turn) -> str:
    """Closed: when the shop opens next; open: how long an answer usually takes, if the shop's settings say so."""
    business, language = turn.business, turn.talk.language
    if business.opens_at and business.opens_at > turn.now:
        return say(turn, OPENS, time=moment(business.opens_at, business.zone, language, weekday=True))
    if business.answers_within:
        return say(turn, WITHIN, time=span(business.answers_within, language))
    return say(turn, NOW)


def knows_not(turn: Turn, *, text: str = "", code: str = "not_known") -> Move:
    """What neither records nor articles hold: said so with the way to a person; the second time in a row handed over.

    `text`: said in place of the usual sentence; it must name a person, and ask nothing.
    """
    if rule := following(turn):
        return answers_by(turn, rule, code="article")
    unanswered = turn.talk.unanswered + 1
    if unanswered >= NOTHING_KNOWN:
        return hands_over(turn, "not_grounded")
    talk = telling(closed(turn.talk), code)
    talk = replace(talk, unanswered=unanswered, offered_person=True, missed=turn.talk.last_text)
    return Move(text or say(turn, UNKNOWN), talk, "answered")
