"""Facts of what was bought: guides, how long it lasts, what goes with it."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

from sapa.domain.journeys.registry.orders import in_hand_at
from sapa.domain.journeys.registry.shorthand import (
    SENT,
    by_name,
    days_since,
    instant,
    of_this_journey,
    started,
    yes_no,
)
from sapa.domain.journeys.scene import Scene
from sapa.domain.journeys.times import plus_days
from sapa.domain.subjects import ProductFacts

USUAL_LIFETIME_DAYS = 30
SAME_PRODUCT_WITHIN_DAYS = 180
OWN_RHYTHM_NEEDS = 3

Products = tuple[ProductFacts, ...]


def meant(scene: Scene) -> Products:
    """The products that the messages speak of: those that have what the texts tell."""
    wanted = told_paths(scene)
    if "produk.panduan_url" in wanted:
        return with_guide(scene)
    if wanted & {"produk.masa_pakai_hari", "produk.perkiraan_habis"}:
        first = first_to_run_out(scene)
        return (first,) if first else ()
    if wanted & {"pelengkap.nama", "pelengkap.alasan", "pelengkap.tautan"}:
        found = with_complement(scene)
        return (found,) if found else ()
    return scene.products


PATHS = (
    *("produk.panduan_url", "produk.masa_pakai_hari", "produk.perkiraan_habis"),
    *("pelengkap.nama", "pelengkap.alasan", "pelengkap.tautan"),
)


def told_paths(scene: Scene) -> set[str]:
    messages = scene.definition.messages if scene.definition else ()
    texts = [text for step in messages for one in step.variants for text in (one.b2c, one.b2b)]
    return {path for path in PATHS if any(path in text for text in texts)}


def with_guide(scene: Scene) -> Products:
    """Those with a guide that was not sent lately; when all were, all of them."""
    found = tuple(product for product in scene.products if product.guide_url)
    told = told_since(scene, SAME_PRODUCT_WITHIN_DAYS)
    return tuple(product for product in found if product.id not in told) or found


def with_complement(scene: Scene) -> ProductFacts | None:
    """The first whose companion the customer may still want; else the first that has one."""
    found = [product for product in scene.products if product.complement_name]
    wanted = (one for one in found if not is_owned(scene, one.complement_id) and sellable(one))
    return next(wanted, found[0] if found else None)


def sellable(product: ProductFacts) -> bool:
    return product.complement_in_stock is not False


def first_to_run_out(scene: Scene) -> ProductFacts | None:
    lasting = [product for product in scene.products if product.lifetime_days]
    return min(lasting, key=lambda product: (lasts_days(scene, product), product.id), default=None)


def lasts_days(scene: Scene, product: ProductFacts) -> int:
    """Days between purchases of this customer where three are known, else the product's own lifetime."""
    own = own_rhythm(scene, product.id)
    return own or (product.lifetime_days or USUAL_LIFETIME_DAYS) * product.quantity


def own_rhythm(scene: Scene, product_id: int) -> int | None:
    bought = sorted(
        {p.at for p in scene.person.purchases if p.product_id == product_id and p.at <= scene.now}
    )
    if len(bought) < OWN_RHYTHM_NEEDS:
        return None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(bought))
    middle = len(gaps) // 2
    return max(1, gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) // 2)


def runs_out_at(scene: Scene, times: int = 1) -> datetime | None:
    product, since = first_to_run_out(scene), in_hand_at(scene)
    if product is None or since is None:
        return None
    return plus_days(since, lasts_days(scene, product) * times, scene.person.zone)


def is_owned(scene: Scene, product_id: int | None) -> bool:
    return any(one.product_id == product_id for one in scene.person.purchases)


def bought_since(scene: Scene) -> bool:
    """The product, by another and later order."""
    wanted = {product.id for product in meant(scene)}
    since = started(scene)
    bought = (one for one in scene.person.purchases if one.product_id in wanted)
    return any(one.at > since and one.order_id != scene.order_id for one in bought)


def is_first_purchase(scene: Scene) -> bool:
    """Of at least one product of the order; where no products are known it is not."""
    earlier = {one.product_id for one in scene.person.purchases if one.order_id != scene.order_id}
    return any(product.id not in earlier for product in scene.products)


def needs_check(scene: Scene) -> bool:
    return any(product.needs_care for product in scene.products) or is_first_purchase(scene)


