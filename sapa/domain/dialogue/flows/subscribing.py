"""Plans: until when one runs, stopping it or its renewal after a yes, renewing and upgrading through people."""

import re
from collections.abc import Mapping, Sequence

from sapa.domain.dialogue.collecting import begin, knowing, known, own_words, said_in
from sapa.domain.dialogue.handing import knows_not
from sapa.domain.dialogue.moving import answers, asks, does, proposes
from sapa.domain.dialogue.plans import (
    OTHERWISE,
    PAUSES,
    RULE_ASKED,
    RUNNING,
    action_in,
    plans_meant,
    stranger,
)
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.proposing import NOT_FOUND_NOW, YES_OR_NO, own_plan, yes_to
from sapa.domain.dialogue.records import Cited, Subscription
from sapa.domain.dialogue.replies import asks_something
from sapa.domain.dialogue.speaking import Text, day, joined, money, numbered, say
from sapa.domain.dialogue.ticketing import Report, opens_ticket
from sapa.domain.dialogue.types import Act, Move, Pending, Turn

FLOW = "subscription_renewal"
ACTION = "plan_action"  # what this flow settled on
CHANGES = ("cancel", "disable_autorenew", "renew", "upgrade", "change")
MOST_OFFERED = 3

PAUSING = Text("Apakah langganan bisa dilewati atau skip?", "Can a subscription be skipped?")
TELLS_PAUSES = re.compile(
    r"\b(?:(?:di)?lewat(?:i|kan)|(?:di)?skip|jeda|dijeda|cuti|(?:di)?tunda|pause\w*|libur\w*)\b"
)
NO_PLAN = Text(
    "Maaf {address}, tidak ada langganan yang tercatat di nomor ini. Balas CS bila ingin dibantu petugas.",
    "Sorry {address}, there is no subscription under this contact. Reply CS to reach a person.",
)
NOT_THEIRS = Text(
    "Maaf {address}, langganan dengan nomor itu tidak kami temukan di kontak ini, jadi tidak ada yang diubah. Mohon "
    "cek lagi nomornya, atau balas CS bila ingin dibantu petugas.",
    "Sorry {address}, we cannot find a subscription with that number under this contact, so nothing was changed. "
    "Please check the number again, or reply CS to reach a person.",
)
WHICH = Text("Langganan yang mana, {address}?", "Which subscription, {address}?")
RUNS = Text("{plan} aktif{price}.", "{plan} is active{price}.")
PRICE = Text(", {amount} per periode", ", {amount} per period")
RENEWS_ON = Text("Perpanjangan otomatisnya menyala, berikutnya {day}.", "It renews by itself, next on {day}.")
RENEWS = Text("Perpanjangan otomatisnya menyala.", "It renews by itself.")
RUNS_UNTIL = Text(
    "Masa aktifnya sampai {day} dan perpanjangan otomatisnya mati.",
    "It runs until {day} and does not renew by itself.",
)
NO_RENEWAL = Text("Perpanjangan otomatisnya mati.", "It does not renew by itself.")
GRACE = Text(
    "{plan} sudah lewat masa aktifnya{since} dan masih dalam masa tenggang.",
    "{plan} is past its term{since} and in its grace period.",
)
ENDED = Text("{plan} sudah berhenti.", "{plan} has ended.")
STOPPED = Text(
    "{plan} sudah berhenti{since}, jadi tidak ada yang diubah.",
    "{plan} has ended already{since}, so nothing was changed.",
)
SINCE = Text(", yaitu {day}", ", {day}")
STOP_ASKED = Text(
    "{plan} akan dihentikan.{more} Hentikan langganan ini?", "{plan} would be stopped.{more} Shall I stop it?"
)
OFF_ASKED = Text(
    "Perpanjangan otomatis {plan} akan dimatikan; langganannya sendiri tidak dihentikan.{more} Matikan?",
    "Automatic renewal of {plan} would be turned off; the subscription itself is not stopped.{more} Turn it off?",
)
PAID_UNTIL = Text(" Masa aktif yang tercatat sampai {day}.", " Its term on record runs until {day}.")
RENEW_ASKED = Text(
    "Permintaan perpanjangan {plan}{price} bisa saya teruskan ke tim kami untuk dibuatkan tagihannya. Teruskan?",
    "I can pass your request to renew {plan}{price} to our team, who makes out the bill. Shall I?",
)
UPGRADE_ASKED = Text(
    "Permintaan untuk {plan}:\n«{wanted}»\nPerubahan langganan diurus tim kami. Teruskan permintaan ini?",
    "Your request for {plan}:\n“{wanted}”\nOur team handles changes of a plan. Shall I pass this on?",
)
RENEW_HERE = Text(
    "{plan}{price} bisa diperpanjang di sini: {link}\nLangganannya berlanjut setelah pembayarannya tercatat.",
    "{plan}{price} can be renewed here: {link}\nIt goes on once the payment is recorded.",
)
RENEWS_ALREADY = Text(
    "{plan} diperpanjang otomatis{on}, jadi tidak perlu melakukan apa-apa.",
    "{plan} renews by itself{on}, so there is nothing you need to do.",
)
OFF_ALREADY = Text(
    "Perpanjangan otomatis {plan} memang sudah mati, jadi tidak ada yang diubah.",
    "Automatic renewal of {plan} is off already, so nothing was changed.",
)
STOPPED_NOW = Text("{plan} sudah dihentikan.{more}", "{plan} is stopped.{more}")
OFF_NOW = Text(
    "Perpanjangan otomatis {plan} sudah dimatikan.{more}", "Automatic renewal of {plan} is off now.{more}"
)
PASSED_ON = Text(
    "Permintaan untuk {plan} sudah diteruskan sebagai tiket {ticket}. Langganannya belum berubah sampai tim kami "
    "mengurusnya.",
    "Your request for {plan} is passed on as ticket {ticket}. The subscription stays as it is until our team has "
    "handled it.",
)
WANTED: Mapping[str, str] = {
    "renew": "perpanjang langganan",
    "upgrade": "pindah paket langganan",
    "change": "ubah langganan",
}


