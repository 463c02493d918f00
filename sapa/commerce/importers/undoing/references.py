"""Whatever points to a row, in any table of any room."""

from collections.abc import Collection, Iterator
from typing import Any

from django.apps import apps
from django.db import models


def used(model: type[models.Model], ids: Collection[int], apart_from: Collection[str]) -> set[int]:
    """Those of these rows to which rows of any other table point."""
    found = set[int]()
    for other, column in _references(model):
        if other._meta.label not in apart_from:
            rows: Any = other._default_manager.filter(**{f"{column}__in": ids})
            found |= set(rows.values_list(column, flat=True))
    return found


def _references(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if field.many_to_one and field.related_model is model:
                yield other, field.attname
