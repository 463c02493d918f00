"""Rows of products: one that a shop's own system told of already is completed, others are the file's."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sapa.commerce.importers.results import Result
from sapa.commerce.models import Product
from sapa.commerce.schemas import Told
from sapa.commerce.services import apply_products
from sapa.domain.csvorders import ProductFacts

SHOWN = (
    *(
        "name",
        "guide_url",
        "link",
        "lifetime_days",
        "warranty_days",
        "needs_care",
        "is_digital",
        "stock",
        "amount",
        "currency",
    ),
    *("complement_id", "complement_reason"),
)


def apply_product_rows(facts: Sequence[ProductFacts], *, source: str, now: datetime) -> list[Result]:
    """The outcome of each row; what the file says counts from now."""
    skus = [one.sku for one in facts]
    sources = dict(
        Product.objects.filter(external_id__in=skus).order_by("-pk").values_list("external_id", "source")
    )
    before = _standing(skus, sources)
    named = {*skus, *(row.values.get("complement", "") for row in facts)}
    known = set(Product.objects.filter(external_id__in=named).values_list("pk", flat=True))
    for one in sorted({sources.get(sku, source) for sku in skus}):
        told = [Told(row.sku, now, values=row.values) for row in facts if sources.get(row.sku, source) == one]
        apply_products(told=told, source=one, now=now)
    after = _standing(skus, dict.fromkeys(skus, source) | sources)
    new = Product.objects.filter(external_id__in=named, recorded_at=now).exclude(pk__in=known)
    made = dict(new.values_list("external_id", "pk"))
    met = _by_sku(named, sources, source)
    return [_result(row, before.get(row.sku), after[row.sku], made, met) for row in facts]


def _result(
    row: ProductFacts,
    before: tuple[Any, ...] | None,
    after: tuple[Any, ...],
    made: dict[str, int],
    met: dict[str, int],
) -> Result:
    """What goes with a product may be made by its row too; whoever names it first has made it."""
    outcome, named = _outcome(before, after), (row.sku, row.values.get("complement", ""))
    known = [met.get(sku) for sku in named] if outcome == "unchanged" else []
    ids = [made.pop(sku, None) for sku in named]
    return Result(outcome, made=tuple(filter(None, ids)), met=tuple(filter(None, known)))


def _by_sku(skus: Collection[str], sources: dict[str, str], source: str) -> dict[str, int]:
    rows = Product.objects.filter(external_id__in=skus).values_list("external_id", "source", "pk")
    return {sku: pk for sku, of, pk in rows if of == sources.get(sku, source)}


def _standing(skus: Sequence[str], sources: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    rows = Product.objects.filter(external_id__in=skus).values_list("external_id", "source", *SHOWN)
    return {sku: tuple(shown) for sku, source, *shown in rows if sources.get(sku) == source}


def _outcome(before: tuple[Any, ...] | None, after: tuple[Any, ...]) -> str:
    if before is None:
        return "created"
    return "unchanged" if before == after else "updated"
