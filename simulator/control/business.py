"""The business side: rules, accounts, numbers, tokens, templates, the owner's phone app."""

from dataclasses import asdict
from datetime import datetime, timedelta

from aiohttp import web

from simulator import deeds, inbound, webhooks
from simulator.accounts import Account, Number
from simulator.agenda import DeedDue
from simulator.control import events
from simulator.control.body import Body, answered, number_of, phone_of, read_body, refused
from simulator.errors import Json
from simulator.simulator import SIMULATOR, Simulator
from simulator.templates import Template


async def rules(request: web.Request) -> web.Response:
    return web.json_response(request.app[SIMULATOR].network.rules.listed())


async def change_rules(request: web.Request) -> web.Response:
    """{name: value, …} of `rules.Rules`."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        simulator.network.rules = simulator.network.rules.changed(body)
    return web.json_response(simulator.network.rules.listed())


async def listed(request: web.Request) -> web.Response:
    business = request.app[SIMULATOR].network.business
    return web.json_response(
        {
            "portfolios": [
                {"id": one.id, "tier": one.tier, "reached": len(one.reached)}
                for one in business.portfolios.values()
            ],
            "accounts": [told_account(one) for one in business.accounts.values()],
            "numbers": [told_number(one) for one in business.numbers.values()],
            "tokens": len(business.tokens),
        }
    )


def told_account(account: Account) -> Json:
    names = ("id", "name", "portfolio", "zone", "currency", "payment_method", "direct_send", "status")
    return {**{name: getattr(account, name) for name in names}, "templates": len(account.templates.all())}


def told_number(number: Number) -> Json:
    told = {key: value for key, value in asdict(number).items() if key not in ("recent", "blocked")}
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in told.items()}


async def portfolio(request: web.Request) -> web.Response:
    """{"id"?, "tier"}: a new one or a change; without id the first."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        found = simulator.network.business.add_portfolio({"id": "portfolio", **body})
    return web.json_response({"id": found.id, "tier": found.tier})


async def account(request: web.Request) -> web.Response:
    """{"id"?, "name"?, "portfolio"?, "zone"?, "payment_method"?, "direct_send"?, "callback_url"?}."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        found = simulator.network.business.add_account({"id": simulator.config.waba_id, **body})
    return web.json_response(told_account(found))


async def number(request: web.Request) -> web.Response:
    """{"id"?, "account"?, "display_phone"?, "verified_name"?, "mps"?, "coexistence"?, "standby"?, …}.

    "maintenance_seconds": 131057 for so long, then an upgrade; "spam_seconds": 131048 for so long.
    """
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        found = simulator.network.business.add_number({"id": simulator.config.phone_number_id, **body})
        burden(simulator, found, body)
    return web.json_response(told_number(found))


def burden(simulator: Simulator, number: Number, body: Body) -> None:
    now = simulator.now()
    if "spam_seconds" in body:
        number.spam_until = now + timedelta(seconds=float(body["spam_seconds"]))
    if "maintenance_seconds" in body:
        number.maintenance_until = now + timedelta(seconds=float(body["maintenance_seconds"]))
        simulator.network.plan(number.maintenance_until, DeedDue("upgrade", (number.id,)))


async def token(request: web.Request) -> web.Response:
    """{"token", "scopes"?: […], "assets"?: [ids], "expires"?: ISO}."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        made = simulator.network.business.add_token(body)
    return web.json_response({"scopes": made.scopes, "assets": made.assets})


async def no_token(request: web.Request) -> web.Response:
    """?token=: it is revoked; every call with it is 190 from now on."""
    request.app[SIMULATOR].network.business.tokens.pop(request.query.get("token", ""), None)
    return web.json_response({"revoked": True})


async def account_event(request: web.Request) -> web.Response:
    """{"event", "account"?, "number"?, …}: what `events.EVENTS` knows; state changes and the app is told."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        simulator.network.announce(simulator.now(), events.happen(simulator, body))
    simulator.courier.wake()
    return web.json_response({"event": body["event"]})


async def template(request: web.Request) -> web.Response:
    """{"name", "language", "account"?} and one of "status", "quality", "pause", "category" (+ "notice"), "pacing"."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        owner = simulator.network.business.account(str(body.get("account", simulator.config.waba_id)))
        found = owner.templates.find(str(body.get("name")), str(body.get("language")))
        if found is None:
            raise refused("There is no such template.")
        for one in template_change(simulator, owner, found, body):
            simulator.network.announce(simulator.now(), one)
    simulator.courier.wake()
    return web.json_response(found.listed())


def template_change(simulator: Simulator, owner: Account, found: Template, body: Body) -> list[Json]:
    network, now = simulator.network, simulator.now()
    if "quality" in body:
        return [deeds.set_quality(owner, found, str(body["quality"]).upper())]
    if body.get("pause"):
        return [deeds.pause(network, owner, found, now)]
    if "category" in body and body.get("notice", True):
        return [deeds.notice_category(network, owner, found, str(body["category"]).upper(), now)]
    if "category" in body:
        return deeds.change_category(network, (owner.id, found.id, str(body["category"]).upper()), now)
    if "pacing" in body:
        return deeds.decide_pacing(network, (owner.id, found.id, str(body["pacing"])), now)
    found.status = str(body.get("status", "APPROVED")).upper()
    found.reason = str(body.get("reason", found.reason))
    return [deeds.told(owner, found, found.status, str(body.get("title", "")))]


# The owner's phone app


async def echo(request: web.Request) -> web.Response:
    """{"phone", "text", "number"?, "source"?: app or agent}: a person writes from the phone app, or Meta's agent."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        phone, sender = phone_of(simulator, body), number_of(simulator, body)
        source = "agent" if body.get("source") == "agent" else "app"
        message = inbound.echo(simulator.network, sender, phone, str(body["text"]), simulator.now(), source)
    simulator.courier.wake()
    return web.json_response({"id": message.wamid})


async def history(request: web.Request) -> web.Response:
    """{"number"?, "progress"?}: the conversations so far, as the phone app hands them over."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    sender = number_of(simulator, body)
    threads = [
        (phone, [m for m in phone.messages if m.number == sender.id])
        for phone in simulator.network.phones.all()
    ]
    told = webhooks.history(sender, [one for one in threads if one[1]], int(body.get("progress", 100)))
    simulator.network.announce(simulator.now(), told)
    simulator.courier.wake()
    return web.json_response({"threads": len(threads)})


async def app_state(request: web.Request) -> web.Response:
    """{"phone", "name"?, "action"?: add or remove, "number"?}: a card in the owner's address book."""
    simulator, body = request.app[SIMULATOR], await read_body(request)
    with answered():
        phone = phone_of(simulator, body)
        phone.name = str(body.get("name", phone.name))
        told = webhooks.app_state(
            number_of(simulator, body), phone, str(body.get("action", "add")), simulator.now()
        )
    simulator.network.announce(simulator.now(), told)
    simulator.courier.wake()
    return web.json_response({"phone": phone.number})
