"""Not to be written to any more, and to be written to again."""

import re
from typing import Literal

from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.replies import asks_something, denies_stopping
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.talking import closed, telling
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.optout import OptOut, read_optout
from sapa.domain.understanding.features import said_of

Scope = Literal["marketing", "follow_up", "all"]
# Who only knows this much of the wish is asked; a wrong stop costs the customer the news of their own orders.
STOPPING = re.compile(
    r"\b(?:stop\w*|setop|distop|berhenti\w*|hentikan|dihentikan|brenti|jangan|tidak|cukup|sudah|aja"
    r"|ojo|ora|mandeg\w*"
    r"|leren|liren|ulah|entong|teu|eureun\w*|hapus\w*|dihapus|keluar\w*|cabut|no|not|don'?t|quit"
    r"|cease|end|remove"
    r"|delete|unsub\w*|opt out|males|malas|capek|bosan|risih|terganggu|mengganggu|ganggu\w*|diganggu"
    r"|spam\w*|blok\w*"
    r"|never|without|tanpa)\b"
)
WRITING = re.compile(
    r"\b(?:promo\w*|iklan\w*|diskon\w*|penawaran\w*|broadcast\w*|blast\w*|newsletter|marketing|wa"
    r"|whatsapp|di ?wa"
    r"|chat\w*|dichat|nge-?chat|sms|e-?mail\w*|pesan(?:nya)?|messages?|messaging|texts?|texting"
    r"|kirim\w*|dikirim\w*"
    r"|mengirim\w*|ngirim\w*|kiriman|hubungi|dihubungi|menghubungi|kontak\w*|contact\w*|spam\w*"
    r"|notif\w*|daftar"
    r"|list|info|ads?|offers?|ganggu\w*|diganggu|mengganggu|terganggu|unsub\w*|opt out|nomor (?:saya"
    r"|ku)|nomorku"
    r"|follow[- ]?up\w*|reminder\w*|pengingat|japri\w*|write|writing|remind\w*)\b"
)
BY_CHAT = re.compile(
    r"\b(?:wa|whatsapp|chat|e-?mail|sms)(?:nya)? (?:saja|aja|ae|wae|weh|only|is fine|is ok|boleh|bisa"
    r"|ok\w*)\b"
    r"|\b(?:just|only|lewat|via|by|over|through|pakai|cukup|liwat) (?:the )?(?:wa|whatsapp|chat"
    r"|e-?mail|sms)\b"
)
SURE = 0.55
PROMO = re.compile(
    r"\b(?:promo\w*|promosi|iklan|diskon|penawaran|broadcast|marketing|newsletter|offers?|ads?|flash sale)\b"
)
EVERYTHING = re.compile(
    r"\b(?:semua\w*|sama sekali|apa ?pun|apapun|total|selamanya|altogether|completely|everything"
    r"|anything|nothing|all"
    r"|any (?:more )?messages?|entirely|forever|ever|hapus (?:nomor|kontak)\w*|kabeh|sadayana|babar pisan)\b"
)

