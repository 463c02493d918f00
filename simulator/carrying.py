"""From acceptance to the phone: what fails, what is held, which statuses follow and what they cost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from simulator import customers, ids, schedule, webhooks
from simulator.accounts import Number
from simulator.agenda import DeedDue, ReplyDue, StatusDue
from simulator.errors import Json
from simulator.phones import Message, Phone, greeted_name
from simulator.pricing import pricing
from simulator.templates import Template

if TYPE_CHECKING:
    from simulator.network import Network

DAY = timedelta(hours=24)
LONGEST_WAIT, AUTHENTICATION_WAIT = 30 * 86400, 600
FREE_ENTRY_CATEGORY = "referral_conversion"


def longest_wait(template: Template | None) -> int:
    """Seconds for which an undelivered message is kept."""
    return AUTHENTICATION_WAIT if template and template.category == "AUTHENTICATION" else LONGEST_WAIT


def carry(
    network: Network, number: Number, phone: Phone, message: Message, template: Template | None, at: datetime
) -> None:
    network.keep(phone, message)
    message.error = failure(network, number, phone, message, at)
    if message.error is not None:
        fail(network, message, at)
        return
    phone.thread(number.id).answered(at)
    if number.standby and template is None:
        take_over(network, number, phone, at)
    if template is not None and paced(network, number, message, template, at):
        message.held = True
        return
    release(network, number, phone, message, at)


def take_over(network: Network, number: Number, phone: Phone, at: datetime) -> None:
    """Who answers holds the talk from then on; Meta's agent only watches."""
    thread = phone.thread(number.id)
    if not thread.taken:
        thread.taken = True
        network.announce(at, webhooks.handover(number, phone, network.config.app_id, at))


def fail(network: Network, message: Message, at: datetime) -> None:
    when = schedule.failure(**seeded(network, message, at))
    network.plan(when, StatusDue(message.wamid, "failed"))


def seeded(network: Network, message: Message, at: datetime) -> dict[str, Any]:
    return {"seed": network.config.seed, "wamid": message.wamid, "at": at, "delays": network.config.delays}


def failure(network: Network, number: Number, phone: Phone, message: Message, at: datetime) -> int | None:
    """The code of a failure that is told by a status after acceptance."""
    if phone.fails_with is not None:
        return phone.fails_with
    if (code := network.faults.failing(message)) is not None:
        return code
    thread = phone.thread(number.id)
    open_now, outside = thread.window_open(at), message.category != "service"
    if not open_now and not outside:
        return 131047
    if message.category == "marketing" and (code := offer_refused(network, number, phone, at)) is not None:
        return code
    if outside and not open_now and not network.business.portfolio_of(number).take(phone.user_id, at):
        return 131048
    return 131042 if unpaid(network, number, message, at, open_now=open_now) else None


def offer_refused(network: Network, number: Number, phone: Phone, at: datetime) -> int | None:
    thread = phone.thread(number.id)
    if thread.stopped:
        return 131050
    if phone.experiment:
        return 130472
    if not network.rules.marketing_cap or thread.window_open(at):
        return None
    thread.offers = [one for one in thread.offers if at - one < DAY]
    if len(thread.offers) >= network.rules.marketing_cap:
        return 131049
    thread.offers.append(at)
    return None


def unpaid(network: Network, number: Number, message: Message, at: datetime, *, open_now: bool) -> bool:
    """Without a payment method only what is free goes out."""
    account = network.business.account_of(number)
    if account.payment_method or network.phones.get(message.phone).thread(number.id).free_entry(at):
        return False
    kind = network.pricing.kind(message.category, number.id, at=at, zone=account.zone, in_window=open_now)
    return kind == "regular"


def paced(network: Network, number: Number, message: Message, template: Template, at: datetime) -> bool:
    """After the first so many of a new template the rest is held until its quality is known."""
    template.sends += 1
    if not network.rules.pacing_first or template.paced or template.sends <= network.rules.pacing_first:
        return False
    if not template.held:
        until = at + timedelta(seconds=network.rules.pacing_hold)
        network.plan(until, DeedDue("pacing", (number.account_id, template.id, "")))
    template.held.append(message.wamid)
    return True


