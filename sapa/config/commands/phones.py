"""`sapa phones normalise IN OUT`: the one phone normaliser on a CSV file."""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

CELL_LIMIT = 10_000_000


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("phones", help="phone numbers").add_subparsers(
        required=True, metavar="COMMAND"
    )
    parser = group.add_parser("normalise", help="CSV raw[,country] to CSV raw,e164,kind,reason")
    parser.add_argument("source", metavar="IN", type=Path)
    parser.add_argument("target", metavar="OUT", type=Path)
    parser.set_defaults(run=normalise_file)


def normalise_file(args: argparse.Namespace) -> int:
    csv.field_size_limit(CELL_LIMIT)
    with args.source.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        rows = csv.DictReader(source)
        if "raw" not in (rows.fieldnames or ()):
            print("The file needs a header with the column raw (and optionally country).", file=sys.stderr)
            return 1
        with args.target.open("w", encoding="utf-8", newline="") as target:
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
