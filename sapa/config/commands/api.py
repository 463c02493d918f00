"""`sapa api …`: what is made from the API's own description."""

import argparse
from pathlib import Path

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _

HOUSE = Path(__file__).resolve().parents[3]
DOCUMENT = HOUSE / "docs/openapi.json"
CLIENT = HOUSE / "clients/python/sapa_client.py"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = add_group(commands, "api", _("the API for programs"), "sapa api document")
    words = _("write docs/openapi.json, the API's OpenAPI 3.1 document")
    add_command(group, "document", words, "sapa api document").set_defaults(run=write_document)
    words = _("write clients/python/sapa_client.py from docs/openapi.json")
    add_command(group, "client", words, "sapa api client").set_defaults(run=write_client)


def write_document(args: argparse.Namespace) -> int:
    """The client follows its document."""
    import django

    django.setup()
    from sapa.config.api import written

    DOCUMENT.write_text(written(), encoding="utf-8")
    return write_client(args)


def write_client(_args: argparse.Namespace) -> int:
    import json

    from sapa.config.client import written_client

    CLIENT.write_text(written_client(json.loads(DOCUMENT.read_text(encoding="utf-8"))), encoding="utf-8")
    return 0
