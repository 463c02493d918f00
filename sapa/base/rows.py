"""Set-based reads and writes for hot paths: plain columns in PostgreSQL's binary form, without an instance each."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models
from django.db.models.base import ModelState
from psycopg import Cursor

from sapa.base.columns import source_of
from sapa.base.scope import current_workspace_id

M = TypeVar("M", bound=models.Model)
Row = tuple[Any, ...]
MANY = 500


class ExactEncoder(DjangoJSONEncoder):
    """Django's cuts instants to milliseconds: what is due then would be due before its own time."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def fetch(sql: str, given: Mapping[str, Any] | Sequence[Any] = (), *, using: str = "default") -> list[Row]:
    """The rows of a statement, in the transaction that is open. `%b` sends a value in binary, lists too."""
    connection = connections[using]
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(sql.encode(), given, binary=True)
        return cursor.fetchall() if cursor.description else []


def changed(sql: str, given: Mapping[str, Any], *, using: str = "default") -> int:
    """As `fetch`, of a statement that writes: how many rows it wrote."""
    connection = connections[using]
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        return cursor.execute(sql.encode(), given).rowcount


def fetch_instances(
    model: type[M], condition: str, given: Mapping[str, Any], *, using: str = "default"
) -> list[M]:
    """Rows of the workspace in scope as instances, several times faster than through a query set.

    `condition`: SQL over the columns, with what comes after it, such as ORDER BY; `%(name)b` for values.
    """
    names, listed, read = _columns(model)
    sql = f"SELECT {listed} FROM {model._meta.db_table} WHERE workspace_id = %(workspace)b AND {condition}"  # noqa: S608 (our own words)
    rows = fetch(sql, {"workspace": current_workspace_id(), **given})
    return [instance(model, names, _read(row, read), using) for row in rows]


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, ...], str, tuple[int, ...]]:
    """Names, which are those of the attributes too; how they are asked for; the places of JSON texts."""
    fields = model._meta.concrete_fields
    texts = tuple(place for place, field in enumerate(fields) if isinstance(field, models.JSONField))
    asked = ", ".join(
        f"{field.attname}{'::text' if place in texts else ''}" for place, field in enumerate(fields)
    )
    return tuple(field.attname for field in fields), asked, texts


def _read(row: Row, texts: tuple[int, ...]) -> Row:
    """Most JSON columns are empty: those are not given to a parser."""
    if not texts:
        return row
    values = list(row)
    for place in texts:
        told = values[place]
        if told is not None:
            values[place] = [] if told == "[]" else {} if told == "{}" else json.loads(told)
    return tuple(values)


def instance(model: type[M], names: Sequence[str], row: Row, using: str = "default") -> M:
    """As `Model.from_db` makes it, without asking each field: the driver has made the values already."""
    made = model.__new__(model)
    made._state = ModelState()
    made._state.db, made._state.adding = using, False
    made.__dict__.update(zip(names, row, strict=True))
    return made


def update_rows(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], *, using: str = "default"
) -> None:
    """One UPDATE for many rows of the workspace in scope; each names its `id` and the same other columns."""
    if not rows:
        return
    values = ", ".join(f'"{name}" = new."{name}"' for name in rows[0] if name != "id")
    source, given = given_rows(model, rows)
    fetch(
        f"UPDATE {model._meta.db_table} t SET {values} FROM {source}"  # noqa: S608 (names of our own columns)
        " WHERE t.workspace_id = %(workspace)b AND t.id = new.id",
        given,
        using=using,
    )