def release(network: Network, number: Number, phone: Phone, message: Message, at: datetime) -> None:
    message.held = False
    account = network.business.account_of(number)
    price(network, number, phone, message, at, account.zone)
    phone.name = phone.name or greeted_name(message.text)
    phone.typing_until = None
    if not phone.online or phone.thread(number.id).blocked:
        wait(network, phone, message, at)
        return
    network.show(phone, message, at)
    if message.type != "reaction":
        receipts(network, number, phone, message, at)
    elif target := network.messages.get(message.context):
        target.reaction = message.text


def price(network: Network, number: Number, phone: Phone, message: Message, at: datetime, zone: str) -> None:
    thread = phone.thread(number.id)
    if thread.free_entry(at):
        message.pricing = pricing(FREE_ENTRY_CATEGORY, "free_entry_point")
        message.conversation = conversation(network, number, phone)
        return
    message.pricing = network.pricing.of(
        message.category, number.id, at=at, zone=zone, in_window=thread.window_open(at)
    )


def conversation(network: Network, number: Number, phone: Phone) -> Json:
    until = phone.thread(number.id).free_entry_until
    name = ids.digest(network.config.seed, "conversation", number.id, phone.number, until).hex()[:32]
    told: Json = {"id": name, "origin": {"type": FREE_ENTRY_CATEGORY}}
    return {**told, "expiration_timestamp": webhooks.stamp(until)} if until else told


def wait(network: Network, phone: Phone, message: Message, at: datetime) -> None:
    """Sent, and no more until the phone is on again; a number that the customer blocked hears no more at all."""
    network.plan(schedule.statuses(**seeded(network, message, at))[0][0], StatusDue(message.wamid, "sent"))
    if not phone.thread(message.number).blocked:
        phone.waiting.append(message.wamid)


def receipts(network: Network, number: Number, phone: Phone, message: Message, at: datetime) -> None:
    answer = reply(network, phone, message) if network.config.auto else None
    planned = schedule.statuses(
        **seeded(network, message, at), reply_at=answer.at if answer else None, reads=phone.reads
    )
    for when, status in planned:
        network.plan(when, StatusDue(message.wamid, status))
    if message.voice and planned[-1][1] == "read" and plays(network, message):
        network.plan(planned[-1][0] + timedelta(seconds=5), StatusDue(message.wamid, "played"))
    if answer:
        network.plan(answer.at, ReplyDue(phone.number, answer.text, number.id))


def plays(network: Network, message: Message) -> bool:
    return ids.rng(network.config.seed, "played", message.wamid).random() < network.rules.played_rate


def reply(network: Network, phone: Phone, message: Message) -> customers.Reply | None:
    outgoing = customers.Outgoing(
        phone=phone.number,
        wamid=message.wamid,
        nth=phone.received,
        text=message.text,
        at=message.at,
        template=bool(message.template),
    )
    return customers.answer(outgoing, seed=network.config.seed, reply_rate=network.config.reply_rate)


def switch_on(network: Network, phone: Phone, at: datetime) -> None:
    """What waited for the phone arrives, unless it has expired; nothing tells of what has."""
    waiting, phone.waiting = phone.waiting, []
    for wamid in waiting:
        message = network.messages[wamid]
        if message.expires is not None and at >= message.expires:
            continue
        network.show(phone, message, at)
        network.plan(at, StatusDue(wamid, "delivered"))
        if phone.reads:
            network.plan(at + timedelta(seconds=2), StatusDue(wamid, "read"))


def advance(network: Network, message: Message, status: str, at: datetime) -> Json | None:
    """Statuses only move forward; a late one says nothing."""
    if schedule.RANK[status] <= schedule.RANK[message.status]:
        return None
    first = message.status in ("accepted", "sent") and status in ("delivered", "read")
    phone, number = network.phones.get(message.phone), network.business.numbers[message.number]
    priced = first or (status == "sent" and network.rules.price_on == "sent")
    message.status, message.sent_at = status, message.sent_at or at
    if first:
        charge(network, number, message, at)
    network.changed(phone)
    if network.faults.silenced(message, status):
        return None
    return webhooks.status(number, phone, message, at, network.rules, priced=priced)


def charge(network: Network, number: Number, message: Message, at: datetime) -> None:
    if message.pricing is not None and not message.charged:
        message.charged = True
        zone = network.business.account_of(number).zone
        network.pricing.charge(number.id, message.pricing, at=at, zone=zone)
