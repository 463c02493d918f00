"""Whatever points to a row, in any table of any room."""

from collections.abc import Collection, Iterator

from django.apps import apps
from django.db import models

from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id

POINTING = """
SELECT DISTINCT {column} FROM {table}
WHERE workspace_id = %(workspace)b AND {column} = ANY(%(ids)b::bigint[])
"""


def used(model: type[models.Model], ids: Collection[int], apart_from: Collection[str]) -> set[int]:
    """Those of these rows to which rows of any other table point."""
    given = {"workspace": current_workspace_id(), "ids": list(ids)}
    found = set[int]()
    for other, column in _references(model):
        if ids and other._meta.label not in apart_from:
            rows = fetch(POINTING.format(table=other._meta.db_table, column=column), given)
            found |= {pk for (pk,) in rows}
    return found


def _references(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if field.many_to_one and field.related_model is model:
                yield other, field.attname