def subscription_renewal(turn: Turn) -> Move:
    turn = begin(turn, FLOW)
    if pending := yes_to(turn, ("subscription_change",)):
        return _carried_out(turn, pending)
    turn = _with_action(turn)
    plans = turn.tools.get_subscription()
    if stranger(turn, plans):
        return answers(turn, say(turn, NOT_THEIRS), code="plan_not_found")
    if asks_how(turn) and (rule := rule_for(turn) or of_pauses(turn)):
        return answers_by(turn, rule, code="plan_rule")
    if not plans:
        return _without_plan(turn)
    meant = plans_meant(turn, plans)
    if len(meant) > 1:
        return _asks_which(turn, meant)
    return _about(knowing(turn, "order_id", meant[0].number), meant[0])


def asks_how(turn: Turn) -> bool:
    """What goes and what not, before anything is wanted: "bisa diskip dulu ga?"."""
    said, action = said_in(turn), known(turn, ACTION)
    if action == "change":
        return asks_something(turn.said.text) and OTHERWISE.search(said) is not None and turn.talk.turns == 0
    return not action and (RULE_ASKED.search(said) or OTHERWISE.search(said)) is not None


def of_pauses(turn: Turn) -> Cited | None:
    """Whether a plan may be left out for a while, in plain words; only by an article that speaks of that."""
    if not PAUSES.search(said_in(turn)):
        return None
    rule = rule_for(turn, say(turn, PAUSING))
    return rule if rule and TELLS_PAUSES.search((rule.text or "").casefold()) else None


def _without_plan(turn: Turn) -> Move:
    rule = rule_for(turn) if not known(turn, ACTION) else None
    return (
        answers_by(turn, rule, code="plan_rule")
        if rule
        else knows_not(turn, text=say(turn, NO_PLAN), code="no_plan")
    )


def _with_action(turn: Turn) -> Turn:
    action = action_in(turn)
    if action in ("upgrade", "change"):
        turn = knowing(turn, "wanted_change", own_words(turn))
    return knowing(turn, ACTION, action) if action else turn


def _asks_which(turn: Turn, plans: Sequence[Subscription]) -> Move:
    lines = numbered([name_of_plan(one) for one in plans[:MOST_OFFERED]])
    return asks(turn, FLOW, "order_id", joined(say(turn, WHICH), lines))


def name_of_plan(plan: Subscription) -> str:
    return f"{plan.plan} ({plan.number})" if plan.plan else plan.number


def _about(turn: Turn, plan: Subscription) -> Move:
    action = known(turn, ACTION)
    if action not in CHANGES:
        return answers(turn, standing(turn, plan), code="plan_told", order=plan.number, topic=plan.plan)
    if plan.status not in RUNNING and action != "renew":
        return _stopped(turn, plan)
    if action == "cancel":
        return _proposes(turn, plan, action, STOP_ASKED)
    if action == "disable_autorenew":
        return (
            _proposes(turn, plan, action, OFF_ASKED) if plan.auto_renew else _tells(turn, plan, OFF_ALREADY)
        )
    if action == "renew":
        return _renews(turn, plan)
    return _proposes(turn, plan, action, UPGRADE_ASKED)


