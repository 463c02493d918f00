"""A proposed change and the answer to it: only an explicit yes in time carries it out (assistant.md 4.2)."""

import re
from collections.abc import Mapping
from dataclasses import replace

from sapa.domain.dialogue.addressing import address_in
from sapa.domain.dialogue.choosing import choose_order
from sapa.domain.dialogue.kinds import PROBLEMS
from sapa.domain.dialogue.naming import stands_in
from sapa.domain.dialogue.policies import cites_of, quoted, rule_for
from sapa.domain.dialogue.proposing import affirmed
from sapa.domain.dialogue.replies import (
    CALLS,
    MILD,
    YES,
    asks_something,
    drops,
    question_behind,
    read,
    says_no,
    says_wrong,
    says_yes,
    takes_back,
    waits,
    without_reason_to_cancel,
    words_of_reply,
    yes_before_question,
    yes_with_reason,
)
from sapa.domain.dialogue.routing import goes_to
from sapa.domain.dialogue.speaking import LONGEST, Text, joined, say
from sapa.domain.dialogue.talking import asking, closed, telling, without_slots
from sapa.domain.dialogue.types import PENDING_FOR, Move, Pending, Turn

MOST_REMINDERS = 2
SHORT, SHORTEST = 6, 3
FIGURE = re.compile(r"(?<!\w)\d+")
BARE_ABORT = re.compile(r"\W*batal(?: (?:aja|saja|deh|dong|ya|kak))*\W*", re.IGNORECASE)
CANCEL = frozenset(
    re.findall(
        r"\w+",
        "batal batalkan batalin dibatalkan dibatalin batalno batalke batalkeun bolaykeun dibolaykeun cancel canceled "
        "mbatal mbatalke mbatalno mbatalake mbatalaken mbatale batale batalaken batalake dibatalke dibatalno "
        "dibatalaken dibatalkeun ngabatalkeun pembatalan pembatalannya membatalkan cancelled cancellation "
        "hapus hapuskan hapusin dihapus delete",
    )
)
CHANGE = frozenset(
    re.findall(
        r"\w+",
        "ubah diubah ubahin ganti diganti gantiin ganten gentos change update pakai alamat alamatnya ke situ sana "
        "sesuai kesitu kesana there",
    )
)
PLAN = frozenset(
    re.findall(
        r"\w+",
        """
    perpanjang diperpanjang perpanjangan renew extend hentikan dihentikan berhenti stop matikan dimatikan nonaktifkan
    dinonaktifkan langganan langganannya berlangganan subscription plan naik upgrade autorenew otomatis
    """,
    )
)
WORDS: Mapping[str, frozenset[str]] = {
    "cancel_order": CANCEL,
    "change_address": CHANGE,
    "change_order": CHANGE | frozenset(re.findall(r"\w+", "catat dicatat catatkan note")),
    "subscription_change": PLAN | CANCEL,
}
ASKED_ANEW: Mapping[str, str] = {
    "cancel_order": "order_id",
    "change_address": "new_address",
    "change_order": "wanted_change",
    "subscription_change": "subscription_action",
}
ENDING = frozenset(
    ("cancel_order", "subscription_change")
)  # nothing told behind the yes is a part of the change
PASSED_ON = frozenset(re.findall(r"\w+", "teruskan diteruskan lanjutkan kirim kirimkan forward"))

KEPT = Text(
    "Baik {address}, tidak jadi. Tidak ada yang diubah pada {target}.",
    "All right, {address}. Nothing was changed on {target}.",
)
REMINDED = Text(
    "Belum ada yang diubah ya, {address}. Soal {target}: balas YA untuk melanjutkan, atau TIDAK bila "
    "tidak jadi.",
    "Nothing has been changed yet, {address}. About {target}: reply YES to go on, or NO to leave it.",
)
WAITING = Text(
    "Siap {address}, silakan. Belum ada yang diubah; balas YA bila sudah pasti, atau TIDAK bila tidak jadi.",
    "Take your time, {address}. Nothing has been changed; reply YES when you are sure, or NO to leave it.",
)
LEFT = Text(
    "Untuk sekarang {target} saya biarkan seperti semula, {address}. Tulis lagi kapan saja, atau balas "
    "CS untuk dibantu petugas.",
    "I leave {target} as it is for now, {address}. Write again any time, or reply CS to reach a person.",
)
PUT_RIGHT = Text(
    "Baik {address}, belum ada yang diubah pada {target}. Yang benar bagaimana?",
    "All right, {address}, nothing was changed on {target}. What should it be?",
)


