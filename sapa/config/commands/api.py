"""`sapa api …`: what is made from the API's own description."""

import argparse
from pathlib import Path

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/openapi.json"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = add_group(commands, "api", _("the API for programs"), "sapa api document")
    words = _("write docs/openapi.json, the API's OpenAPI 3.1 document")
    add_command(group, "document", words, "sapa api document").set_defaults(run=write_document)


def write_document(_args: argparse.Namespace) -> int:
    import django

    django.setup()
    from sapa.config.api import written

    DOCUMENT.write_text(written(), encoding="utf-8")
    return 0
