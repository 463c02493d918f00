"""Products by what customers call them: words in any order, mistyped, cut short, some left out.

Names are kept in the process and read anew when any of them changes; price and stock are read each time.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

from sapa.assistant.flows import rows
from sapa.base.rows import fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Product as ProductRow
from sapa.domain.dialogue.likeness import Names, names_of
from sapa.domain.dialogue.records import Product

MOST_FOUND = 5
MOST_NAMES = 20_000
MOST_SHOPS = 20
STATE = """
SELECT count(*), coalesce(sum(hashtext(name)::bigint), 0)::text, coalesce(max(id), 0) FROM commerce_product
WHERE workspace_id = %(workspace)b
"""
State = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Kept:
    state: State
    names: Names


KEPT: "OrderedDict[int, Kept]" = OrderedDict()


def products_like(words: str, now: datetime) -> list[Product]:
    """The best first, at most five; empty when nothing is like it. Three statements at most."""
    ids = _names().like(words, most=MOST_FOUND)
    found = ProductRow.objects.in_bulk(ids) if ids else {}
    return [rows.product(found[pk], now) for pk in ids if pk in found]


def _names() -> Names:
    workspace = current_workspace_id()
    [state] = fetch(STATE, {"workspace": workspace})
    kept = KEPT.get(workspace)
    if kept is None or kept.state != state:
        told = ProductRow.objects.order_by("-updated_at").values_list("pk", "name")[:MOST_NAMES]
        kept = KEPT[workspace] = Kept(state, names_of(told))
    KEPT.move_to_end(workspace)
    while len(KEPT) > MOST_SHOPS:
        KEPT.popitem(last=False)
    return kept.names