def standing(turn: Turn, plan: Subscription) -> str:
    """How the plan stands, from its record alone."""
    name = name_of_plan(plan)
    if plan.status == "grace":
        return say(turn, GRACE, plan=name, since=_since(turn, plan))
    if plan.status not in RUNNING:
        return say(turn, ENDED, plan=name)
    return f"{say(turn, RUNS, plan=name, price=_price(turn, plan))} {_renewal(turn, plan)}"


def _renewal(turn: Turn, plan: Subscription) -> str:
    if plan.period_end is None:
        return say(turn, RENEWS if plan.auto_renew else NO_RENEWAL)
    return say(turn, RENEWS_ON if plan.auto_renew else RUNS_UNTIL, day=_day(turn, plan))


def _renews(turn: Turn, plan: Subscription) -> Move:
    if plan.auto_renew and plan.status == "active":
        on = f" {_day(turn, plan)}" if plan.period_end else ""
        return _tells(turn, plan, RENEWS_ALREADY, on=on)
    if plan.link:
        return _tells(turn, plan, RENEW_HERE, price=_price(turn, plan), link=plan.link)
    return _proposes(turn, plan, "renew", RENEW_ASKED)


def _tells(turn: Turn, plan: Subscription, text: Text, **values: str) -> Move:
    said = say(turn, text, plan=name_of_plan(plan), **values)
    return answers(turn, said, code="plan_told", order=plan.number)


def _stopped(turn: Turn, plan: Subscription) -> Move:
    return _tells(turn, plan, STOPPED, since=_since(turn, plan))


def _proposes(turn: Turn, plan: Subscription, action: str, text: Text) -> Move:
    wanted = known(turn, "wanted_change")
    asked = say(
        turn,
        text,
        plan=name_of_plan(plan),
        price=_price(turn, plan),
        more=_paid_until(turn, plan),
        wanted=wanted,
    )
    values = {"subscription_action": action} | (
        {"wanted_change": wanted} if action in ("upgrade", "change") else {}
    )
    said = f"{asked} {say(turn, YES_OR_NO)}"
    return proposes(turn, FLOW, "subscription_change", plan.number, values, said, order=plan.number)


def _carried_out(turn: Turn, pending: Pending) -> Move:
    plan = own_plan(turn, pending.target)
    action = pending.values.get("subscription_action", "")
    if plan is None:
        return answers(turn, say(turn, NOT_FOUND_NOW, number=pending.target), code="plan_not_found")
    if action in WANTED:
        return _passed_on(turn, plan, action, pending)
    if plan.status not in RUNNING:
        return _stopped(turn, plan)
    if action == "disable_autorenew" and not plan.auto_renew:
        return _tells(turn, plan, OFF_ALREADY)
    text = STOPPED_NOW if action == "cancel" else OFF_NOW
    said = say(turn, text, plan=name_of_plan(plan), more=_paid_until(turn, plan))
    act = Act("subscription_change", plan.id, plan.number, {"subscription_action": action})
    return does(turn, said, act, order=plan.number, topic=plan.plan)


def _passed_on(turn: Turn, plan: Subscription, action: str, pending: Pending) -> Move:
    wanted = pending.values.get("wanted_change") or WANTED[action]
    slots = {"order_id": plan.number, "wanted_change": wanted, "subscription_action": action}
    report = Report("change", f"{WANTED[action].capitalize()} {name_of_plan(plan)}", slots, priority=1)
    return opens_ticket(turn, report, say(turn, PASSED_ON, plan=name_of_plan(plan)))


def _price(turn: Turn, plan: Subscription) -> str:
    if plan.amount is None:
        return ""
    return say(turn, PRICE, amount=money(plan.amount, plan.currency, turn.talk.language))


def _day(turn: Turn, plan: Subscription) -> str:
    return day(plan.period_end, turn.business.zone, turn.talk.language) if plan.period_end else ""


def _since(turn: Turn, plan: Subscription) -> str:
    return say(turn, SINCE, day=_day(turn, plan)) if plan.period_end and plan.status == "grace" else ""


def _paid_until(turn: Turn, plan: Subscription) -> str:
    return say(turn, PAID_UNTIL, day=_day(turn, plan)) if plan.period_end else ""
