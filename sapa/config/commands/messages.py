"""`sapa messages extract|compile|check`: the Indonesian translations."""

import argparse

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = add_group(commands, "messages", _("translations of Sapa's own texts"), "sapa messages check")
    for name, run, words in (
        ("extract", extract, _("bring the translation file up to date with the sources")),
        ("compile", write_compiled, _("write the compiled file and docs/errors.md")),
        ("check", check, _("list what is not translated")),
    ):
        add_command(group, name, words, f"sapa messages {name}").set_defaults(run=run)


def extract(_args: argparse.Namespace) -> int:
    from sapa.config import translations

    translations.TEXT.write_bytes(translations.as_text(translations.up_to_date_catalog()))
    report(translations.missing())
    return 0


def write_compiled(_args: argparse.Namespace) -> int:
    from sapa.config import translations

    translations.BINARY.write_bytes(translations.as_binary(translations.read_catalog()))
    translations.ERRORS.write_text(translations.error_page(), encoding="utf-8")
    return 0


def check(_args: argparse.Namespace) -> int:
    from sapa.config import translations

    return report(translations.missing())


def report(lines: list[str]) -> int:
    for line in lines:
        print(_("not translated: %(message)s") % {"message": line})
    return 1 if lines else 0
