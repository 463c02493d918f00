"""`sapa import orders|customers|products|subscriptions|consents FILE`: a file read here and now, with its account."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sapa.config.parsers import UsageError, add_command, add_group, find_workspace
from sapa.config.words import _, language, said

if TYPE_CHECKING:
    from sapa.commerce.models import ImportRun
    from sapa.domain.csvorders import Mapping

CHUNK = 1 << 20
WIDTH = 30


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    example = "sapa import orders orders.csv --refused refused.csv"
    group = add_group(commands, "import", _("bring in files"), example)
    says = {
        "orders": _("import orders from a CSV file or a workbook"),
        "customers": _("import customers from a CSV file or a workbook"),
        "products": _("import products from a CSV file or a workbook"),
        "subscriptions": _("import subscriptions from a CSV file or a workbook"),
        "consents": _("import consents with their proof from a CSV file or a workbook"),
    }
    for holds, told in says.items():
        parser = add_command(group, holds, told, f"sapa import {holds} {holds}.csv --refused refused.csv")
        _add_options(parser)
        parser.set_defaults(run=import_file, holds=holds)


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar=_("FILE"), type=Path, help=_("the file, with a row of column names"))
    parser.add_argument("--workspace", metavar="ID", help=_("public id, number or name of the workspace"))
    mapping = _('which column holds what: {"columns": {field: column}, …}')
    parser.add_argument("--mapping", metavar="M.json", type=Path, help=mapping)
    parser.add_argument("--refused", metavar=_("OUT.csv"), type=Path, help=_("write the refused rows here"))


def import_file(args: argparse.Namespace) -> int:
    """Exit code 1 with a sentence when the file, the mapping or the workspace cannot be used."""
    import django
    from django.utils import translation

    from sapa.base.postgres import DatabaseError, running_database

    try:
        with running_database():
            django.setup()
            with translation.override(language()):
                return _import(args)
    except (DatabaseError, UsageError, OSError) as error:
        return _refuse(said(error))


def _import(args: argparse.Namespace) -> int:
    from sapa.base.clock import business_now
    from sapa.commerce import importers
    from sapa.domain.csvorders import UnreadableFileError, sentence
    from sapa.web.errors import Refused

    workspace_id, now = find_workspace(args.workspace), business_now()
    try:
        run = _begin(args, workspace_id, now)
        done = importers.run_import(workspace_id=workspace_id, run_id=run.pk, now=now, progress=_progress)
    except UnreadableFileError as error:
        return _refuse(sentence(error.code, language(), ", ".join(error.details)))
    except Refused as error:
        return _refuse(f"{error.sentence} {error.remedy}")
    _print_account(workspace_id, done)
    if args.refused:
        _write_refused(workspace_id, done, args.refused)
    return 0 if done.state == "done" else 1


def _begin(args: argparse.Namespace, workspace_id: int, now: Any) -> "ImportRun":
    from sapa.base.scope import workspace_scope
    from sapa.commerce import importers

    given = _mapping(args.mapping, args.holds)
    with workspace_scope(workspace_id):
        with args.file.open("rb") as source:
            chunks = iter(lambda: source.read(CHUNK), b"")
            run = importers.keep_upload(chunks=chunks, filename=args.file.name, now=now, holds=args.holds)
        mapping = given or importers.known_mapping(tuple(run.header), args.holds)
        return importers.begin_import(run_id=run.pk, mapping=mapping, now=now)


def _mapping(path: Path | None, holds: str) -> "Mapping | None":
    from sapa.domain.csvorders import Mapping

    if path is None:
        return None
    try:
        return Mapping.from_json(json.loads(path.read_text(encoding="utf-8")) | {"holds": holds})
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        told = _('%(file)s is no mapping ({"columns": {field: column}, …} is expected): %(error)s')
        raise UsageError(told % {"file": path, "error": type(error).__name__}) from None


def _progress(run: "ImportRun") -> None:
    if not sys.stderr.isatty():
        return
    share = min(1.0, run.position / run.size) if run.size else 1.0
    bar = "█" * round(share * WIDTH)
    print(f"\r{bar:·<{WIDTH}} {share:4.0%}  {run.rows}", end="", file=sys.stderr, flush=True)


def _print_account(workspace_id: int, run: "ImportRun") -> None:
    from sapa.base.scope import workspace_scope
    from sapa.commerce.selectors import notes_by_code, refused_by_reason
    from sapa.domain.csvorders import sentence

    if sys.stderr.isatty():
        print(file=sys.stderr)
    for label, count in _account(run).items():
        print(f"{label:<12}{count:>8}")
    with workspace_scope(workspace_id):
        refused, notes = refused_by_reason(run.pk), notes_by_code(run.pk)
    for code, count in refused:
        print(f"  {count:>6}  {code}: {sentence(code, language())}")
    for code, count in notes:
        print(f"  {count:>6}  {code}: {sentence(code, language(), '…')}")
    if run.error:
        print(f"{run.state}: {run.error}", file=sys.stderr)


def _account(run: "ImportRun") -> dict[str, int]:
    return {
        _("rows"): run.rows,
        _("created"): run.created,
        _("updated"): run.updated,
        _("unchanged"): run.unchanged,
        _("refused"): run.refused,
        _("in future"): run.ahead,
        _("waiting"): run.waiting,
    }


def _write_refused(workspace_id: int, run: "ImportRun", target: Path) -> None:
    from sapa.commerce.importers.files import refused_csv

    with target.open("wb") as out:
        out.writelines(refused_csv(workspace_id, run, language()))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
