"""`sapa sources parse KIND FILE…`: what Sapa makes of webhook bodies, without a database (contracts.md)."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _, said

if TYPE_CHECKING:
    from sapa.commerce.sources.generic.parsing import Happening
    from sapa.domain.orders import OrderEvent, OrderFacts

KINDS = ("generic",)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa sources parse generic body.json"
    group = add_group(commands, "sources", _("what a shop's webhooks mean"), example)
    parser = add_command(group, "parse", _("webhook bodies to JSON lines of events"), example)
    parser.add_argument("kind", metavar=_("KIND"), choices=KINDS, help=", ".join(KINDS))
    parser.add_argument(
        "files", metavar=_("FILE"), nargs="+", type=Path, help=_("bodies as they were received")
    )
    headers = _("headers of the deliveries, as one JSON object")
    parser.add_argument("--headers", metavar="H.json", type=Path, help=headers)
    parser.add_argument("--secret", help=_("check the signature with this secret"))
    zone = _("time zone of times without an offset (default Asia/Jakarta)")
    parser.add_argument("--timezone", default="Asia/Jakarta", help=zone)
    parser.set_defaults(run=parse_files)


def parse_files(args: argparse.Namespace) -> int:
    """One line a file; exit code 1 when a file could not be opened."""
    import django

    django.setup()
    try:
        headers, zone = _headers(args.headers), ZoneInfo(args.timezone)
    except ZoneInfoNotFoundError:
        print(_("%(zone)s is no time zone.") % {"zone": args.timezone}, file=sys.stderr)
        return 1
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 1
    except (ValueError, AttributeError):
        given = args.headers or args.timezone
        print(_("%(given)s cannot be used here; see --help.") % {"given": given}, file=sys.stderr)
        return 1
    failed = False
    for path in args.files:
        try:
            line = _parsed(path, headers, args.secret or headers.get("secret", ""), zone)
        except OSError as error:
            failed, line = True, {"file": str(path), "error": error.strerror or str(error)}
        print(json.dumps(line, ensure_ascii=False))
    return 1 if failed else 0


def _headers(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    plain = json.loads(path.read_text(encoding="utf-8"))
    return {str(name).lower(): str(value) for name, value in plain.items()}


def _parsed(path: Path, headers: Mapping[str, str], secret: str, zone: ZoneInfo) -> dict[str, Any]:
    from sapa.commerce.sources import generic
    from sapa.events.schemas import Unreadable

    body = path.read_bytes()
    line: dict[str, Any] = {"file": str(path), "verified": _verified(body, headers, secret)}
    paths, now = generic.Mapping(), datetime.now(UTC)
    try:
        said = generic.parse(body, paths, zone=zone, received_at=now)
        beside = generic.happenings(body, paths, zone=zone, received_at=now)
    except Unreadable as error:
        return line | {"events": [], "ignored": error.code}
    events = [event for one in said for event in _events(one.facts)]
    return line | {"events": events + [_event_beside(one) for one in beside], "ignored": None}


def _verified(body: bytes, headers: Mapping[str, str], secret: str) -> bool | None:
    """The signature alone: a kept delivery is always old. None without a secret."""
    from sapa.base.signatures import refusal
    from sapa.commerce.sources.generic.signature import SIGNATURE, TIMESTAMP

    if not secret:
        return None
    stamp = headers.get(TIMESTAMP, "")
    signed = stamp.encode() + b"." + body if stamp else body
    return refusal(signed, headers.get(SIGNATURE, ""), [secret]) is None


def _events(facts: "OrderFacts") -> list[dict[str, Any]]:
    from sapa.domain.orders import events_of

    return [_event(facts, event) for event in events_of(facts)]


def _event_beside(happening: "Happening") -> dict[str, Any]:
    told = happening.told
    person = told.person
    return {
        "name": happening.name,
        "key": happening.key,
        "order": told.order or None,
        "shipment": told.external_id if happening.name.startswith("shipment.") else None,
        "status": told.status or None,
        "amount": told.values.get("amount"),
        "currency": told.values.get("currency"),
        "at": told.at.isoformat(),
        "phone": person.phone.e164 if person and person.phone else "",
        "email": person.email if person else "",
    }


def _event(facts: "OrderFacts", event: "OrderEvent") -> dict[str, Any]:
    from sapa.domain.orders import facts_at

    then = facts_at(facts, event.at)
    return {
        "name": event.name,
        "key": f"generic:{event.key_suffix}",
        "order": facts.external_id,
        "shipment": None,
        "status": then.status if then else facts.status,
        "amount": facts.total.amount,
        "currency": facts.total.currency,
        "at": event.at.isoformat(),
        "phone": facts.phone,
        "email": facts.email,
    }
