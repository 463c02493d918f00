"""The state of a number at WhatsApp, and webhooks wired to this installation (integrations.md 1.1)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sapa.messaging.channels.whatsapp import json as careful
from sapa.messaging.channels.whatsapp.client import WhatsAppClient
from sapa.messaging.schemas import Sender

Json = dict[str, Any]
FIELDS = (
    "verified_name,display_phone_number,quality_rating,throughput,code_verification_status,name_status,"
    "platform_type,is_on_biz_app,whatsapp_business_manager_messaging_limit,webhook_configuration,health_status"
)
NO_ANSWER = "no_answer"
MOST_ISSUES = 5
LONGEST_ISSUE = 300
CLOSEST_FIRST = ("phone_number", "whatsapp_business_account", "application")


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. `error` and `account_error`: empty, `no_answer` or the code of a refusal.

    `webhook`: the address that receives now; `subscribed` None: the account could not be read.
    `can_send`: AVAILABLE, LIMITED or BLOCKED; `issues`: [(entity, code, words, remedy)].
    """

    error: str = ""
    detail: str = ""
    account_error: str = ""
    quality: str = ""
    limit_tier: str = ""
    level: str = ""
    verified_name: str = ""
    display_phone: str = ""
    name_status: str = ""
    code_status: str = ""
    platform: str = ""
    on_phone_app: bool = False
    webhook: str = ""
    subscribed: bool | None = None
    portfolio_id: str = ""
    can_send: str = ""
    issues: tuple[tuple[str, str, str, str], ...] = ()

    def kept(self) -> Json:
        return asdict(self)


async def look(whatsapp: WhatsAppClient, number: Sender) -> Look:
    """Two or three reads; never raises for what happens on the way."""
    phone = await whatsapp.call(number, "GET", number.external_id, fields=FIELDS)
    if error := error_of(phone):
        return Look(error=error, detail=_detail(phone))
    account = await whatsapp.call(number, "GET", number.account_id, fields="name,owner_business_info")
    apps = await whatsapp.call(number, "GET", f"{number.account_id}/subscribed_apps")
    return understood(phone, account, apps)


def understood(phone: Mapping[str, Any], account: Mapping[str, Any], apps: Mapping[str, Any]) -> Look:
    """The three answers as one. Pure."""
    wired = careful.obj(phone.get("webhook_configuration"))
    health = careful.obj(phone.get("health_status"))
    listed = apps.get("data")
    return Look(
        account_error=error_of(apps),
        quality=_word(phone, "quality_rating"),
        limit_tier=_word(phone, "whatsapp_business_manager_messaging_limit"),
        level=careful.text(careful.obj(phone.get("throughput")).get("level")).upper(),
        verified_name=careful.text(phone.get("verified_name")),
        display_phone=careful.text(phone.get("display_phone_number")),
        name_status=_word(phone, "name_status"),
        code_status=_word(phone, "code_verification_status"),
        platform=_word(phone, "platform_type"),
        on_phone_app=phone.get("is_on_biz_app") is True,
        webhook=next((found for place in CLOSEST_FIRST if (found := careful.text(wired.get(place)))), ""),
        subscribed=bool(listed) if isinstance(listed, list) else None,
        portfolio_id=careful.identifier(careful.obj(account.get("owner_business_info")).get("id")),
        can_send=_word(health, "can_send_message"),
        issues=_issues(health),
    )


async def subscribe(
    whatsapp: WhatsAppClient, number: Sender, *, address: str, verify_token: str, alone: bool
) -> tuple[str, str]:
    """Sends this number's webhooks to `address`; gives the code and detail of a refusal, else two empty words.

    What concerns the account goes there too when the number is `alone` in it. WhatsApp asks the address for its
    challenge before it answers, so success means that the address is reachable.
    """
    here: Json = {"override_callback_uri": address, "verify_token": verify_token}
    answer = await whatsapp.call(
        number, "POST", f"{number.account_id}/subscribed_apps", here if alone else None
    )
    if not (wrong := error_of(answer)):
        answer = await whatsapp.call(number, "POST", number.external_id, {"webhook_configuration": here})
        wrong = error_of(answer)
    return wrong, _detail(answer) if wrong else ""


def error_of(answer: Mapping[str, Any]) -> str:
    """Empty for a good answer."""
    if not answer:
        return NO_ANSWER
    if "error" not in answer:
        return ""
    code = careful.code(careful.obj(answer.get("error")).get("code"))
    return "unknown" if code is None else str(code)


def _detail(answer: Mapping[str, Any]) -> str:
    error = careful.obj(answer.get("error"))
    told = careful.text(careful.obj(error.get("error_data")).get("details"))
    return (told or careful.text(error.get("message")))[:LONGEST_ISSUE]


def _word(of: Mapping[str, Any], name: str) -> str:
    return careful.text(of.get(name)).upper()


def _issues(health: Mapping[str, Any]) -> tuple[tuple[str, str, str, str], ...]:
    found = [
        (
            _word(entity, "entity_type"),
            str(careful.code(error.get("error_code")) or ""),
            careful.text(error.get("error_description"))[:LONGEST_ISSUE],
            careful.text(error.get("possible_solution"))[:LONGEST_ISSUE],
        )
        for entity in careful.items(health.get("entities"))
        for error in careful.items(entity.get("errors"))
    ]
    return tuple(found[:MOST_ISSUES])
