"""`sapa channels parse whatsapp FILE…`: what a channel's webhook body means, one JSON line a file (contracts.md)."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _

if TYPE_CHECKING:
    from sapa.messaging.schemas import Parsed

KINDS = ("whatsapp",)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa channels parse whatsapp body.json"
    group = add_group(commands, "channels", _("what a channel's webhooks mean"), example)
    parse = add_command(group, "parse", _("webhook bodies to JSON lines, one a file"), example)
    parse.add_argument("kind", choices=KINDS, metavar=_("KIND"), help=", ".join(KINDS))
    parse.add_argument(
        "files", nargs="+", type=Path, metavar=_("FILE"), help=_("bodies as they were received")
    )
    parse.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    import django

    django.setup()
    failed = 0
    for file in args.files:
        try:
            line = {"file": _name(file), **_parsed(file.read_bytes())}
        except OSError as error:
            line, failed = {"file": _name(file), "error": error.strerror or "unreadable"}, 1
        _write(line)
    return failed


def _name(file: Path) -> str:
    return str(file).encode(errors="replace").decode()


def _write(line: dict[str, Any]) -> None:
    """A terminal that cannot show every letter gets them escaped."""
    plain = json.dumps(line, ensure_ascii=False)
    try:
        plain.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        plain = json.dumps(line)
    sys.stdout.write(plain + "\n")


def _parsed(raw: bytes) -> dict[str, Any]:
    from sapa.messaging.channels.whatsapp import parse
    from sapa.messaging.channels.whatsapp.json import loaded

    try:
        found = parse(loaded(raw))
    except ValueError:
        found = parse(None)
    return {
        "messages": [
            {
                "id": one.id,
                "from": one.phone or None,
                "user_id": one.user_id or None,
                "type": one.type,
                "text": one.text or None,
                "payload": one.payload or None,
                "media_id": one.media_id or None,
                "reply_to": one.reply_to or None,
            }
            for one in found.messages
        ],
        "statuses": [
            {
                "id": one.id,
                "status": one.status,
                "recipient": one.recipient or None,
                "user_id": one.user_id or None,
                "code": one.code,
                "biz_data": one.token or None,
                "pricing_category": one.pricing_category or None,
            }
            for one in found.statuses
        ],
        "echoes": [one.id for one in found.echoes],
        "preferences": [
            {"wa_id": p.wa_id or None, "user_id": p.user_id or None, "category": p.category, "value": p.value}
            for p in found.preferences
        ],
        "templates": [
            {"id": t.id, "event": t.event, "category": t.category or None} for t in found.templates
        ],
        "account": [{"field": a.field, "event": a.event or None} for a in found.account],
        "unknown": [*found.unknown, *_without_column(found)],
        "errors": [*found.errors, *(code for one in found.messages for code in one.errors)],
    }


def _without_column(found: "Parsed") -> list[str]:
    """What Sapa understands but the contract has no column for is named, so that nothing looks lost."""
    parts = {"history": found.history, "smb_app_state_sync": found.people, "calls": found.calls}
    seen = [name for name, listed in parts.items() if listed]
    watched = [one.standby for one in found.messages] + [one.standby for one in found.echoes]
    return seen + (["standby"] if any(watched) else [])
