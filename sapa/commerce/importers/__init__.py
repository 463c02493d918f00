"""Files of orders: kept, mapped, read in batches, and what became of each row."""

from sapa.commerce.importers.ahead import apply_due_rows
from sapa.commerce.importers.running import run_import
from sapa.commerce.importers.starting import (
    FILE_TOO_LARGE,
    IMPORT_BEGUN,
    begin_import,
    keep_upload,
    known_mapping,
    restart_import,
    resume_lost,
    start_import,
)
from sapa.commerce.importers.undoing import UNDO, can_be_undone, outlook, run_undo, start_undo
from sapa.commerce.importers.uploads import delete_old_uploads, open_upload

__all__ = [
    "FILE_TOO_LARGE",
    "IMPORT_BEGUN",
    "UNDO",
    "apply_due_rows",
    "begin_import",
    "can_be_undone",
    "delete_old_uploads",
    "keep_upload",
    "known_mapping",
    "open_upload",
    "outlook",
    "restart_import",
    "resume_lost",
    "run_import",
    "run_undo",
    "start_import",
    "start_undo",
]
