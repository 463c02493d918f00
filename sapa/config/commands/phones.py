"""`sapa phones normalise IN OUT`: the one phone normaliser on a CSV file."""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from sapa.config.parsers import add_command, add_group
from sapa.config.words import _, said

CELL_LIMIT = 10_000_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa phones normalise raw.csv clean.csv"
    group = add_group(commands, "phones", _("phone numbers"), example)
    parser = add_command(group, "normalise", _("bring phone numbers into one spelling"), example)
    parser.add_argument("source", metavar=_("IN"), type=Path, help=_("CSV with the columns raw[,country]"))
    target = _("CSV with the columns raw,e164,kind,reason")
    parser.add_argument("target", metavar=_("OUT"), type=Path, help=target)
    parser.set_defaults(run=normalise_file)


def normalise_file(args: argparse.Namespace) -> int:
    """Exit code 1 with a sentence when a file cannot be opened or has no numbers."""
    try:
        return _normalise(args.source, args.target)
    except OSError as error:
        print(said(error), file=sys.stderr)
        return 1


def _normalise(raw: Path, clean: Path) -> int:
    csv.field_size_limit(CELL_LIMIT)
    with raw.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        rows = csv.DictReader(source)
        if "raw" not in (rows.fieldnames or ()):
            told = _("%(file)s needs a first row that names the column raw (and country, if there is one).")
            print(told % {"file": raw}, file=sys.stderr)
            return 1
        with clean.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target, lineterminator="\n")
            writer.writerow(("raw", "e164", "kind", "reason"))
            writer.writerows(_normalised(rows))
    return 0


def _normalised(rows: "csv.DictReader[str]") -> Iterator[tuple[str, str, str, str]]:
    from sapa.domain.phones import normalise

    for row in rows:
        raw = row["raw"] or ""
        phone = normalise(raw, row.get("country") or "ID")
        yield raw, phone.e164, phone.kind, phone.reason
