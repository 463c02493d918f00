"""A table of webhook bodies with the effect of each (reliability.md IN-01), built family by family.

An effect is `says WORDS` or `is TYPE` (a customer's message is kept), `answered WORDS` (one of the shop's
phone), `delivery WORD`, `nothing` (taken, without effect), `parked CODE` or `refused`. `$` in a body is the
number of the case, so that each has ids of its own.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.rooms.messaging.bodies import DEWI, NUMBER, change
from tests.rooms.messaging.webhook_messages import (
    FILES,
    OTHERS,
    SENDERS,
    TAPS,
    TIMES,
    WORDS,
    Part,
    said,
    text,
)

SIGNED = "signed"


class Case(NamedTuple):
    name: str
    raw: bytes
    effect: str
    signature: str = SIGNED


def numbered() -> list[Case]:
    listed = list(cases())
    return [one._replace(raw=one.raw.replace(b"$", str(n).encode())) for n, one in enumerate(listed)]


def cases() -> Iterator[Case]:
    for family in (WORDS, FILES, TAPS, OTHERS, SENDERS, TIMES):
        for name, (message, effect) in family.items():
            yield case(name, effect, messages=[message])
    for name, (status, effect) in STATUSES.items():
        yield Case(name, body(echo(), change("messages", {"statuses": [status]})), f"delivery {effect}")
    for name, part in BROKEN_PARTS.items():
        yield case(name, "says halo", **part)
    for name, told in BESIDE.items():
        yield Case(name, body(told, change("messages", {"messages": [text()]})), "says halo")
    for name, told in SILENT.items():
        yield Case(name, body(told), "nothing")
    for name, (shop, effect) in ECHOES.items():
        yield Case(name, body(change("smb_message_echoes", {"message_echoes": [shop]})), effect)
    yield from raw_cases()
    for name, signature in SIGNATURES.items():
        yield Case(name, body(change("messages", {"messages": [text()]})), "refused", signature)


def case(name: str, effect: str, **parts: Any) -> Case:
    return Case(name, body(change("messages", parts)), effect)


def body(*changes: Any) -> bytes:
    entries = [one for told in changes for one in told["entry"]]
    return json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()


def echo(**more: Any) -> Any:
    shop = said(**{"id": "e$", "text": {"body": "Siap kak"}, **more}) | {
        "from": "6281100002222",
        "to": DEWI[1:],
    }
    return change("smb_message_echoes", {"message_echoes": [shop]})


def became(word: Any, **more: Any) -> Part:
    return {"id": "e$", "status": word, "timestamp": "1789441260", "recipient_id": DEWI[1:], **more}


PRICE = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "utility"}
STATUSES = {
    "sent": (became("sent", pricing=PRICE), "sent"),
    "delivered": (became("delivered"), "delivered"),
    "read": (became("read", pricing=PRICE), "read"),
    "played": (became("played"), "read"),
    "failed": (became("failed", errors=[{"code": 131026, "title": "no"}]), "failed"),
    "failed without errors": (became("failed"), "failed"),
    "failed with a word": (became("failed", errors="no"), "failed"),
    "failed with a huge code": (became("failed", errors=[{"code": 10**40}]), "failed"),
    "failed with NUL letters": (
        became("failed", errors=[{"code": 1, "error_data": {"details": "\0"}}]),
        "failed",
    ),
    "taken back": (became("deleted"), "sent"),
    "of the future": (became("levitated"), "sent"),
    "of no word": (became(None), "sent"),
    "of a payment": (became("captured", type="payment"), "sent"),
    "a price that is a list": (became("read", pricing=[1]), "read"),
    "a price of another year": (became("read", pricing={"pricing_model": "CBP"}), "read"),
    "a talk that is null": (became("read", conversation=None), "read"),
    "a talk of 2022": (became("read", conversation={"id": "c", "expiration_timestamp": "x"}), "read"),
    "opaque data of others": (became("read", biz_opaque_callback_data='{"a": "\0"}'), "read"),
    "opaque data of a page": (became("read", biz_opaque_callback_data="z" * 5000), "read"),
    "a hidden recipient": (became("read", recipient_id=None, recipient_user_id="ID.5"), "read"),
    "without a time": (became("read", timestamp=None), "read"),
}
BROKEN_PARTS: dict[str, Part] = {
    "rubbish between messages": {"messages": [None, 1, "x", [], text(), {}]},
    "a message without an id beside": {"messages": [{"type": "text"}, text()]},
    "a lone message": {"messages": text()},
    "statuses of rubbish": {"messages": [text()], "statuses": ["sent", None, {"id": 1}]},
    "statuses that are a word": {"messages": [text()], "statuses": "sent"},
    "contacts that are null": {"messages": [text()], "contacts": None},
    "contacts that are an object": {"messages": [text()], "contacts": {"wa_id": 5}},
    "contacts of rubbish": {"messages": [text()], "contacts": [1, {"profile": []}]},
    "a name with NUL letters": {
        "messages": [text()],
        "contacts": [{"wa_id": DEWI[1:], "profile": {"name": "D\0ewi" * 999}}],
    },
    "errors beside": {"messages": [text()], "errors": [{"code": "x"}, {"code": 131000}]},
    "errors that are true": {"messages": [text()], "errors": True},
    "a key of the future beside": {"messages": [text()], "hologram": {"\0": [1]}},
    "preferences of rubbish": {"messages": [text()], "user_preferences": [{"value": "stop"}, 5]},
    "the same message twice": {"messages": [text(), text()]},
    "a number as phone_number_id": {
        "messages": [text()],
        "metadata": {"phone_number_id": int(NUMBER)},
    },
    "no number": {"messages": [text()], "metadata": None},
}
FIELDS: dict[str, Part] = {
    "flows": {"event": "FLOW_STATUS_CHANGE"},
    "hologram": {"messages": [text()]},
    "messaging_handovers": {"control_passed": {}},
    "payment_configuration_update": {"status": "Active"},
    "template_category_update": {},
    "message_template_status_update": {"message_template_id": 5, "event": "APPROVED"},
    "message_template_quality_update": {"message_template_id": 5, "new_quality_score": "RED"},
    "account_review_update": {"decision": "APPROVED"},
    "business_username_update": {"username": "tokosari", "status": "approved"},
    "security": {"event": "PIN_CHANGED"},
    "phone_number_quality_update": {"event": "ONBOARDING", "current_limit": "TIER_NOT_SET"},
    "business_capability_update": {"max_daily_conversations_per_business": []},
    "account_alerts": {"alert_info": "x"},
    "user_preferences": {"user_preferences": [{"category": "other", "value": "stop"}]},
    "history": {"history": [{"errors": [{"code": 2593109}]}]},
    "smb_app_state_sync": {"state_sync": [{"type": "contact", "contact": {"phone_number": "62811"}}]},
    "calls": {"calls": [{"id": "c$", "direction": "BUSINESS_INITIATED", "to": "62811"}]},
    "standby": {"statuses": [became("read", id="nobody")]},
}
SILENT = {f"the field {field}": change(field, value) for field, value in FIELDS.items()}
BESIDE: dict[str, Any] = {
    "a change without a field": {"entry": [{"id": "1", "changes": [{"value": {"x": 1}}]}]},
    "a value that is null": {"entry": [{"id": "1", "changes": [{"field": "messages", "value": None}]}]},
    "a value that is a list": {"entry": [{"id": "1", "changes": [{"field": "messages", "value": [1]}]}]},
    "changes of rubbish": {"entry": [{"id": "1", "changes": [None, "x", 5]}]},
    "changes that are an object": {"entry": [{"id": "1", "changes": {"field": "flows", "value": {}}}]},
    "an entry without changes": {"entry": [{"id": "1"}]},
    "entries of rubbish": {"entry": [None, 5, "x", []]},
    "an id of an entry that is a list": {"entry": [{"id": [], "changes": []}]},
    "a field that is a number": {"entry": [{"id": "1", "changes": [{"field": 5, "value": {"a": 1}}]}]},
}
ECHOES = {
    "an answer of the phone": (
        echo()["entry"][0]["changes"][0]["value"]["message_echoes"][0],
        "answered Siap kak",
    ),
    "an answer to nobody": ({"id": "e$", "type": "text", "text": {"body": "x"}}, "nothing"),
    "an answer of a future type": ({"id": "e$", "to": DEWI[1:], "type": "poll"}, "answered "),
    "an answer without id": ({"to": DEWI[1:], "type": "text"}, "nothing"),
}


def raw_cases() -> Iterator[Case]:
    good = body(change("messages", {"messages": [text()]}))
    for name, raw in GARBAGE.items():
        yield Case(name, raw, "parked invalid_json")
    for name, raw in NO_BODY.items():
        yield Case(name, raw, "nothing")
    for name, (old, new) in MENDED.items():
        yield Case(name, good.replace(old, new), "says halo")
    foreign: Part = {"messages": [text()], "metadata": {"phone_number_id": "999"}}
    yield Case("a number of somebody else", body(change("messages", foreign)), "parked foreign_number")
    yield Case("bytes that are no letters", good.replace(b"halo", b"ha\xff\xfelo"), "says ha��lo")
    yield Case("Latin-1", good.replace(b"halo", b"caf\xe9"), "says caf�")
    yield Case("a byte order mark", b"\xef\xbb\xbf" + good, "says halo")
    yield Case("spaces around", b"\r\n " + good + b"\n", "says halo")


GARBAGE = {
    "an empty body": b"",
    "half a body": b'{"entry": [{"id',
    "the body of a form": b"entry=1&x=2",
    "zeros": b"\0" * 64,
    "brackets open for ever": b"[" * 100_000,
    "objects open for ever": b'{"a":' * 100_000,
    "two bodies": b"{}{}",
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "markup for a body": b"<html></html>",
}
NO_BODY = {
    "a number": b"5",
    "null": b"null",
    "a list": b"[]",
    "an object of nothing": b"{}",
    "no entries": b'{"entry": []}',
    "an entry that is a word": b'{"entry": "x"}',
    "brackets open and closed": b"[" * 20_000 + b"]" * 20_000,
}
MENDED = {
    "a number of five thousand digits": (b'"text": {', b'"x": ' + b"9" * 5000 + b', "text": {'),
    "a number beyond floats": (b'"text": {', b'"x": 1e999, "text": {'),
    "no number at all": (b'"text": {', b'"x": NaN, "text": {'),
    "a nest of two thousand": (b'"text": {', b'"x": ' + b"[" * 2000 + b"]" * 2000 + b', "text": {'),
    "a raw tab in words": (b'"text": {', b'"x": "a\tb", "text": {'),
}
SIGNATURES = {
    "without a signature": "",
    "zeros for a signature": "sha256=" + "0" * 64,
    "another secret": "other",
    "of another body": "moved",
    "of SHA-1": "sha1=" + "0" * 40,
    "half a signature": "sha256=00",
    "letters that are none": "sha256=" + "z" * 64,
}
