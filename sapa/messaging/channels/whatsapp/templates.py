"""Templates at Meta: created, or changed where the name is taken already."""

from typing import Any

from sapa.messaging.channels.whatsapp.client import WhatsAppClient
from sapa.messaging.schemas import Sender

Json = dict[str, Any]
NAME_TAKEN = 2388024


async def put_template(whatsapp: WhatsAppClient, channel: Sender, template: Json) -> Json:
    """The answer {id, status, category}; {"error": …} when Meta refused it, empty when nobody answered."""
    folder = f"{channel.account_id}/message_templates"
    answer = await whatsapp.call(channel, "POST", folder, template)
    if _error(answer).get("error_subcode") != NAME_TAKEN:
        return answer
    listed = await whatsapp.call(channel, "GET", folder, name=template["name"], language=template["language"])
    there = next((one for one in listed.get("data", []) if one.get("name") == template["name"]), None)
    return await _changed(whatsapp, channel, there, template) if there else {}


async def _changed(whatsapp: WhatsAppClient, channel: Sender, there: Json, template: Json) -> Json:
    """Only another text is worth an edit: Meta allows few of them."""
    if _text(there) != _text(template):
        body = {"components": template["components"], "category": template["category"]}
        answer = await whatsapp.call(channel, "POST", str(there["id"]), body)
        if not answer.get("success"):
            return answer
    return {name: there.get(name, "") for name in ("id", "status", "category")}


def _text(template: Json) -> str:
    parts = template.get("components", [])
    return next((str(part.get("text", "")) for part in parts if part.get("type") == "BODY"), "")


def _error(answer: Json) -> Json:
    error = answer.get("error")
    return error if isinstance(error, dict) else {}
