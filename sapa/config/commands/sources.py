"""`sapa sources parse KIND FILE…`: what Sapa makes of webhook bodies, without a database (contracts.md)."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _, said

if TYPE_CHECKING:
    from sapa.commerce.services.happenings import Happening as Happened
    from sapa.commerce.sources.generic.parsing import Happening

KINDS = ("shopify", "woocommerce", "midtrans", "xendit", "biteship", "tiktokshop", "shopee", "generic")


class Call(NamedTuple):
    """How the deliveries came in. `url`: the address they were sent to, which some senders sign."""

    kind: str
    secret: str
    url: str
    zone: ZoneInfo


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa sources parse generic body.json"
    group = add_group(commands, "sources", _("what a shop's webhooks mean"), example)
    parser = add_command(group, "parse", _("webhook bodies to JSON lines of events"), example)
    kinds = _("one of %(kinds)s") % {"kinds": ", ".join(KINDS)}
    parser.add_argument("kind", metavar=_("KIND"), choices=KINDS, help=kinds)
    parser.add_argument(
        "files", metavar=_("FILE"), nargs="+", type=Path, help=_("bodies as they were received")
    )
    headers = _("headers of the deliveries, as one JSON object")
    parser.add_argument("--headers", metavar="H.json", type=Path, help=headers)
    parser.add_argument("--secret", help=_("check the signature with this secret"))
    parser.add_argument("--url", help=_("address that the deliveries were sent to; Shopee signs it"))
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
    secret, url = args.secret or headers.get("secret", ""), args.url or headers.get("url", "")
    call, failed = Call(args.kind, secret, url, zone), False
    for path in args.files:
        try:
            line = _parsed(path, headers, call)
        except OSError as error:
            failed, line = True, {"file": str(path), "error": error.strerror or str(error)}
        print(json.dumps(line, ensure_ascii=False))
    return 1 if failed else 0


def _headers(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    plain = json.loads(path.read_text(encoding="utf-8"))
    return {str(name).lower(): str(value) for name, value in plain.items()}


def _parsed(path: Path, headers: Mapping[str, str], call: "Call") -> dict[str, Any]:
    from sapa.events.schemas import Unreadable

    body = path.read_bytes()
    verified, is_probe = _verdict(body, headers, call)
    line: dict[str, Any] = {"file": str(path), "verified": verified}
    if is_probe:
        return line | {"events": [], "ignored": "probe"}
    try:
        events, ignored = _read(body, headers, call)
    except Unreadable as error:
        return line | {"events": [], "ignored": error.code}
    return line | {"events": events, "ignored": ignored or None}


def _verdict(body: bytes, headers: Mapping[str, str], call: "Call") -> tuple[bool | None, bool]:
    """Is the signature right (None without a secret), and does the sender only try the address?

    The signature alone: a kept delivery is always old.
    """
    from sapa.config.sources import SOURCES
    from sapa.events.schemas import Probe, RefusedCall

    secrets = [call.secret] if call.secret else []
    verdict = SOURCES[call.kind].verify(body, headers, call.url, secrets, datetime.now(UTC))
    if isinstance(verdict, Probe):
        return None, True
    right = not isinstance(verdict, RefusedCall) or verdict.code == "stale"
    return right if call.secret else None, False


def _read(body: bytes, headers: Mapping[str, str], call: "Call") -> tuple[list[dict[str, Any]], str]:
    """The events and the code of why there are none. Raises Unreadable."""
    from sapa.commerce.schemas import CLOCK_SLACK, Moment
    from sapa.commerce.services import happenings
    from sapa.config.sources import PARSERS

    received_at = datetime.now(UTC)
    if call.kind == "generic":
        return _read_generic(body, call.zone, received_at), ""
    heard = PARSERS[call.kind](body, headers, Moment(call.zone, received_at, CLOCK_SLACK))
    return [_line(one) for one in happenings(heard, call.kind)], heard.ignored


def _read_generic(body: bytes, zone: ZoneInfo, received_at: datetime) -> list[dict[str, Any]]:
    from sapa.commerce.schemas import OrderTold
    from sapa.commerce.services import of_order
    from sapa.commerce.sources import generic

    paths = generic.Mapping()
    said = generic.parse(body, paths, zone=zone, received_at=received_at)
    beside = generic.happenings(body, paths, zone=zone, received_at=received_at)
    orders = [_line(one) for told in said for one in of_order(OrderTold(told.facts), "generic")]
    return orders + [_event_beside(one) for one in beside]


def _line(one: "Happened") -> dict[str, Any]:
    known = one._asdict() | {"at": one.at.isoformat()}
    return known | {name: known[name] or None for name in ("order", "shipment", "status", "currency")}


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
