"""Messages of customers for the table of webhooks, by family: what somebody sent, and what is kept of it."""

import json
from typing import Any

from tests.rooms.messaging.bodies import DEWI

Part = dict[str, Any]
HALF, WRONG_HALF = "halo \ud83d", "\ude00 halo"


def said(kind: str = "text", **more: Any) -> Part:
    return {"id": "w$", "from": DEWI[1:], "timestamp": "1789441200", "type": kind, **more}


def text(words: Any = "halo", **more: Any) -> Part:
    return said(text={"body": words}, **more)


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
