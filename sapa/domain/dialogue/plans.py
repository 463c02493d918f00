"""Which of a customer's plans is meant, and what is wanted of it."""

import re
from collections.abc import Mapping, Sequence

from sapa.domain.dialogue.choosing import references
from sapa.domain.dialogue.collecting import known, said_in
from sapa.domain.dialogue.hints import texts
from sapa.domain.dialogue.naming import best, words_in
from sapa.domain.dialogue.places import chosen_place
from sapa.domain.dialogue.proposing import own_plan
from sapa.domain.dialogue.records import Subscription
from sapa.domain.dialogue.referring import is_the_same, of_others, of_the_kind, written_numbers
from sapa.domain.dialogue.replies import denies_stopping, says_yes, without_denial
from sapa.domain.dialogue.types import Turn
from sapa.domain.understanding import slots_of

RUNNING = ("active", "grace")
DATE_ASKED = re.compile(
    r"\b(?:kapan|tanggal berapa|berapa hari|berapa lama|sampai kapan|when|until what|how long|masih aktif"
    r"|still active)\b"
)
PRICE_ASKED = re.compile(r"\b(?:berapa|harga\w*|biaya\w*|tarif\w*|how much|price|cost)\b")
RULE_ASKED = re.compile(
    r"\b(?:bagaimana|cara(?:nya)?|apakah|kalau|jika|bila|syarat\w*|jeda\w*|dijeda|pause|boleh|how|can i|what if|bedanya"
    r"|isi(?:nya)?)\b"
)
SWITCHES = re.compile(
    r"\b(?:naik\w*|turun\w*|pindah\w*|upgrade|downgrade|ganti) (?:ke )?(?:paket|plan)"
    r"|\bup-?grade\b|\bdowngrade\b"
)
OTHERWISE = re.compile(
    r"\b(?:jeda\w*|dijeda|pause|(?:di)?skip|(?:di)?lewat(?:i|kan)|(?:di)?tunda|cuti|hold|libur\w*|diliburkan|ubah\w*|diubah|ganti\w*|diganti|switch|change"
    r"|tahunan|yearly|seminggu sekali|sebulan sekali|minggu sekali|bulan sekali)\b"
)
PAUSES = re.compile(
    r"\b(?:(?:di)?skip|(?:di)?lewat(?:i|kan)|(?:di)?tunda|cuti|jeda|dijeda|pause|hold|libur\w*)\b"
)
STOPS = re.compile(
    r"\b(?:stop\w*|distop|setop|berhenti|hentikan|dihentikan|brenti|mandeg\w*|leren|liren|eureun\w*|cancel|batal\w*"
    r"|dibatal\w*|quit|end)\b"
)
WISHED = re.compile(r"\b(?:perpanjang\w*|diperpanjang|lanjut\w*|terus(?:in|kan)|renew|extend|continue)\b")
REFUSED = re.compile(
    r"\b(?:tidak (?:usah |perlu |kedah |mau )?|jangan |ulah (?:waka )?|ojo |don'?t |do not )"
    r"(?:di)?(?:perpanjang\w*|renew)"
)
NOT_WISHED = re.compile(r"\b(?:tidak|jangan|no|not|don'?t|stop|berhenti|cukup|skip)\b")


def action_in(turn: Turn) -> str:
    """What is wanted by this message; a question of when or how much changes nothing."""
    said = said_in(turn)
    if denies_stopping(turn.said.text):
        said = without_denial(said)
        told = _action(slots_of(said, intents=("subscription_renewal",)))
        return "" if told in ("cancel", "disable_autorenew") else told
    told = _action(turn.said.understood.slots)
    told = told or _action(slots_of(turn.said.text, intents=("subscription_renewal",)))
    if PAUSES.search(said) and told in ("", "renew", "check_expiry"):
        return "change"
    if told in ("", "renew", "check_expiry") and (DATE_ASKED.search(said) or PRICE_ASKED.search(said)):
        return "check_expiry"
    if SWITCHES.search(said):
        return "upgrade"
    if told == "renew" and REFUSED.search(said):
        return "disable_autorenew"
    if not told and STOPS.search(said):
        return "cancel"
    if told or OTHERWISE.search(said):
        return told or "change"
    wished = WISHED.search(said) or says_yes(turn.said.text)
    if turn.said.context == "renewal_reminder" and wished and not NOT_WISHED.search(said):
        return "renew"
    return ""


def _action(slots: Mapping[str, object]) -> str:
    """Of several the first."""
    value = slots.get("subscription_action")
    return str(value[0] if isinstance(value, list | tuple) and value else value or "")


def numbers_said(turn: Turn, plans: Sequence[Subscription]) -> tuple[str, ...]:
    """All that the message writes as a number, but what is part of a plan's name."""
    text, told = turn.said.text, texts(turn.said.understood.slots.get("tracking_no"))
    said = (
        *references(turn),
        *told,
        *of_the_kind(text, [one.number for one in plans]),
        *written_numbers(text),
    )
    names = " ".join(one.plan for one in plans).casefold()
    return tuple(dict.fromkeys(one for one in said if one.casefold() not in names))


def stranger(turn: Turn, plans: Sequence[Subscription]) -> str:
    """A number that is of no plan and no order of theirs, where none of theirs is named; "" else."""
    said = numbers_said(turn, plans)
    others = of_others(said, [one.number for one in plans])
    if not others or len(others) < len(said):
        return ""
    unknown = of_others(others, [one.number for one in turn.tools.get_orders()])
    return unknown[0] if unknown else ""


def plans_meant(turn: Turn, plans: Sequence[Subscription]) -> Sequence[Subscription]:
    """By number, by place in the list, by words of the plan, else those that run, else the last one that ran."""
    said = numbers_said(turn, plans)
    if by_number := [one for one in plans if any(is_the_same(each, one.number) for each in said)]:
        return by_number
    kept = own_plan(turn, known(turn, "order_id")) if turn.talk.turns else None
    if kept and turn.talk.asked != "order_id":
        return [kept]
    running = [one for one in plans if one.status in RUNNING] or list(plans[:1])
    place = chosen_place(turn.said.text, len(running)) if turn.talk.asked == "order_id" else None
    if place is not None:
        return [running[place]]
    named = best(words_in(turn.said.text), [one.plan for one in running])
    return [running[place] for place in named] if named else running