def answered(turn: Turn) -> Turn | Move:
    """The turn itself when nothing is proposed, or when the message is about something else."""
    pending = turn.talk.pending
    if pending is None:
        return turn
    if is_yes(turn, pending):
        if not is_about_it(turn, pending):
            return reminded(turn, pending)
        return _agreed(turn, pending)
    if not in_time(turn, pending):
        return _late(turn)
    return _otherwise(turn, pending)


def _agreed(turn: Turn, pending: Pending) -> Move:
    """Carried out; what was asked behind the yes is answered with it where the articles or records hold it."""
    move = goes_to(turn, turn.talk.flow, agreed=in_time(turn, pending))
    asked = question_behind(turn.said.text) if move.outcome in ("done", "ticket") else ""
    rule = rule_for(turn, asked) if asked else None
    text = joined(move.text, quoted(rule, LONGEST - len(move.text) - 2)) if rule else move.text
    return replace(move, text=text, cites=(*move.cites, *cites_of(rule, text))) if rule else move


def is_yes(turn: Turn, pending: Pending) -> bool:
    text = turn.said.text
    if turn.said.attachment or BARE_ABORT.fullmatch(text):
        return False
    about = frozenset(words_of_reply(" ".join((pending.target, *pending.values.values()))))
    also = WORDS[pending.action] | PASSED_ON
    if says_yes(text, also=also, about=about) or yes_before_question(text, also=also, about=about):
        return True
    if pending.action == "cancel_order":
        rest = without_reason_to_cancel(read(text))
        if rest != read(text) and says_yes(rest, also=also, about=about | MILD) and "?" not in text:
            return True
    if pending.values.get("request") and agrees_in_other_words(turn, pending):
        return True
    return pending.action in ENDING and yes_with_reason(text, also=also, about=about)


def agrees_in_other_words(turn: Turn, pending: Pending) -> bool:
    """ "Yes I know it is paid, I'd like my money back for K-12": enough for what is only passed on to people."""
    said = turn.said.understood
    first = [word for word in words_of_reply(turn.said.text) if word not in CALLS][:1]
    wants = said.intent in {"return_refund", "cancel_order"} and stands_in(pending.target, turn.said.text)
    held_back = asks_something(turn.said.text) or waits(turn.said.text) or takes_back(turn.said.text)
    return (
        bool(first and first[0] in YES)
        and wants
        and not held_back
        and not drops(turn.said.text, cancelling=True)
    )


def is_about_it(turn: Turn, pending: Pending) -> bool:
    """A yes written before the proposal left, or after another message of ours that asks something, is none to it."""
    is_early = turn.said.at is not None and turn.said.at < pending.expires_at - PENDING_FOR
    return turn.said.context is None and not is_early


def in_time(turn: Turn, pending: Pending) -> bool:
    return turn.now <= pending.expires_at


def _late(turn: Turn) -> Turn:
    """Too late for yes or no: the proposal is gone, whatever else was said is heard."""
    return replace(turn, talk=closed(turn.talk))


def _otherwise(turn: Turn, pending: Pending) -> Turn | Move:
    text = turn.said.text
    if BARE_ABORT.fullmatch(text) and pending.action != "cancel_order":
        return _kept(turn, pending)
    if drops(text, cancelling=pending.action == "cancel_order") and not _brings_anew(turn, pending):
        return _kept(turn, pending)
    if other := _other_order(turn, pending):
        return goes_to(
            replace(turn, talk=without_slots(replace(turn.talk, asked="order_id"), "order_id")), other
        )
    if _adds_to_change(turn, pending):
        return goes_to(turn, turn.talk.flow)
    if _brings_anew(turn, pending):
        move = goes_to(_reopened(turn, pending), turn.talk.flow)
        same = _is_the_same(move.talk.pending, pending)
        return _put_right(turn, pending) if same and not _says_it_again(turn, pending) else move
    if says_wrong(text) and len(words_of_reply(text)) <= SHORTEST:
        return _put_right(turn, pending)
    if says_no(text, cancelling=pending.action == "cancel_order") and not asks_something(text):
        return _kept(turn, pending)
    if waits(text) and not asks_something(text):
        return Move(say(turn, WAITING), turn.talk, "asked", confirm=True)
    return reminded(turn, pending) if says_little(turn) else turn


