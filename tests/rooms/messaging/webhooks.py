"""A table of webhook bodies with the effect of each (reliability.md IN-01), built family by family.

An effect is `says WORDS` or `is TYPE` (a customer's message is kept), `answered WORDS` (one of the shop's
phone), `delivery WORD`, `nothing` (taken, without effect), `parked CODE` or `refused`. `$` in a body is the
number of the case, so that each has ids of its own.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.rooms.messaging.bodies import DEWI, NUMBER, change

Part = dict[str, Any]
SIGNED = "signed"
HALF, WRONG_HALF = "halo \ud83d", "\ude00 halo"


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


def said(kind: str = "text", **more: Any) -> Part:
    return {"id": "w$", "from": DEWI[1:], "timestamp": "1789441200", "type": kind, **more}


def text(words: Any = "halo", **more: Any) -> Part:
    return said(text={"body": words}, **more)


def echo(**more: Any) -> Any:
    shop = said(**{"id": "e$", "text": {"body": "Siap kak"}, **more}) | {
        "from": "6281100002222",
        "to": DEWI[1:],
    }
    return change("smb_message_echoes", {"message_echoes": [shop]})


WORDS = {
    "plain words": (text("Halo"), "says Halo"),
    "lines": (text("satu\ndua\n\ntiga"), "says satu\ndua\n\ntiga"),
    "a smile": (text("terima kasih \U0001f64f\U0001f3fd"), "says terima kasih \U0001f64f\U0001f3fd"),
    "another script": (text("ꦱꦸꦒꦼꦁ السلام"), "says ꦱꦸꦒꦼꦁ السلام"),
    "letters turned round": (text("\u202ehalo"), "says \u202ehalo"),
    "NUL letters": (text("ha\0lo"), "says halo"),
    "half of a pair": (text(HALF), "says halo ?"),
    "the wrong half": (text(WRONG_HALF), "says ? halo"),
    "control letters": (text("a\x07\x1bb"), "says a\x07\x1bb"),
    "four thousand letters": (text("a" * 4096), "says " + "a" * 4096),
    "a million letters": (text("a" * 1_000_000), "says " + "a" * 65_536),
    "JSON in words": (text('{"a": [1]}'), 'says {"a": [1]}'),
    "markup": (text("<script>alert(1)</script>"), "says <script>alert(1)</script>"),
    "Liquid": (text("{{ toko }} {% raw %}"), "says {{ toko }} {% raw %}"),
    "a formula": (text("=1+1"), "says =1+1"),
    "only spaces": (text("   "), "says    "),
    "no words": (text(""), "says "),
    "a number for words": (text(5), "says 5"),
    "words that are null": (text(None), "says "),
    "words that are a list": (text(["a"]), "says "),
    "words without their part": (said(), "says "),
    "words whose part is a word": (said(text="halo"), "says "),
}
FILE = {"id": "77", "mime_type": "image/jpeg", "sha256": "x"}
FILES = {
    f"{kind} {name}": (said(kind, **{kind: part}), f"is {kind}")
    for kind in ("image", "video", "audio", "document", "sticker")
    for name, part in {
        "with a file": FILE,
        "with words": FILE | {"caption": "ini", "filename": "a.jpg"},
        "with a number as id": FILE | {"id": 77},
        "without id": {"url": "https://x.example/1"},
        "that is null": None,
        "with a huge id": FILE | {"id": "9" * 5000, "filename": "n" * 5000, "mime_type": "m" * 5000},
    }.items()
}


def tapped(**reply: Any) -> Part:
    return said("interactive", interactive=reply)


TAPS = {
    "a button": (tapped(type="button_reply", button_reply={"id": "ya", "title": "Ya"}), "says Ya"),
    "a row": (tapped(type="list_reply", list_reply={"id": "l", "title": "L", "description": "d"}), "says L"),
    "a form": (tapped(type="nfm_reply", nfm_reply={"response_json": "{}", "body": "Sent"}), "says Sent"),
    "a form with a list": (
        tapped(type="nfm_reply", nfm_reply={"response_json": "[1]", "body": "S"}),
        "says S",
    ),
    "a form with an object": (tapped(type="nfm_reply", nfm_reply={"response_json": {"a": "\0"}}), "says "),
    "a form of nothing": (tapped(type="nfm_reply", nfm_reply={"response_json": None}), "says "),
    "a permission": (
        tapped(type="call_permission_reply", call_permission_reply={"response": "accept"}),
        "is interactive",
    ),
    "a reply of the future": (
        tapped(type="wheel_reply", wheel_reply={"id": "1", "title": "Roda"}),
        "says Roda",
    ),
    "a reply of no kind": (tapped(), "is interactive"),
    "a reply that is a list": (said("interactive", interactive=[]), "is interactive"),
    "a template's button": (said("button", button={"payload": "p", "text": "Belum"}), "says Belum"),
    "a template's button as a word": (said("button", button="Belum"), "is button"),
    "an endless id": (tapped(type="button_reply", button_reply={"id": "x" * 9000, "title": "Y"}), "says Y"),
}
OTHERS = {
    "a place": (
        said("location", location={"latitude": -6.2, "longitude": 106.8, "name": "Toko"}),
        "says Toko",
    ),
    "a place of no numbers": (said("location", location={"latitude": "x", "longitude": None}), "is location"),
    "a place at no number": (said("location", location={"latitude": float("nan")}), "is location"),
    "a card": (said("contacts", contacts=[{"name": {"formatted_name": "Made"}}]), "is contacts"),
    "a card that is an object": (said("contacts", contacts={"name": "\0"}), "is contacts"),
    "an order": (said("order", order={"text": "Kado", "product_items": [{"quantity": 2}]}), "says Kado"),
    "an order of nothing": (said("order", order={}), "is order"),
    "not supported": (said("unsupported", errors=[{"code": 131051}]), "is unsupported"),
    "not supported, with a kind": (said("unsupported", unsupported={"type": "poll"}), "is unsupported"),
    "a reaction to nothing known": (
        said("reaction", reaction={"emoji": "❤", "message_id": "w.unknown"}),
        "says ❤",
    ),
    "an edit of nothing known": (
        said("edit", edit={"original_message_id": "w.x", "message": {"type": "text", "text": {"body": "B"}}}),
        "says B",
    ),
    "a deletion of nothing known": (said("revoke", revoke={"original_message_id": "w.y"}), "is revoke"),
    "a welcome": (said("request_welcome"), "nothing"),
    "a system message": (said("system", system={"type": "customer_identity_changed"}), "nothing"),
    "a type of the future": (said("hologram", hologram={"id": 1}), "is hologram"),
    "a type of a long name": (said("h" * 300), "is " + "h" * 16),
    "no type": ({**text(), "type": None}, "says halo"),
    "a type that is a list": ({**text(), "type": []}, "says halo"),
    "a group": (text(group_id="Y2Fw"), "nothing"),
    "from an advertisement": (text(referral={"source_type": "ad", "ctwa_clid": "c\0"}), "says halo"),
    "a referral of nonsense": (text(referral=[{"a": float("inf")}]), "says halo"),
    "forwarded often": (text(context={"frequently_forwarded": True}), "says halo"),
    "about a product": (text(context={"referred_product": {"catalog_id": 1}}), "says halo"),
    "errors of nonsense": (text(errors="none"), "says halo"),
    "a key of the future": (text(sentiment={"score": 0.9}), "says halo"),
    "nested fifty deep": (text(x=json.loads("[" * 50 + "]" * 50)), "says halo"),
}
SENDERS = {
    "a plus": (text(**{"from": DEWI}), "says halo"),
    "dashes": (text(**{"from": "62 812-3456-7801"}), "says halo"),
    "a phone as a number": (text(**{"from": 6281234567801}), "says halo"),
    "abroad": (text(**{"from": "6591234567"}), "says halo"),
    "a phone that is none": (text(**{"from": "123"}), "says halo"),
    "a hidden phone": (text(**{"from": None, "from_user_id": "ID.1$"}), "says halo"),
    "an empty phone": (text(**{"from": "", "from_user_id": "ID.2$"}), "says halo"),
    "an id as a number": (text(**{"from": None, "from_user_id": 12345}), "says halo"),
    "a parent": (text(**{"from_user_id": "ID.3$", "from_parent_user_id": "ID.ENT.3$"}), "says halo"),
    "a phone of letters": (text(**{"from": "Dewi", "from_user_id": "ID.4$"}), "says halo"),
    "nobody": (text(**{"from": None}), "nothing"),
    "a phone that is an object": (text(**{"from": {"a": 1}}), "nothing"),
    "a phone of a hundred digits": (text(**{"from": "6" * 100}), "nothing"),
    "an id of a thousand letters": (text(**{"from": None, "from_user_id": "x" * 1000}), "nothing"),
}
TIMES = {
    f"the time {name}": (text(timestamp=at), "says halo")
    for name, at in {
        "as a number": 1789441200,
        "of milliseconds": "1789441200000",
        "that is none": "kemarin",
        "that is null": None,
        "before all": "-1",
        "with a fraction": 1789441200.5,
        "beyond calendars": "99999999999",
        "beyond numbers": "9" * 400,
        "that is true": True,
        "in other digits": "١٧٨٩٤٤١٢٠٠",
    }.items()
}


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
