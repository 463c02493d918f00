"""Numbers over HTTP: what a number tells of itself, its profile, registration and blocked users."""

from datetime import timedelta

from aiohttp import web

from simulator.accounts import Number
from simulator.errors import GraphError, Json
from simulator.graph.guard import account, json_body, number, picked, success
from simulator.phones import e164
from simulator.simulator import Simulator

USUAL = ("verified_name", "display_phone_number", "quality_rating")
WROTE_WITHIN = timedelta(hours=24)
PROFILE = ("about", "address", "description", "email", "vertical", "websites", "profile_picture_url")


async def of_account(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    found = simulator.network.business.numbers_of(account(request, simulator))
    fields = request.query.get("fields")
    nodes = [described(simulator, one) for one in found]
    return web.json_response({"data": [picked(one, fields, tuple(one)) for one in nodes]})


def described(simulator: Simulator, number: Number) -> Json:
    business, now = simulator.network.business, simulator.now()
    owner = business.account_of(number)
    stopped = owner.status == "DISABLED" or owner.restricted(now) or not number.registered
    can_send = (
        "BLOCKED" if stopped else "LIMITED" if number.spam_until and now < number.spam_until else "AVAILABLE"
    )
    entities = [
        {"entity_type": "PHONE_NUMBER", "id": number.id, "can_send_message": can_send},
        {
            "entity_type": "WABA",
            "id": owner.id,
            "can_send_message": "BLOCKED" if owner.status else "AVAILABLE",
        },
    ]
    return {
        "id": number.id,
        "verified_name": number.verified_name,
        "display_phone_number": number.display_phone,
        "quality_rating": number.quality,
        "throughput": {"level": number.throughput},
        "code_verification_status": "VERIFIED",
        "name_status": number.name_status,
        "platform_type": "CLOUD_API" if number.registered else "NOT_APPLICABLE",
        "is_on_biz_app": number.coexistence,
        "whatsapp_business_manager_messaging_limit": business.portfolio_of(number).tier,
        "webhook_configuration": wiring(simulator, number),
        "health_status": {"can_send_message": can_send, "entities": entities},
        "status": "CONNECTED" if number.registered else "DISCONNECTED",
        "username": number.username,
    }


def wiring(simulator: Simulator, number: Number) -> Json:
    told = {
        "phone_number": number.callback_url,
        "whatsapp_business_account": simulator.network.business.account_of(number).callback_url,
    }
    return {
        "application": simulator.courier.url or "",
        **{key: value for key, value in told.items() if value},
    }


async def profile(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    told = {"messaging_product": "whatsapp", **number(request, simulator).profile}
    return web.json_response({"data": [picked(told, request.query.get("fields"), tuple(told))]})


async def change_profile(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    found, body = number(request, simulator), await json_body(request)
    found.profile.update({key: body[key] for key in PROFILE if key in body})
    return success()


async def register(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    body = await json_body(request)
    if not (str(body.get("pin", "")).isdecimal() and len(str(body["pin"])) == 6):
        raise GraphError(100, "Param pin must have six digits")
    number(request, simulator).registered = True
    return success()


async def deregister(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    number(request, simulator).registered = False
    return success()


async def blocked(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    users = [{"messaging_product": "whatsapp", "user_id": one} for one in number(request, simulator).blocked]
    return web.json_response({"data": users})


async def block(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    """Only who wrote within a day; the others are listed as failed inside 200."""
    sender, body = number(request, simulator), await json_body(request)
    added, failed = [], []
    for user in users_of(body):
        phone = simulator.network.phones.find(e164(user, simulator.config.country_code))
        wrote = phone.thread(sender.id).wrote_at if phone else None
        if phone is None or wrote is None or simulator.now() - wrote > WROTE_WITHIN:
            errors = [{"code": 139103, "message": "Failed to block user", "error_data": {"details": ""}}]
            failed.append({"input": user, "errors": errors})
            continue
        sender.blocked[phone.user_id] = simulator.now()
        added.append({"input": user, "wa_id": phone.digits})
    told = {"added_users": added, **({"failed_users": failed} if failed else {})}
    return web.json_response({"messaging_product": "whatsapp", "block_users": told})


async def unblock(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    sender, body = number(request, simulator), await json_body(request)
    removed = []
    for user in users_of(body):
        phone = simulator.network.phones.find(e164(user, simulator.config.country_code))
        if phone and sender.blocked.pop(phone.user_id, None):
            removed.append({"input": user, "wa_id": phone.digits})
    return web.json_response({"messaging_product": "whatsapp", "block_users": {"removed_users": removed}})


def users_of(body: Json) -> list[str]:
    users = body.get("block_users")
    if not isinstance(users, list):
        raise GraphError(100, "Param block_users must be an array")
    return [str(one.get("user", "")) for one in users if isinstance(one, dict)]
