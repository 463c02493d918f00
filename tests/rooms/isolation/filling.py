"""One row in every table of a workspace, made from the models themselves: new tables join in without a word."""

import uuid
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.fields import NOT_PROVIDED

from sapa.accounts.models import User
from sapa.base.tenancy import TenantModel
from sapa.domain.journeys.writing import to_document
from sapa.domain.recipes import LIBRARY

WORD = "sama"
SENSIBLE = {
    "timezone": "",
    "country": "ID",
    "recipe": "checkout_belum_bayar",
    "step": "1",
    "origin": "",
    "mode": "live",
    "number": 1,
    "version": 1,
    "definition": to_document(LIBRARY["checkout_belum_bayar"]),
}
Rows = dict[type[TenantModel], TenantModel]


def tenant_models() -> list[type[TenantModel]]:
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def fill(now: datetime, user: User) -> Rows:
    """A row of every model in the workspace in scope; the same values in every workspace, ids apart."""
    rows: Rows = {}
    for model in tenant_models():
        _row(model, rows, now, user)
    return rows


def _row(model: type[TenantModel], rows: Rows, now: datetime, user: User) -> TenantModel:
    if model not in rows:
        known = model.objects.first() if model._meta.label == "accounts.Membership" else None
        rows[model] = known or model.objects.create(**_values(model, rows, now, user))
    return rows[model]


def _values(model: type[TenantModel], rows: Rows, now: datetime, user: User) -> dict[str, Any]:
    return {
        field.name: _value(field, model, rows, now, user)
        for field in model._meta.concrete_fields
        if field.name != "workspace" and not field.primary_key
    }


def _value(
    field: "models.Field[Any, Any]", model: type[TenantModel], rows: Rows, now: datetime, user: User
) -> Any:
    if isinstance(field, models.ForeignKey):
        return _referred(field, model, rows, now, user)
    if field.name in SENSIBLE:
        return SENSIBLE[field.name]
    if field.choices:
        return next(value for value, _ in field.flatchoices)
    if field.default is not NOT_PROVIDED:
        return field.get_default()
    return None if field.null else _plain(field, now)


def _referred(
    field: "models.ForeignKey[Any, Any]", model: type[TenantModel], rows: Rows, now: datetime, user: User
) -> Any:
    target = field.related_model
    if target is model:
        return None
    return user if target is User else _row(target, rows, now, user)  # type: ignore[arg-type]


def _plain(field: "models.Field[Any, Any]", now: datetime) -> Any:
    samples: list[tuple[type[models.Field[Any, Any]], Any]] = [
        (models.UUIDField, uuid.uuid4()),
        (models.DateTimeField, now),
        (models.DateField, now.date()),
        (models.BooleanField, False),
        (models.IntegerField, 1),
        (models.FloatField, 1.0),
        (models.BinaryField, b"x"),
        (models.JSONField, {}),
        (models.EmailField, f"{WORD}@contoh.test"),
        (models.CharField, WORD),
        (models.TextField, WORD),
    ]
    value = next(sample for kind, sample in samples if isinstance(field, kind))
    return value[: field.max_length] if isinstance(value, str) and field.max_length else value


def references(model: type[TenantModel]) -> "list[models.ForeignKey[Any, Any]]":
    """References that stay inside the workspace."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return [key for key in keys if key.name != "workspace" and issubclass(key.related_model, TenantModel)]
