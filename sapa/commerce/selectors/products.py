"""What a shop sells, as people look at it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from sapa.commerce.models import Pairing, Product
from sapa.commerce.schemas import API

FEW = 20
FRESH = timedelta(hours=24)  # a stock that was looked at longer ago may be another by now
MISSING: dict[str, Q] = {
    "sold_out": Q(stock=0),
    "old_stock": Q(),
    "no_lifetime": Q(lifetime_days=None),
    "no_guide": Q(guide_url=""),
    "no_complement": Q(complement=None),
}


def products(*, text: str = "", lacking: str = "", now: datetime) -> QuerySet[Product]:
    """By name. `lacking`: a key of MISSING, what somebody may want to fill in."""
    rows = Product.objects.select_related("complement").order_by("name", "pk")
    if text := text.replace("\0", ""):
        rows = rows.filter(Q(name__icontains=text) | Q(external_id__istartswith=text))
    if lacking == "old_stock":
        return rows.filter(stock_said_at__lte=now - FRESH)
    return rows.filter(MISSING[lacking]) if lacking else rows


def products_after(rows: QuerySet[Product], *, after: Product | None, limit: int) -> list[Product]:
    """The page after the last product that was shown."""
    if after:
        rows = rows.filter(Q(name__gt=after.name) | Q(name=after.name, pk__gt=after.pk))
    return list(rows[:limit])


def product_by_public_id(public_id: UUID) -> Product:
    """The one door to a product."""
    return get_object_or_404(Product.objects.select_related("complement"), public_id=public_id)


def product_called(text: str) -> Product | None:
    """Whose code this is; of several shops with one code, the one that was told of last."""
    return Product.objects.filter(external_id=text).order_by("-said_at", "-pk").first()


def products_told(numbers: Collection[str], source: str) -> dict[str, int]:
    """By number, the product that this source means by it: its own, else the only one there is where one of both is
    the API. Left out: what is new, and what several shops call so.
    """
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for sku, of, pk in Product.objects.filter(external_id__in=numbers).values_list(
        "external_id", "source", "pk"
    ):
        found[sku][of] = pk
    return {sku: pk for sku, several in found.items() if (pk := _meant(several, source))}


def _meant(several: Mapping[str, int], source: str) -> int:
    if source in several or len(several) > 1:
        return several.get(source, 0)
    [(of, pk)] = several.items()
    return pk if API in (of, source) else 0


def namesakes(product: Product) -> list[Product]:
    """Others of the same number: which of them is meant where only the number is told cannot be known."""
    rows = Product.objects.filter(external_id=product.external_id).exclude(pk=product.pk)
    return list(rows.order_by("pk")[:FEW])


def is_fresh(product: Product, now: datetime) -> bool:
    """Whether its stock was looked at lately."""
    return product.stock_said_at is not None and product.stock_said_at > now - FRESH


def pairings_of(product: Product) -> list[Pairing]:
    """What is often bought with it, as counted last, the closest first; those that were declined last of all."""
    rows = Pairing.objects.filter(product=product).select_related("product", "other").order_by("-score", "pk")
    return sorted(rows, key=lambda row: row.state == Pairing.State.DECLINED)


def pairing_by_ids(*, product: UUID, other: UUID) -> Pairing:
    rows = Pairing.objects.select_related("product", "other")
    return get_object_or_404(rows, product__public_id=product, other__public_id=other)


def proposals_of(products: Iterable[Product]) -> dict[int, int]:
    """How many proposals wait for somebody's word, by product."""
    waiting = Pairing.objects.filter(product__in=list(products), state=Pairing.State.PROPOSED)
    counts: dict[int, int] = {}
    for pk in waiting.values_list("product_id", flat=True):
        counts[pk] = counts.get(pk, 0) + 1
    return counts
