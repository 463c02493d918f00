"""From a row to what it says about a product."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sapa.domain.csvorders.reader import RowFacts, TableReader
from sapa.domain.csvorders.rowcells import Note, RowCells
from sapa.domain.csvorders.sheet import Row

MOST_PIECES, MOST_DAYS = 999_999_999, 3650


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """`values`: columns of a product; what is left out says nothing. `complement` is another's sku."""

    sku: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowProduct(RowCells):
    """One row of a file of products."""

    def facts(self) -> ProductFacts:
        sku = self.needed("sku", "missing_sku")
        told = {
            "name": self.needed("name", "missing_name"),
            "stock": self.whole("stock", "bad_stock", 0, MOST_PIECES, None),
            "lifetime_days": self.whole("lifetime_days", "bad_lifetime", 1, MOST_DAYS, None),
            "warranty_days": self.whole("warranty_days", "bad_warranty", 1, MOST_DAYS, None),
            "link": self.web_address("link"),
            "guide_url": self.web_address("guide_url"),
            "complement": self.text("complement") if self.text("complement") != sku else "",
            "complement_reason": self.text("complement_reason"),
            "needs_care": self.yes("needs_care"),
            "is_digital": self.yes("is_digital"),
        } | self._price()
        return ProductFacts(sku, {name: value for name, value in told.items() if value not in (None, "")})

    def _price(self) -> dict[str, Any]:
        if not self.values.get("amount"):
            return {}
        price = self.money("amount")
        return {"amount": price.amount, "currency": price.currency}


class ProductReader(TableReader[ProductFacts]):
    """Products, one of them in each row."""

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[ProductFacts]:
        facts = RowProduct(values, self.mapping.constants, self.zone).facts()
        line = self.seen_before(row, facts.sku, "duplicate_product", "sku")
        notes = (Note("same_row_again", str(line)),) if line else ()
        return RowFacts(row.line, row.cells, facts, notes, repeated=bool(line))
