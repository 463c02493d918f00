"""Templates at Meta: created or changed, listed, deleted, let go again after a pause, and their sample files."""

from typing import Any

import aiohttp

from sapa.base.egress import fetch
from sapa.messaging.channels.whatsapp.client import WhatsAppClient
from sapa.messaging.channels.whatsapp.wire import answered
from sapa.messaging.schemas import Sender

Json = dict[str, Any]
NAME_TAKEN = 2388024
NOT_FOUND = 2593002
EDITABLE = ("APPROVED", "REJECTED", "PAUSED")
MOST_PAGES = 100
FIELDS = "id,name,language,status,category,correct_category,quality_score,rejected_reason,components,parameter_format"


async def put_template(whatsapp: WhatsAppClient, channel: Sender, template: Json) -> Json:
    """The answer {id, status, category}; {"error": …} when Meta refused it, {"busy": True} while it is looking at
    the text before, empty when nobody answered."""
    folder = f"{channel.account_id}/message_templates"
    answer = await whatsapp.call(channel, "POST", folder, template)
    if error_of(answer).get("error_subcode") != NAME_TAKEN:
        return answer
    wanted = {"name": template["name"], "language": template["language"]}
    listed = await whatsapp.call(channel, "GET", folder, None, fields=FIELDS, limit="100", **wanted)
    there = next((one for one in listed.get("data", []) if _is(one, wanted)), None)
    return await _changed(whatsapp, channel, there, template) if there else {}


def _is(one: Json, wanted: Json) -> bool:
    """Meta looks names up by a part of them."""
    return (one.get("name"), one.get("language", wanted["language"])) == (wanted["name"], wanted["language"])


async def _changed(whatsapp: WhatsAppClient, channel: Sender, there: Json, template: Json) -> Json:
    """Only another text is worth an edit: Meta allows few of them. The category of an approved one stays."""
    known = {name: there.get(name, "") for name in ("id", "status", "category")}
    if _same(there, template):
        return known
    if there.get("status", "APPROVED") not in EDITABLE:
        return {"busy": True}
    body: Json = {
        name: template[name] for name in ("components", "message_send_ttl_seconds") if name in template
    }
    if there.get("status") != "APPROVED":
        body["category"] = template["category"]
    answer = await whatsapp.call(channel, "POST", str(there["id"]), body)
    if not answer.get("success"):
        return answer
    after = await whatsapp.call(channel, "GET", str(there["id"]), fields="id,status,category")
    return known | {name: after[name] for name in known if after.get(name)}


async def list_templates(whatsapp: WhatsAppClient, channel: Sender) -> list[Json] | None:
    """All of the account, page by page; None when a page did not come."""
    found: list[Json] = []
    query = {"fields": FIELDS, "limit": "100"}
    for _page in range(MOST_PAGES):
        answer = await whatsapp.call(channel, "GET", f"{channel.account_id}/message_templates", None, **query)
        if not isinstance(answer.get("data"), list):
            return None
        found += [one for one in answer["data"] if isinstance(one, dict)]
        paging = answer.get("paging") or {}
        after = (paging.get("cursors") or {}).get("after")
        if not paging.get("next") or not after or query.get("after") == after:
            break
        query["after"] = str(after)
    return found


async def delete_template(whatsapp: WhatsAppClient, channel: Sender, name: str, external_id: str) -> Json:
    """One language of it. {"success": True} also when it was gone already; {"error": …}, or empty."""
    folder = f"{channel.account_id}/message_templates"
    answer = await whatsapp.call(channel, "DELETE", folder, name=name, hsm_id=external_id)
    return {"success": True} if error_of(answer).get("error_subcode") == NOT_FOUND else answer


async def unpause_template(whatsapp: WhatsAppClient, channel: Sender, external_id: str) -> Json:
    return await whatsapp.call(channel, "POST", f"{external_id}/unpause")


def _same(there: Json, template: Json) -> bool:
    return _told(there) == _told(template)


def _told(template: Json) -> dict[str, Any]:
    """What the customer sees of the components; examples do not count."""
    parts = [one for one in template.get("components") or [] if isinstance(one, dict)]
    return {
        str(part.get("type", "")).upper(): (
            str(part.get("format", "TEXT")).upper(),
            str(part.get("text", "")),
            [{k: v for k, v in one.items() if k != "example"} for one in part.get("buttons") or []],
        )
        for part in parts
    }


async def upload_sample(whatsapp: WhatsAppClient, channel: Sender, content: bytes, kind: str) -> str:
    """The handle by which an example of a media header is named (Resumable Upload); empty when it failed."""
    asked = await whatsapp.call(channel, "GET", "debug_token", None, input_token=channel.credential)
    app = (asked.get("data") or {}).get("app_id")
    if not app:
        return ""
    begun = await whatsapp.call(
        channel, "POST", f"{app}/uploads", None, file_length=str(len(content)), file_type=kind
    )
    if not begun.get("id"):
        return ""
    headers = {"Authorization": f"OAuth {channel.credential}", "file_offset": "0"}
    try:
        answer = await fetch(
            whatsapp.session, "POST", f"{whatsapp.base}/{begun['id']}", data=content, headers=headers
        )
    except (aiohttp.ClientError, TimeoutError, OSError):
        return ""
    return str(answered(answer.body).get("h", ""))


def error_of(answer: Json) -> Json:
    error = answer.get("error")
    return error if isinstance(error, dict) else {}


def refusal_of(answer: Json) -> tuple[str, str]:
    """Code (the subcode where Meta gives one) and what Meta says, for a person."""
    error = error_of(answer)
    code = error.get("error_subcode") or error.get("code") or ""
    told = (
        error.get("error_user_msg") or (error.get("error_data") or {}).get("details") or error.get("message")
    )
    return str(code), str(told or "")
