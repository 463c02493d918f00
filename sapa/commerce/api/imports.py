"""How imports of files go; files themselves are uploaded on the page, where their columns are seen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Schema

from sapa.accounts.api import needs
from sapa.accounts.schemas import Scope
from sapa.commerce.api.shapes import same
from sapa.commerce.models import ImportRun
from sapa.commerce.selectors import run_by_public_id
from sapa.web.shapes import Page, Paging, last_first

router = Router(tags=["imports"])
READ = needs(Scope.IMPORTS_READ)


class ImportTold(Schema):
    """`rows` so far, and what became of them."""

    id: UUID
    filename: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    size: int
    position: int
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int


@router.get("/imports", response=Page[ImportTold], summary=_("Imports, newest first"), **READ)
def list_imports(request: HttpRequest, asked: Query[Paging]) -> dict[str, Any]:
    return last_first(ImportRun.objects.all(), asked, lambda found: map(_told, found))


@router.get("/imports/{uuid:import_id}", response=ImportTold, summary=_("One import"), **READ)
def get_import(request: HttpRequest, import_id: UUID) -> dict[str, Any]:
    return _told(run_by_public_id(import_id))


def _told(row: ImportRun) -> dict[str, Any]:
    return {**same(row, ImportTold), "id": row.public_id}
