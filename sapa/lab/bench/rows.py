"""Rows by the hundred thousand for a benchmark: INSERT … SELECT, so that row security and references hold."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, connections, models
from django.db.models.fields import NOT_PROVIDED

Parameters = dict[str, Any]


def insert(model: type[models.Model], source: str, columns: Mapping[str, str], **given: Any) -> int:
    """Columns by SQL over `source`, such as `generate_series(1, 10) i`; all others by the model's defaults."""
    told, words, values = [], [], Parameters(given)
    for field in model._meta.local_concrete_fields:
        name = str(field.column)
        if expression := columns.get(name) or _default(field, name, values):
            told.append(name)
            words.append(expression)
    sql = f"INSERT INTO {model._meta.db_table} ({', '.join(told)}) SELECT {', '.join(words)} FROM {source}"  # noqa: S608 (our own words)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def _default(field: "models.Field[Any, Any]", name: str, values: Parameters) -> str:
    if field.primary_key or field.db_default is not NOT_PROVIDED:
        return ""
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    if not field.has_default() and field.null:
        return ""
    values[name] = field.get_db_prep_save(field.get_default(), connection)
    return f"%({name})s::{field.db_type(connection)}"


def count_on(model: type[models.Model], last: int) -> None:
    """Rows were given their ids: the next one comes after them."""
    with connections["owner"].cursor() as cursor:
        table = model._meta.db_table
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, max(last, 1)])


def dice(number: int, sides: int = 100) -> str:
    """The same throw for the same row of `i` in every run: 0 to sides - 1."""
    return f"((hashint8(i * 97 + {number}) & 2147483647) %% {sides})"