NO_PROMO = Text(
    "Baik {address}, kami tidak akan mengirim promosi lagi. Kabar tentang pesanan yang berjalan tetap "
    "kami sampaikan. Kalau berubah pikiran, balas MULAI.",
    "All right {address}, we will not send promotions any more. News about running orders still comes. "
    "Reply START to get them again.",
)
NO_FOLLOW_UP = Text(
    "Baik {address}, kami tidak akan mengirim promosi dan pesan tindak lanjut lagi. Kabar tentang "
    "pesanan yang berjalan tetap kami sampaikan. Kalau berubah pikiran, balas MULAI.",
    "All right {address}, we will not send promotions and follow-ups any more. News about running orders "
    "still comes. Reply START to get them again.",
)
NOTHING = Text(
    "Baik {address}, kami tidak akan menghubungi lagi. Bila suatu saat perlu, tulis saja ke sini.",
    "All right {address}, we will not contact you any more. If you ever need us, just write here.",
)
RESUMED = Text(
    "Terima kasih {address}, pesan dari {shop} kami buka kembali. Balas BERHENTI kapan saja untuk menutupnya.",
    "Thank you {address}, messages from {shop} are open again. Reply STOP any time to close them.",
)
WHICH = Text(
    "Supaya tidak salah, {address}: balas BERHENTI bila tidak ingin pesan dari {shop} lagi. Untuk hal "
    "lain, tulis saja keperluannya, atau balas CS untuk petugas.",
    "To be sure, {address}: reply STOP if you do not want messages from {shop} any more. For anything "
    "else just write it, or reply CS for a person.",
)
WHICH_OR_PLAN = Text(
    "Supaya tidak salah, {address}: balas STOP LANGGANAN bila maksudnya {plan}, atau BERHENTI bila tidak ingin pesan "
    "dari {shop} lagi. Untuk hal lain, tulis saja keperluannya, atau balas CS untuk petugas.",
    "To be sure, {address}: reply STOP SUBSCRIPTION if you mean {plan}, or STOP if you do not want messages from "
    "{shop} any more. For anything else just write it, or reply CS for a person.",
)
RUNNING = ("active", "grace")
GOES_ON = Text(
    "Baik {address}, tidak ada yang dihentikan. Silakan tulis yang bisa saya bantu.",
    "All right {address}, nothing is stopped. Please write what I can help with.",
)
TEXTS = {"marketing": NO_PROMO, "follow_up": NO_FOLLOW_UP, "all": NOTHING}


def opt_out(turn: Turn) -> Move:
    """At once where nothing else is said or the wish is plain; where it may mean something else, one question."""
    wish = read_optout(turn.said.text, answering_promo=turn.said.context == "promo_broadcast")
    if wish == "resume":
        return Move(say(turn, RESUMED), telling(closed(turn.talk), "resumed"), "recorded", opt_out="resume")
    if isinstance(wish, OptOut):
        return _obeyed(turn, "marketing" if wish.scope == "promo" else wish.scope)
    if is_plain(turn):
        return _obeyed(turn, _scope(turn))
    if denies_stopping(turn.said.text):
        return Move(say(turn, GOES_ON), telling(closed(turn.talk), "stopped_nothing"), "recorded")
    if asks_something(turn.said.text) and (rule := rule_for(turn)):
        return answers_by(turn, rule, code="article")
    return Move(which(turn), telling(closed(turn.talk), "asked_opt_out"), "asked")


def which(turn: Turn) -> str:
    """Whoever has a plan that runs may well mean that."""
    plans = turn.tools.get_subscription() if turn.customer.proven else ()
    running = next((one.plan or one.number for one in plans if one.status in RUNNING), "")
    return say(turn, WHICH_OR_PLAN, plan=running) if running else say(turn, WHICH)


def is_plain(turn: Turn) -> bool:
    """Whether the message itself says that it is about being written to, or answers what we wrote with a stop."""
    said = words_about(turn)
    if denies_stopping(turn.said.text) or not STOPPING.search(said):
        return False
    if BY_CHAT.search(said) and not PROMO.search(said):
        return False
    if WRITING.search(said):
        return True
    return bool(turn.said.context) and turn.said.understood.confidence >= SURE


def words_about(turn: Turn) -> str:
    return f"{turn.said.text.casefold()} {said_of(turn.said.text).casefold()}"


def _scope(turn: Turn) -> Scope:
    said = words_about(turn)
    if PROMO.search(said):
        return "marketing"
    if EVERYTHING.search(said):
        return "all"
    return "marketing" if turn.said.context == "promo_broadcast" else "follow_up"


def _obeyed(turn: Turn, scope: Scope) -> Move:
    talk = telling(closed(turn.talk), f"opted_out:{scope}")
    return Move(say(turn, TEXTS[scope]), talk, "recorded", opt_out=scope)
