"""One replay inside a house that stands: the shop, its orders, the driver, the account."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from sapa.base.scope import workspace_scope
from sapa.commerce import importers
from sapa.commerce.models import ImportRun
from sapa.domain.csvorders import Mapping, UnreadableFileError, guess_mapping, open_sheet
from sapa.lab.demo.keepsake import Keepsake
from sapa.lab.demo.seed import LINKS, found
from sapa.lab.replay.account import Account, account_of
from sapa.lab.replay.door import Door
from sapa.lab.replay.driver import Driver
from sapa.lab.replay.inputs import Inputs
from sapa.lab.replay.phones import connected
from sapa.messaging.tasks import push_templates

CHUNK = 1 << 20


def run(args: argparse.Namespace, kept: Keepsake, since: datetime, end: datetime, ledger: Path) -> Account:
    """`since` and `end` as instants, `end` not included. Raises UnreadableFileError for the order file."""
    mapping = _mapping(args.replay)
    call_command("migrate", database="owner", verbosity=0, skip_checks=True)
    _hurry()
    workspace_id = found(kept, since)
    push_templates(workspace_id, since)
    inputs = Inputs.of(args.replay, mapping, since, end)
    imported = _import(workspace_id, args.replay, mapping, since)
    with connected() as phones:
        driver = Driver(workspace_id, phones, Door.of(workspace_id), inputs.hear)
        for now in driver.play(since, end):
            _progress(now, since, end)
    _progress_done()
    if args.inputs:
        inputs.write(args.inputs)
    with workspace_scope(workspace_id):
        return account_of(
            imported, inputs, ledger, since=since, end=end, seed=args.seed, rate=args.reply_rate
        )


def _hurry() -> None:
    """Nothing of this database is wanted after a crash, so no commit waits for the disk."""
    for alias in ("default", "dispatch"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
            cursor.execute("SET jit TO off")


def _mapping(file: Path) -> Mapping:
    with file.open("rb") as stream:
        header = open_sheet(stream).header
    mapping = guess_mapping(header, LINKS)
    if missing := mapping.missing(header):
        raise UnreadableFileError("missing_columns", missing)
    return mapping


def _import(workspace_id: int, file: Path, mapping: Mapping, now: datetime) -> ImportRun:
    with workspace_scope(workspace_id):
        with file.open("rb") as source:
            chunks = iter(lambda: source.read(CHUNK), b"")
            kept = importers.keep_upload(chunks=chunks, filename=file.name, now=now)
        begun = importers.begin_import(run_id=kept.pk, mapping=mapping, now=now)
    return importers.run_import(workspace_id=workspace_id, run_id=begun.pk, now=now)


def _progress(now: datetime, since: datetime, end: datetime) -> None:
    if sys.stderr.isatty():
        print(
            f"\r{now:%Y-%m-%d %H:%M} {(now - since) / (end - since):4.0%}",
            end="",
            file=sys.stderr,
            flush=True,
        )


def _progress_done() -> None:
    if sys.stderr.isatty():
        print("\r" + " " * 24, end="\r", file=sys.stderr, flush=True)
