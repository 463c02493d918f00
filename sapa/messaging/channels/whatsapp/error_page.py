"""docs/whatsapp-errors.md, written from the one table of errors; a test compares."""

from collections.abc import Sequence

from django.utils import translation

from sapa.messaging.channels.whatsapp.errors import BY_CODES, RANGES, UNKNOWN_CODE
from sapa.messaging.schemas import Treatment

HEAD = """# Errors of WhatsApp

Written from `sapa/messaging/channels/whatsapp/errors.py` by `error_page.page`; `tests/house` compares. Decided by
`error.code` alone, never by title, subcode or HTTP status. An error in an answer means that the message was not
accepted; the same code in a `failed` status means that it was, so nothing is repeated then (*retry* becomes
*never*). HTTP 500 and above is no error but an open question: the message is *unknown* until a status settles it.

*retry*: again after the first wait, fourfold each time, at most a quarter of an hour (or the first wait, if longer).
*hold*: everything of that scope waits: an account, a number or a template until somebody lets it go or WhatsApp
does, offers (marketing, portfolio) for the time given. *never*: this message fails. *bug*: it fails and is ours to
correct. 900001 and up are Sapa's own: found before the call, never sent.

| code | what is done | whom it stops | wait | alert | also | what people read | what they can do |
|---|---|---|---|---|---|---|---|
"""
EFFECTS = {
    "": "",
    "ask_phone": "the customer is asked for the number",
    "forget_upload": "the file is uploaded anew",
    "pause_template": "the template rests",
    "rest_marketing": "offers to this customer rest 24 hours, then twice as long",
    "rest_promos": "offers of the number or portfolio rest",
    "slow_down": "half the rate, climbing back",
    "stop_marketing": "consent to offers ends",
    "suspect_number": "at the second time nothing goes there until the customer writes",
    "use_template": "a template is needed",
}


def page() -> str:
    """In English, as all documents."""
    with translation.override("en"):
        rows = [_row(_codes(codes), row) for codes, row in BY_CODES.items()]
        rows += [_row(f"{codes[0]}–{codes[-1]}", row) for codes, row in RANGES.items()]
        return HEAD + "\n".join([*rows, _row("any other", UNKNOWN_CODE)]) + "\n"


def _codes(codes: Sequence[int]) -> str:
    return ", ".join(map(str, codes))


def _row(codes: str, row: Treatment) -> str:
    alert = "yes" if row.alert else ""
    told = [codes, row.action, row.scope, _wait(row), alert, EFFECTS[row.effect], row.explanation, row.remedy]
    return f"| {' | '.join(map(str, told))} |"


def _wait(row: Treatment) -> str:
    if row.action == "retry":
        times = "until the deadline" if row.tries >= 1000 else f"{row.tries} tries"
        return f"{row.seconds} s, {times}"
    timed = row.action == "hold" and row.scope in {"marketing", "portfolio"}
    return f"{row.seconds // 3600} h" if timed else ""