def insert_rows(
    model: type[models.Model],
    rows: Sequence[Mapping[str, Any]],
    *,
    using: str = "default",
    ignore_conflicts: bool = False,
) -> int:
    """One INSERT for many new rows of the workspace in scope; each names the same columns. Returns how many.

    What they do not name takes the model's default, as an instance would have it.
    """
    if not rows:
        return 0
    defaults = _defaults(model, tuple(rows[0]))
    columns = ", ".join(f'"{name}"' for name in [*rows[0], *defaults])
    values = ", ".join(
        [*(f'new."{name}"' for name in rows[0]), *(words for words, _value in defaults.values())]
    )
    source, given = given_rows(model, rows)
    given |= {name: value for name, (_words, value) in defaults.items() if value is not None}
    return changed(
        f"INSERT INTO {model._meta.db_table} (workspace_id, {columns})"  # noqa: S608 (names of our own columns)
        f" SELECT %(workspace)b, {values} FROM {source}{' ON CONFLICT DO NOTHING' if ignore_conflicts else ''}",
        given,
        using=using,
    )


def reserve_ids(model: type[models.Model], count: int, *, using: str = "default") -> list[int]:
    """Numbers of rows that are about to be written, ascending."""
    if not count:
        return []
    table = model._meta.db_table
    sequence = "(SELECT pg_get_serial_sequence(%(table)b, 'id'))"  # asked for once, not for each number
    sql = f"SELECT nextval({sequence}) FROM generate_series(1, %(count)b::int)"  # noqa: S608
    return [pk for (pk,) in fetch(sql, {"table": table, "count": count}, using=using)]


@cache
def _defaults(model: type[models.Model], named: tuple[str, ...]) -> dict[str, tuple[str, Any]]:
    """SQL and value for each column that rows do not name and that the database would not fill itself."""
    types, found = _types(model), dict[str, tuple[str, Any]]()
    for field in model._meta.local_concrete_fields:
        name = str(field.column)
        if (
            name in named
            or field.primary_key
            or name == "workspace_id"
            or (field.null and not field.has_default())
        ):
            continue
        if isinstance(field, models.UUIDField):
            found[name] = ("gen_random_uuid()", None)
        else:
            value = _values(types[name], [field.get_default()])[0]
            found[name] = (f"%({name})b::{types[name]}", value)
    return found


def given_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Rows as a source called `new` of a statement, with the values that it takes."""
    if len(rows) < MANY:
        return unnested(model, rows)
    types = {name: _types(model)[name] for name in rows[0]}
    columns = [_values(kind, [row[name] for row in rows]) for name, kind in types.items()]
    source, given = source_of(types, columns)
    return source, given | {"workspace": current_workspace_id()}


def unnested(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Rows as `(SELECT …) AS new` with an array for each column, and the values of those arrays."""
    types = _types(model)
    chosen, arrays, given = [], [], dict[str, Any](workspace=current_workspace_id())
    for name in rows[0]:
        kind = types[name]
        carried = "text" if kind == "jsonb" else kind
        arrays.append(f"%({name})b::{carried}[]")
        chosen.append(f'"{name}"::{kind} AS "{name}"')
        given[name] = _values(kind, [row[name] for row in rows])
    names = ", ".join(f'"{name}"' for name in rows[0])
    return f"(SELECT {', '.join(chosen)} FROM unnest({', '.join(arrays)}) AS u ({names})) AS new", given  # noqa: S608


def _values(kind: str, values: list[Any]) -> list[Any]:
    if kind == "jsonb":
        return [str(value) if isinstance(value, Written) else _json(value) for value in values]
    if not any(issubclass(one, Enum) for one in set(map(type, values))):
        return values
    return [value.value if isinstance(value, Enum) else value for value in values]


class Written(str):
    """A value for a JSON column that is JSON text already."""

    __slots__ = ()


def _json(value: Any) -> str | None:
    if not value and isinstance(value, dict | list):  # most of them
        return "{}" if isinstance(value, dict) else "[]"
    return None if value is None else json.dumps(value, cls=ExactEncoder)


@cache
def _types(model: type[models.Model]) -> dict[str, str]:
    """`varchar(40)[]` would cut in silence; without its length the column itself refuses."""
    connection = connections["default"]
    kinds = {str(field.column): str(field.db_type(connection)) for field in model._meta.local_concrete_fields}
    return {name: kind.split("(")[0] for name, kind in kinds.items()}
