"""What is settled before anything is understood: tests of WhatsApp, nothing to read, wishes not to be written to."""

import re
from dataclasses import replace

from sapa.domain.dialogue.adding import added
from sapa.domain.dialogue.handing import GRAVE, hands_over
from sapa.domain.dialogue.prying import is_prying
from sapa.domain.dialogue.replies import thanks, words_of_reply
from sapa.domain.dialogue.routing import goes_to, meaning
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import PICTURES, filled, resumed, telling
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.optout import OptOut, read_optout

QUALITY_TEST = re.compile(
    r"message is from whatsapp|quality of your bot|understand(?:ing)? the quality of your (?:bot|chat|business)",
    re.IGNORECASE,
)
WHO = re.compile(
    r"\b(?:ini|kamu|anda|situ|admin\w*)\s+(?:\w+\s+){0,2}(?:bot|robot|mesin|manusia|orang)(?:kah|nya)?"
    r"(?:\s+(?:ya|kan|apa|atau|bukan|asli|bot|robot|manusia|orang|beneran))*\W*$"
    r"|^\W*(?:\w+\W+){0,4}(?:bot|robot) (?:ya|kah|kan)(?: ini)?\W*$|\b(?:ini|kamu|anda|situ|dengan) siapa\b"
    r"|\bsiapa (?:kamu|anda|ini|namamu)\b|\b(?:are you|is this) (?:a |an )?(?:bot|robot|human|machine|ai|real)\b"
    r"|\bwho (?:are you|is this)\b",
    re.IGNORECASE,
)
WANTS = re.compile(
    r"\b(?:mau|minta|ingin|pengen|tolong|sambung\w*|hubung\w*|bicara|ngobrol|chat sama|jangan|jgn|bukan|want|talk"
    r"|speak|capek|males|malas|panggil\w*|oper\w*|alihkan|kasih|connect|give|get me)\b",
    re.IGNORECASE,
)
MOST_WHO_WORDS = 7
GLAD = frozenset("👍🙏❤😊🥰😍👌💯🙂😁🤗🎉✅💕😘☺🤝💪")
WORTH_READING = re.compile(r"[^\W_]|\?")

TESTED = Text(
    "Halo, ini asisten otomatis {shop}. Saya membantu status pesanan, resi, invoice, pembayaran, produk, serta "
    "laporan masalah. Petugas kami selalu bisa dihubungi: balas CS.",
    "Hello, this is the automated assistant of {shop}. I help with order status, tracking, invoices, payments, "
    "products and reporting problems. A person can always be reached: reply CS.",
)
WRITE_PLEASE = Text(
    "Maaf {address}, yang seperti itu belum bisa saya baca. Boleh ditulis saja dalam teks? Atau balas CS untuk "
    "dibantu petugas.",
    "Sorry {address}, I cannot read that. Could you type it as text? Or reply CS to reach a person.",
)
ABOUT_WHAT = Text(
    "Terima kasih {address}, kirimannya sudah diterima. Ini tentang apa ya? Tulis singkat saja, atau balas CS untuk "
    "dibantu petugas.",
    "Thank you {address}, it has arrived. What is it about? A few words are enough, or reply CS to reach a person.",
)
I_AM = Text(
    "Saya asisten otomatis {shop}, {address}, bukan orang. Tulis saja yang perlu dibantu; untuk bicara dengan petugas, "
    "balas CS.",
    "I am the automated assistant of {shop}, {address}, not a person. Write what you need; to talk to a person, reply "
    "CS.",
)
WELCOME = Text("Sama-sama, {address}.", "You are welcome, {address}.")


def passed(turn: Turn) -> Turn | Move:
    for door in (_tested, _stopped, _unreadable, _asked_who, _pried):
        if move := door(turn):
            return move
    return turn


def _tested(turn: Turn) -> Move | None:
    """WhatsApp wants its own test messages answered (assistant.md 4.6)."""
    if not QUALITY_TEST.search(turn.said.text):
        return None
    tested = replace(turn, talk=replace(turn.talk, language="en", disclosed=True))
    return Move(say(tested, TESTED), telling(tested.talk, "quality_test"), "answered")


def _stopped(turn: Turn) -> Move | None:
    """STOP and its like. While ending a plan is being asked, "stop" is about the plan."""
    wish = read_optout(turn.said.text, answering_promo=turn.said.context == "promo_broadcast")
    if turn.talk.flow == "subscription_renewal" and not (isinstance(wish, OptOut) and wish.scope == "all"):
        return None
    if isinstance(wish, OptOut) or wish == "resume":
        return goes_to(meaning(turn, "opt_out"), "opt_out")
    return None


def _asked_who(turn: Turn) -> Move | None:
    """Honestly: a machine, and how to reach a person. Whoever also wants one is not told this first."""
    text = turn.said.text
    if len(words_of_reply(text)) > MOST_WHO_WORDS or not WHO.search(text) or WANTS.search(text):
        return None
    talk = replace(telling(turn.talk, "told_who"), disclosed=True)
    return Move(say(turn, I_AM), talk, "answered")


def _pried(turn: Turn) -> Move | None:
    """Declined; what was open stays open. A real alarm in the same message is heard first."""
    if not is_prying(turn.said.text) or turn.said.understood.escalation_reason in GRAVE:
        return None
    move = goes_to(meaning(turn, "other"), "other")
    return replace(move, talk=resumed(move.talk, turn.talk)) if move.outcome == "refused" else move


def _unreadable(turn: Turn) -> Move | None:
    """Nothing to read: a picture belongs to what is open; glad signs are thanks; the second time a person reads it."""
    if WORTH_READING.search(turn.said.text):
        return None
    talk = turn.talk
    if turn.said.attachment in PICTURES:
        return None if talk.flow else added(turn) or _asked_for_text(turn, ABOUT_WHAT)
    if is_glad(turn) and not talk.flow:
        return Move(say(turn, WELCOME), talk, "recorded")
    return None if is_glad(turn) else _asked_for_text(turn, WRITE_PLEASE)


def is_glad(turn: Turn) -> bool:
    """Thumbs, hearts and folded hands; a sticker where everything was answered."""
    text = turn.said.text
    if any(sign in GLAD for sign in text) or thanks(text):
        return True
    return turn.said.attachment == "sticker" and bool(turn.talk.told) and not turn.talk.clarified


def _asked_for_text(turn: Turn, text: Text) -> Move:
    """The second time a person looks; a sticker asks for nothing and gets one more silence."""
    if turn.said.attachment == "sticker" and turn.talk.clarified == 1:
        return Move("", replace(turn.talk, clarified=2), "silent", asked="text")
    if turn.talk.clarified:
        return hands_over(turn, "attachment")
    talk = replace(telling(turn.talk, "asked_for_text"), clarified=1)
    if not talk.flow:
        talk = replace(filled(talk, turn.said), asked="text")
    return Move(say(turn, text), talk, "asked", asked="text")
