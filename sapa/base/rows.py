"""Set-based writes that the ORM has no word for."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models

from sapa.base.scope import current_workspace_id


class ExactEncoder(DjangoJSONEncoder):
    """Django's cuts instants to milliseconds: what is due then would be due before its own time."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def update_rows(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, using: str = "default"
) -> None:
    """One UPDATE for many rows of the workspace in scope; each names its `id` and the same other columns."""
    if not rows:
        return
    connection = connections[using]
    types = {field.column: field.db_type(connection) for field in model._meta.local_concrete_fields}
    columns = [name for name in rows[0] if name != "id"]
    values = ", ".join(f"{name} = new.{name}" for name in columns)
    shape = ", ".join(f"{name} {types[name]}" for name in ("id", *columns))
    sql = (
        f"UPDATE {model._meta.db_table} t SET {values}"  # noqa: S608 (names of our own columns)
        f" FROM jsonb_to_recordset(%s::jsonb) AS new ({shape}) WHERE t.workspace_id = %s AND t.id = new.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(list(rows), cls=ExactEncoder), current_workspace_id()])