def _other_order(turn: Turn, pending: Pending) -> str:
    """The flow, where a correction names another order of theirs: «bukan itu, yang timbangan»."""
    if pending.action == "subscription_change" or not (says_wrong(turn.said.text) or says_no(turn.said.text)):
        return ""
    rest = replace(
        turn, said=replace(turn.said, text=affirmed(turn.said.text)), talk=replace(turn.talk, asked="")
    )
    choice = choose_order(rest)
    found = choice.order if choice.named else None
    return turn.talk.flow if found and found.number != pending.target else ""


def _brings_anew(turn: Turn, pending: Pending) -> bool:
    """Another value for what was proposed: it is proposed anew."""
    slots, values = turn.said.understood.slots, pending.values
    if any(name in slots and str(slots[name]) != values[name] for name in values):
        return True
    said, flow = turn.said.understood, turn.talk.flow
    if pending.action == "change_address" and address_in(turn.said.text, bare=True):
        return True
    if _is_vague(turn) and _other_figures(turn.said.text, pending):
        return True
    if CANCEL & set(words_of_reply(turn.said.text)) and pending.action == "cancel_order":
        return False
    text = turn.said.text
    but = takes_back(text) and not asks_something(text)
    corrects = (says_wrong(text) or but) and len(words_of_reply(text)) > 2
    return corrects and said.intent in {flow, "other", "defective_wrong_item", "complaint", "thanks_closing"}


def _adds_to_change(turn: Turn, pending: Pending) -> bool:
    """ "Warna merah kalau ada", behind a change that is proposed: noted with it."""
    said = turn.said
    told = {"variant", "courier", "quantity"} & said.understood.slots.keys() - pending.values.keys()
    if pending.action != "change_order" or not told or asks_something(said.text) or says_wrong(said.text):
        return False
    return said.understood.intent not in PROBLEMS | {"cancel_order", "change_address"}


def _other_figures(text: str, pending: Pending) -> bool:
    """ "Eh 4 deh" where three were proposed."""
    known = set(FIGURE.findall(" ".join((pending.target, *pending.values.values()))))
    return bool(set(FIGURE.findall(text)) - known) and not asks_something(text)


def _reopened(turn: Turn, pending: Pending) -> Turn:
    """Which order is cancelled may be chosen anew; what a changed value is read into stays."""
    if pending.action != "cancel_order":
        return turn
    return replace(turn, talk=replace(without_slots(turn.talk, "order_id"), asked="order_id"))


def _says_it_again(turn: Turn, pending: Pending) -> bool:
    """The address as it was proposed, written out once more and not called wrong."""
    place = pending.values.get("new_address", "")
    said = " ".join(turn.said.text.split()).casefold()
    return bool(place) and place.casefold() in said and not says_wrong(turn.said.text)


def _is_the_same(one: Pending | None, other: Pending) -> bool:
    return one is not None and (one.target, dict(one.values)) == (other.target, dict(other.values))


def _put_right(turn: Turn, pending: Pending) -> Move:
    """What was proposed is wrong, and what is right was not said: it is asked for."""
    asked = ASKED_ANEW[pending.action]
    talk = without_slots(replace(turn.talk, pending=None), asked, *pending.values)
    text = say(turn, PUT_RIGHT, target=pending.target)
    return Move(text, asking(talk, talk.flow, asked), "asked", asked=asked)


def says_little(turn: Turn) -> bool:
    text = turn.said.text
    return len(words_of_reply(text)) <= SHORT and not asks_something(text) and _is_vague(turn)


def _is_vague(turn: Turn) -> bool:
    said = turn.said.understood
    return said.intent in {"thanks_closing", "greeting", "other", turn.talk.flow} or said.confidence < 0.6


def _kept(turn: Turn, pending: Pending) -> Move:
    talk = telling(closed(turn.talk), f"declined:{pending.action}")
    return Move(say(turn, KEPT, target=pending.target), talk, "answered")


def reminded(turn: Turn, pending: Pending) -> Move:
    """Twice; then it is left as it was."""
    tries = turn.talk.tries.get("confirm", 0)
    if tries >= MOST_REMINDERS:
        talk = telling(closed(turn.talk), f"left:{pending.action}")
        return Move(say(turn, LEFT, target=pending.target), talk, "answered")
    talk = replace(turn.talk, tries={**turn.talk.tries, "confirm": tries + 1})
    return Move(say(turn, REMINDED, target=pending.target), talk, "asked", confirm=True)
