"""Everything that was fed in, with its time: read from the file and the webhooks, not from the database."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sapa.domain.csvorders import Mapping, OrderReader, RowFacts, open_sheet
from sapa.domain.orders import OrderFacts, events_of
from sapa.lab.replay.phones import Webhook

Line = dict[str, Any]


@dataclass(slots=True)
class Inputs:
    """`lines`: one plain object for each event, in the order of feeding."""

    orders: dict[str, OrderFacts] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def of(cls, file: Path, mapping: Mapping, since: datetime, end: datetime) -> "Inputs":
        """The orders' events before `end`; those before `since` are marked as history."""
        with file.open("rb") as stream:
            zone = ZoneInfo(str(since.tzinfo))
            rows = list(OrderReader(open_sheet(stream), mapping, zone, None))
        facts = [row.facts for row in rows if isinstance(row, RowFacts) and not row.repeated]
        made = cls({one.external_id: one for one in facts})
        found = [line for one in facts for line in _order_lines(one, since) if line["at"] < _text(end)]
        made.lines = sorted(found, key=lambda line: line["at"])
        return made

    def hear(self, webhook: Webhook) -> None:
        """What a customer wrote, and the receipts."""
        self.lines += _webhook_lines(json.loads(webhook.raw))

    def write(self, target: Path) -> None:
        with target.open("w", encoding="utf-8") as out:
            for line in sorted(self.lines, key=lambda line: str(line["at"])):
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _order_lines(order: OrderFacts, since: datetime) -> Iterator[Line]:
    for event in events_of(order):
        yield {
            "at": _text(event.at),
            "event": event.name,
            "history": event.at < since,
            "order_id": order.external_id,
            "customer_id": order.customer_id,
            "name": order.name,
            "phone": order.phone,
            "phone_raw": order.phone_raw,
            "segment": order.segment or "b2c",
            "country": order.country,
            "province": order.province,
            "city": order.city,
            "postcode": order.postcode,
            "promo_consent": order.promo_consent,
            "amount": order.total.amount,
            "currency": order.total.currency,
            "payment_type": order.payment_type,
            "payment_deadline": _text_or_none(order.payment_deadline),
            "eta": _text_or_none(order.eta),
            "estimated": event.name == "order.cancelled" and order.cancelled_estimated,
        }


def _webhook_lines(body: dict[str, Any]) -> Iterator[Line]:
    for change in (change for entry in body["entry"] for change in entry["changes"]):
        for one in change["value"].get("messages", ()):
            yield _line(one, "message.received", one["from"]) | {"text": one.get("text", {}).get("body", "")}
        for one in change["value"].get("statuses", ()):
            yield _line(one, f"message.{one['status']}", one["recipient_id"])


def _line(one: dict[str, Any], event: str, digits: str) -> Line:
    at = datetime.fromtimestamp(int(one["timestamp"]), UTC)
    return {"at": _text(at), "event": event, "history": False, "phone": f"+{digits}", "message_id": one["id"]}


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _text_or_none(at: datetime | None) -> str | None:
    return None if at is None else _text(at)
