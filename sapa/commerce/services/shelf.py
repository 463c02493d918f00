"""What a person says of a product, and what goes with it: set by hand, or proposed by the orders themselves."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.base.rows import fetch
from sapa.base.scope import current_scope, current_workspace_id
from sapa.commerce.models import Pairing, Product
from sapa.web.errors import Refused, refusal

GOES_WITH_ITSELF = refusal(
    "goes_with_itself", _("A product cannot go with itself."), _("Choose another product.")
)
PAIR_DECIDED = refusal(
    "pair_decided",
    _("Somebody decided about this pair already."),
    _("Load the page again to see what is so now."),
)
COUNTED_BACK = timedelta(days=365)
FEWEST_BASKETS = 5  # fewer say nothing
MOST_GOODS = 50  # an order with more is a reseller's, and its pairs are no choice of anybody
PROPOSED = 5  # of each product

# Pairs of products that one order holds. Ranked by cosine, never by lift alone, which loves what is rare.
COUNT = """
WITH baskets AS MATERIALIZED (
    SELECT l.order_id, l.product_id FROM commerce_orderline l
    JOIN commerce_order o ON o.workspace_id = l.workspace_id AND o.id = l.order_id
    WHERE l.workspace_id = %(workspace)b AND o.cancelled_at IS NULL AND o.placed_at > %(since)b
), small AS MATERIALIZED (
    SELECT b.* FROM baskets b
    JOIN (SELECT order_id FROM baskets GROUP BY 1 HAVING count(*) <= %(most)b::int) s USING (order_id)
), each AS (
    SELECT product_id, count(*) AS n FROM small GROUP BY 1
), total AS (
    SELECT count(DISTINCT order_id) AS n FROM small
), pairs AS (
    SELECT a.product_id AS one, b.product_id AS two, count(*) AS n
    FROM small a JOIN small b ON b.order_id = a.order_id AND b.product_id > a.product_id
    GROUP BY 1, 2 HAVING count(*) >= %(fewest)b::int
), directed AS (
    SELECT one AS product, two AS other, n FROM pairs UNION ALL SELECT two, one, n FROM pairs
), ranked AS (
    SELECT d.product, d.other, d.n, p.n AS of_product, o.n AS of_other, total.n AS of_all,
           d.n / sqrt(p.n::float * o.n) AS score,
           row_number() OVER (
               PARTITION BY d.product ORDER BY d.n / sqrt(p.n::float * o.n) DESC, d.other
           ) AS place
    FROM directed d JOIN each p ON p.product_id = d.product JOIN each o ON o.product_id = d.other, total
    WHERE d.n::float * total.n > p.n::float * o.n
)
INSERT INTO commerce_pairing AS known
    (workspace_id, product_id, other_id, baskets, of_product, of_other, of_all, score, state, counted_at)
SELECT %(workspace)b, product, other, n, of_product, of_other, of_all, score, 'proposed', %(now)b
FROM ranked WHERE place <= %(proposed)b::int
ON CONFLICT (workspace_id, product_id, other_id) DO UPDATE SET
    baskets = excluded.baskets, of_product = excluded.of_product, of_other = excluded.of_other,
    of_all = excluded.of_all, score = excluded.score, counted_at = excluded.counted_at
"""


@transaction.atomic
def set_product(*, product: Product, values: Mapping[str, Any], now: datetime) -> None:
    """Columns as a person says they are; they stay so until that person blanks them again.

    A stock is only the newest look at it. Raises Refused(goes_with_itself).
    """
    row = Product.objects.select_for_update().get(pk=product.pk)
    changed = {name: value for name, value in values.items() if value != getattr(row, name)}
    if not changed:
        return
    if changed.get("complement_id") == row.pk:
        raise Refused(GOES_WITH_ITSELF)
    kept = {name for name in row.by_hand if name not in changed}
    said = {name for name, value in changed.items() if value not in (None, "") and name != "stock"}
    if "stock" in changed:
        changed["stock_said_at"] = now if changed["stock"] is not None else None
    Product.objects.filter(pk=row.pk).update(**changed, by_hand=sorted(kept | said), updated_at=now)
    audit(action="product.changed", subject=str(row.public_id), now=now, data={"columns": sorted(changed)})


def count_pairs(*, now: datetime) -> int:
    """Counts which products are bought together; returns how many pairs wait for somebody's word.

    What nobody answered and the orders bear out no more is taken back.
    """
    given = {"workspace": current_workspace_id(), "now": now, "since": now - COUNTED_BACK}
    fetch(COUNT, given | {"most": MOST_GOODS, "fewest": FEWEST_BASKETS, "proposed": PROPOSED})
    proposed = Pairing.objects.filter(state=Pairing.State.PROPOSED)
    proposed.exclude(counted_at=now).delete()
    return proposed.count()


@transaction.atomic
def accept_pair(*, pairing: Pairing, reason: str, now: datetime) -> None:
    """It goes with the product from now on, with these words. Raises Refused(pair_decided)."""
    _decide(pairing, Pairing.State.ACCEPTED, now)
    set_product(
        product=pairing.product,
        values={"complement_id": pairing.other_id, "complement_reason": reason},
        now=now,
    )


@transaction.atomic
def decline_pair(*, pairing: Pairing, now: datetime) -> None:
    """It is not proposed again. Raises Refused(pair_decided)."""
    _decide(pairing, Pairing.State.DECLINED, now)


def _decide(pairing: Pairing, state: str, now: datetime) -> None:
    waiting = Pairing.objects.filter(pk=pairing.pk, state=Pairing.State.PROPOSED)
    decided = {"state": state, "decided_at": now, "decided_by_id": current_scope().user_id}
    if not waiting.update(**decided):
        raise Refused(PAIR_DECIDED)
    data = {"product": str(pairing.product.public_id), "other": str(pairing.other.public_id)}
    audit(action=f"pair.{state}", subject=data["product"], now=now, data=data)
