"""What the network does by itself as time goes on: reviews, pauses that end, pacing's verdict, upgrades."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from simulator import carrying, rates, webhooks
from simulator.accounts import HIGH_MPS, Account
from simulator.agenda import DeedDue
from simulator.errors import Json
from simulator.limits import well_shaped
from simulator.templates import Template

if TYPE_CHECKING:
    from simulator.network import Network

PROMOTIONAL = re.compile(
    r"\b(promo|diskon|voucher|kupon|cashback|gratis|hemat|obral|flash sale|penawaran|discount|sale|offer)\b",
    re.I,
)
FORBIDDEN = re.compile(r"\b(judi|togel|slot gacor|pinjol ilegal|casino)\b", re.I)
PAUSES = (timedelta(hours=3), timedelta(hours=6))
NOTICE = timedelta(hours=24)


# A template's way


def create(network: Network, account: Account, body: Json, at: datetime) -> Template:
    rates.take_creation(account, network.rules, at)
    with well_shaped():
        template = account.templates.register(body, network.rules)
    if network.rules.review_seconds:
        submit(network, account, template, at)
    else:
        judge(network, template)
    return template


def edit(network: Network, account: Account, template: Template, body: Json, at: datetime) -> None:
    """An edited template is reviewed again and cannot be sent until it is approved."""
    before = template.components
    with well_shaped():
        account.templates.edit(template, body, network.rules, at)
    if template.components != before:
        told = components_told(template)
        field = "message_template_components_update"
        network.announce(at, webhooks.template_change(account.id, field, template, **told))
    if network.rules.review_seconds:
        submit(network, account, template, at)
    else:
        judge(network, template)


def components_told(template: Template) -> Json:
    told = {"message_template_element": template.part("BODY").get("text", "")}
    for key, kind in (("message_template_title", "HEADER"), ("message_template_footer", "FOOTER")):
        if text := template.part(kind).get("text"):
            told[key] = text
    return told


def submit(network: Network, account: Account, template: Template, at: datetime) -> None:
    template.status, template.quality, template.review = "PENDING", "UNKNOWN", template.review + 1
    after = at + timedelta(seconds=network.rules.review_seconds)
    network.plan(after, DeedDue("review", (account.id, template.id, str(template.review))))


def judge(network: Network, template: Template) -> None:
    """APPROVED or REJECTED; where it is allowed, an offer that calls itself a service becomes one."""
    text = " ".join(str(one.get("text", "")) for one in template.components)
    template.status, template.reason = "APPROVED", "NONE"
    if FORBIDDEN.search(text):
        template.status, template.reason = "REJECTED", "ABUSIVE_CONTENT"
    elif network.rules.recategorise and template.category == "UTILITY" and PROMOTIONAL.search(text):
        if template.allow_category_change:
            template.previous_category, template.category = "UTILITY", "MARKETING"
        else:
            template.status, template.reason = "REJECTED", "INCORRECT_CATEGORY"


def reviewed(network: Network, about: tuple[str, ...], _: datetime) -> list[Json]:
    account, template = found(network, about)
    if template is None or template.status != "PENDING" or about[2] != str(template.review):
        return []
    before = template.category
    judge(network, template)
    return [*recategorised(account, template, before), told(account, template, template.status)]


def recategorised(account: Account, template: Template, before: str) -> list[Json]:
    if template.category == before:
        return []
    change = {"previous_category": before, "new_category": template.category}
    return [webhooks.template_change(account.id, "template_category_update", template, **change)]


def told(account: Account, template: Template, event: str, title: str = "") -> Json:
    more: Json = {"other_info": {"title": title, "description": ""}} if title else {}
    if event == "REJECTED":
        reason = "The text breaks the rules of its category."
        more["rejection_info"] = {"reason": reason, "recommendation": "Change it and submit it again."}
    return webhooks.template_status(account.id, template, event, **more)


def found(network: Network, about: tuple[str, ...]) -> tuple[Account, Template | None]:
    account = network.business.accounts[about[0]]
    return account, account.templates.by_id(about[1])


# Quality, pauses, categories


def set_quality(account: Account, template: Template, score: str) -> Json:
    before, template.quality = template.quality, score
    change = {"previous_quality_score": before, "new_quality_score": score}
    return webhooks.template_change(account.id, "message_template_quality_update", template, **change)


def pause(network: Network, account: Account, template: Template, at: datetime) -> Json:
    """The first time three hours, then six, then it is disabled for good."""
    template.pauses += 1
    if template.pauses > len(PAUSES):
        template.status = "DISABLED"
        body = told(account, template, "DISABLED", "DISABLED")
        body["entry"][0]["changes"][0]["value"]["disable_info"] = {"disable_date": int(at.timestamp())}
        return body
    template.status = "PAUSED"
    until = at + PAUSES[template.pauses - 1]
    network.plan(until, DeedDue("unpause", (account.id, template.id, str(template.pauses))))
    return told(account, template, "PAUSED", ("FIRST_PAUSE", "SECOND_PAUSE")[template.pauses - 1])


def unpaused(network: Network, about: tuple[str, ...], _: datetime) -> list[Json]:
    account, template = found(network, about)
    if template is None or template.status != "PAUSED" or about[2] != str(template.pauses):
        return []
    template.status = "APPROVED"
    return [told(account, template, "APPROVED", "UNPAUSE")]


def notice_category(
    network: Network, account: Account, template: Template, category: str, at: datetime
) -> Json:
    """Announced a day ahead, then done."""
    template.correct_category = category
    done = at + NOTICE
    network.plan(done, DeedDue("recategorise", (account.id, template.id, category)))
    change = {
        "new_category": template.category,
        "correct_category": category,
        "category_update_timestamp": int(done.timestamp()),
    }
    return webhooks.template_change(account.id, "template_category_update", template, **change)


def change_category(network: Network, about: tuple[str, ...], _: datetime) -> list[Json]:
    account, template = found(network, about)
    if template is None or template.category == about[2]:
        return []
    before, template.category, template.correct_category = template.category, about[2], ""
    template.previous_category = before
    return recategorised(account, template, before)


# Pacing


def decide_pacing(network: Network, about: tuple[str, ...], at: datetime) -> list[Json]:
    """What was held goes out, or fails with 132015 and the template waits to be unpaused by hand."""
    account, template = found(network, about)
    if template is None or template.paced:
        return []
    held, template.held = template.held, []
    template.paced = True
    messages = [network.messages[wamid] for wamid in held]
    if (about[2] or network.rules.pacing_outcome) == "release":
        for message in messages:
            number, phone = network.business.numbers[message.number], network.phones.get(message.phone)
            carrying.release(network, number, phone, message, at)
        return []
    for message in messages:
        message.error = 132015
        carrying.fail(network, message, at)
    template.status = "PAUSED"
    return [told(account, template, "PAUSED", "RATE_LIMITING_PAUSE")]


# Numbers


def upgraded(network: Network, about: tuple[str, ...], _: datetime) -> list[Json]:
    number = network.business.numbers[about[0]]
    number.maintenance_until, number.mps, number.throughput = None, HIGH_MPS, "HIGH"
    value = {
        "display_phone_number": number.digits,
        "event": "THROUGHPUT_UPGRADE",
        "current_limit": network.business.portfolio_of(number).tier,
    }
    return [webhooks.account_change(number.account_id, "phone_number_quality_update", value)]


DEEDS: dict[str, Callable[[Network, tuple[str, ...], datetime], list[Json]]] = {
    "review": reviewed,
    "unpause": unpaused,
    "recategorise": change_category,
    "pacing": decide_pacing,
    "upgrade": upgraded,
}


def happen(network: Network, deed: DeedDue, at: datetime) -> list[Json]:
    return DEEDS[deed.name](network, deed.about, at)
