"""`sapa messages extract|compile|check`: the Indonesian translations."""

import argparse


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("messages", help="translations").add_subparsers(
        required=True, metavar="COMMAND"
    )
    for name, run, words in (
        ("extract", extract, "bring the translation file up to date with the sources"),
        ("compile", write_compiled, "write the compiled file and docs/errors.md"),
        ("check", check, "list what is not translated"),
    ):
        group.add_parser(name, help=words).set_defaults(run=run)


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
        print(f"not translated: {line}")
    return 1 if lines else 0
