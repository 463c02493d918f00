"""A parcel as Biteship itself has it. It lists none: those that are still on their way are asked one by one."""

from collections.abc import Iterator
from dataclasses import replace

from sapa.commerce.schemas import Heard, Moment, Told
from sapa.commerce.sources.asking import (
    Access,
    Ask,
    AskFailed,
    Confirm,
    Page,
    Request,
    Span,
    get,
    part,
    read_json,
    told_of,
)
from sapa.commerce.sources.biteship.parsing import heard_order
from sapa.commerce.sources.generic.fields import Fields
from sapa.commerce.sources.generic.pushes import read_object
from sapa.commerce.sources.generic.shops import listed

API = "https://api.biteship.com"


def look(ask: Ask, access: Access, span: Span) -> Iterator[Page]:
    for number in span.open:
        try:
            answer = read_json(ask(_order(number, access)).body)
        except AskFailed as failure:
            if failure.code != "not_there":
                raise
            yield Page()
            continue
        yield Page(*told_of([answer] if isinstance(answer, dict) else [], _heard, span.moment))


def question(told: Told, _body: Fields, access: Access) -> Request:
    return _order(told.external_id, access)


def judge(told: Told, answer: bytes, moment: Moment) -> Told | None:
    found = [one for _kind, one in _heard(read_object(answer, moment)).subjects]
    order = found[0].order if found and found[0].order != found[0].external_id else told.order
    return replace(found[0], external_id=told.external_id, order=order) if found else None


def _heard(fields: Fields) -> Heard:
    """It names no time of its own: that of the newest step of the parcel."""
    steps = listed(fields.inner("courier"), "history")
    times = [step.text("updated_at") for step in steps]
    return heard_order(Fields({**fields.plain, "updated_at": times[-1] if times else ""}, fields.moment))


def _order(number: str, access: Access) -> Request:
    return get(f"{API}/v1/orders/{part(number)}", {"authorization": access["api_key"]})


CONFIRM = Confirm(question, judge)
