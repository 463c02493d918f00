"""`sapa export WHAT FILE`: everything of one kind, written here and now."""

import argparse
import sys
from pathlib import Path

from sapa.config.parsers import UsageError, add_command, find_workspace
from sapa.config.words import _, language, said

WIDTH = 30
KINDS = (
    *("contacts", "identities", "consents", "opt_outs", "tickets"),
    *("orders", "order_lines", "checkouts", "payments", "shipments"),
    *("products", "subscriptions", "invoices", "returns"),
    *("messages", "follow_ups", "decisions", "scores"),
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """One parser takes every kind: the list is long and they are all alike."""
    told = _("take out everything of one kind as CSV, or as a workbook where FILE ends with .xlsx")
    parser = add_command(commands, "export", told, "sapa export orders orders.csv")
    one_of = _("one of: %(names)s") % {"names": ", ".join(KINDS)}
    parser.add_argument("what", metavar=_("WHAT"), choices=KINDS, help=one_of)
    parser.add_argument(
        "file", metavar=_("FILE"), type=Path, help=_("the file that is written, .csv or .xlsx")
    )
    parser.add_argument("--workspace", metavar="ID", help=_("public id, number or name of the workspace"))
    parser.add_argument("--masked", action="store_true", help=_("phones and e-mail addresses masked"))
    parser.set_defaults(run=export)


def export(args: argparse.Namespace) -> int:
    """Exit code 1 with a sentence when the workspace is not known or the file cannot be written."""
    import django
    from django.utils import translation

    from sapa.base.postgres import DatabaseError, running_database

    try:
        with running_database():
            django.setup()
            with translation.override(language()):
                return _export(args)
    except (DatabaseError, UsageError, OSError) as error:
        return _refuse(said(error))


def _export(args: argparse.Namespace) -> int:
    from sapa.base.scope import workspace_scope
    from sapa.reports import services

    workspace_id, form = find_workspace(args.workspace), "xlsx" if args.file.suffix == ".xlsx" else "csv"
    with workspace_scope(workspace_id):
        source = services.reading(args.what, masked=args.masked)
    try:
        with args.file.open("wb") as target:
            lines = services.write_export(source, form, target, _progress)
    except services.TooManyLinesError:
        args.file.unlink()
        return _refuse(_("This does not fit into a workbook; take it out as CSV."))
    _note(workspace_id, args.what, form, args.masked)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(_("%(count)s lines") % {"count": lines})
    return 0


def _note(workspace_id: int, what: str, form: str, masked: bool) -> None:
    from sapa.accounts.services import audit
    from sapa.base.clock import business_now
    from sapa.base.scope import workspace_scope

    told = {"what": what, "form": form, "masked": masked}
    with workspace_scope(workspace_id):
        audit(action="data.exported", subject="command line", now=business_now(), data=told)


def _progress(lines: int, total: int) -> None:
    if not sys.stderr.isatty():
        return
    share = min(1.0, lines / total) if total else 1.0
    bar = "█" * round(share * WIDTH)
    print(f"\r{bar:·<{WIDTH}} {share:4.0%}  {lines}", end="", file=sys.stderr, flush=True)


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
