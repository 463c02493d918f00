"""A transaction as Midtrans itself has it. It lists none: what is open here is asked one by one."""

from collections.abc import Iterator
from dataclasses import replace

from sapa.commerce.schemas import Moment, Told
from sapa.commerce.sources.asking import (
    Access,
    Ask,
    AskFailed,
    Confirm,
    Page,
    Request,
    Span,
    basic,
    get,
    part,
)
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.midtrans.parsing import parse
from sapa.commerce.sources.payments import loaded
from sapa.events.schemas import Unreadable

LIVE, TRIAL = "https://api.midtrans.com", "https://api.sandbox.midtrans.com"
TRIAL_KEY = "SB-"
MISSING = "404"


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    for number in span.open:
        try:
            body = ask(_status(number, access)).body
            yield Page() if _is_missing(body) else Page([parse(body, {}, span.moment)])
        except Unreadable:
            yield Page(unread=1)
        except AskFailed as failure:
            if failure.code != "not_there":
                raise
            yield Page()


def question(_told: Told, body: Fields, access: Access) -> Request:
    return _status(body.needed("transaction_id", "order_id"), access)


def judge(told: Told, answer: bytes, moment: Moment) -> Told | None:
    if _is_missing(answer):
        return None
    found = [one for _kind, one in parse(answer, {}, moment).subjects]
    return replace(found[0], external_id=told.external_id) if found else None


def _status(number: str, access: Access) -> Request:
    key = access["server_key"]
    return get(f"{TRIAL if key.startswith(TRIAL_KEY) else LIVE}/v2/{part(number)}/status", basic(key))


def _is_missing(body: bytes) -> bool:
    return str(loaded(body).get("status_code")) == MISSING


CONFIRM = Confirm(question, judge)