def told_since(scene: Scene, days: float) -> set[int]:
    """Products that this journey wrote about, by another order, within so many days."""
    sent = (one for one in of_this_journey(scene) if one.state in SENT and one.key != scene.key)
    recent = (one for one in sent if days_since(one.finished_at, scene.now) < days)
    orders = {one.order_id for one in recent if one.order_id and one.order_id != scene.order_id}
    return {one.product_id for one in scene.person.purchases if one.order_id in orders}


def was_told(scene: Scene, days: float) -> bool:
    products = meant(scene)
    told = told_since(scene, days)
    return bool(products) and all(product.id in told for product in products)


def complement_owned(scene: Scene) -> bool:
    product = with_complement(scene)
    return bool(product and is_owned(scene, product.complement_id))


def complement_gone(scene: Scene) -> bool:
    product = with_complement(scene)
    return bool(product and not sellable(product))


def is_owner(scene: Scene) -> bool:
    """Owns what the campaign or the new feature is about."""
    named = str((scene.settings.get("produk") or {}).get("nama") or "").casefold().strip()
    if named:
        return any(named in name.casefold() for name in owned_names(scene))
    feature = scene.feature
    if feature and feature.product_id:
        return is_owned(scene, feature.product_id)
    if feature and feature.plan:
        return scene.person.has_subscription
    return any(is_owned(scene, product.id) for product in scene.products)


def owned_names(scene: Scene) -> Iterable[str]:
    yield from (one.name for one in scene.person.purchases)
    yield from (product.name for product in scene.products)
    if scene.order and scene.order.paid_at:
        yield scene.order.goods


def any_out_of_stock(scene: Scene) -> bool:
    return any(product.in_stock is False for product in meant(scene))


PRODUCT_FACTS = by_name(
    (
        yes_no(
            "product.has_guide",
            lambda scene: any(product.guide_url for product in scene.products),
            ("ada panduan produk", "a product has a guide"),
            if_no="no_guide",
        ),
        yes_no(
            "product.needs_care",
            lambda scene: any(product.needs_care for product in scene.products),
            ("produk perlu pendampingan", "a product needs accompanying"),
            if_no="no_check_needed",
        ),
        yes_no(
            "product.is_first_purchase",
            is_first_purchase,
            ("pembelian pertama produk ini", "first purchase of this product"),
            if_no="no_check_needed",
        ),
        yes_no(
            "product.needs_check",
            needs_check,
            ("perlu pendampingan atau pembelian pertama", "needs accompanying or bought first"),
            if_no="no_check_needed",
        ),
        yes_no(
            "product.runs_out",
            lambda scene: first_to_run_out(scene) is not None,
            ("ada barang habis pakai", "something in it runs out"),
            if_no="no_lifetime",
        ),
        yes_no(
            "product.bought_since",
            bought_since,
            ("produk ini sudah dibeli lagi", "this product was bought again"),
            if_yes="bought_again",
        ),
        yes_no(
            "product.is_out_of_stock",
            any_out_of_stock,
            ("stok produk habis", "the product is out of stock"),
            if_yes="out_of_stock",
        ),
        yes_no(
            "product.told_lately",
            lambda scene: was_told(scene, SAME_PRODUCT_WITHIN_DAYS),
            ("sudah dikirimi tentang produk ini (180 hari)", "told about this product within 180 days"),
            if_yes="told_lately",
        ),
        yes_no(
            "product.told_before",
            lambda scene: was_told(scene, float("inf")),
            ("pernah dikirimi tentang produk ini", "told about this product before"),
            if_yes="told_before",
        ),
        yes_no(
            "product.has_complement",
            lambda scene: with_complement(scene) is not None,
            ("ada produk pelengkap", "there is a companion product"),
            if_no="no_complement",
        ),
        yes_no(
            "product.complement_owned",
            complement_owned,
            ("produk pelengkap sudah dimiliki", "the companion product is owned"),
            if_yes="already_owned",
        ),
        yes_no(
            "product.complement_gone",
            complement_gone,
            ("stok produk pelengkap habis", "the companion product is out of stock"),
            if_yes="out_of_stock",
        ),
        yes_no(
            "product.is_owned",
            is_owner,
            ("pelanggan memiliki produk ini", "the customer owns this product"),
            if_no="not_owned",
        ),
        instant("product.runs_out_at", runs_out_at, ("perkiraan habis", "expected to run out")),
        instant(
            "product.runs_out_again_at",
            lambda scene: runs_out_at(scene, 2),
            ("perkiraan habis putaran kedua", "expected to run out a second time"),
        ),
    )
)
