"""Orders of a marketplace's export: as many rows as an order has products, one after the other."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sapa.domain.csvorders.orders import RowOrder
from sapa.domain.csvorders.presets import PRESETS, Preset
from sapa.domain.csvorders.reader import OrderReader, RowError, RowFacts
from sapa.domain.csvorders.rowcells import Note, RowRefusedError
from sapa.domain.csvorders.sheet import Row
from sapa.domain.orders import OVER, Money, OrderFacts
from sapa.domain.orders.status import RANK

MOST_ROWS = 200
NUMBER = re.compile(r"\S*\d\S*")  # the row below the header that explains it has none
Read = list[tuple[Row, RowFacts[OrderFacts] | RowError]]


class MarketReader(OrderReader):
    """An order whose rows cannot all be used is refused as a whole, each row with its reason."""

    @property
    def preset(self) -> Preset:
        return PRESETS[self.mapping.preset]

    def __iter__(self) -> Iterator[RowFacts[OrderFacts] | RowError]:
        for rows in self._groups():
            yield from self._order(rows)

    def _groups(self) -> Iterator[list[Row]]:
        group: list[Row] = []
        for row in self.sheet.rows:
            if self._explains(row):
                continue
            if group and (self._number(row) != self._number(group[0]) or len(group) == MOST_ROWS):
                yield group
                group = []
            group.append(row)
        if group:
            yield group

    def _number(self, row: Row) -> str | int:
        place = self.places["order_id"]
        told = row.cells[place] if place < len(row.cells) and not row.problem else ""
        return told or row.line

    def _explains(self, row: Row) -> bool:
        number = self._number(row)
        return row.line == 2 and isinstance(number, str) and not NUMBER.fullmatch(number)

    def _order(self, rows: list[Row]) -> Iterator[RowFacts[OrderFacts] | RowError]:
        read = [(row, self.read(row)) for row in rows]
        if any(isinstance(told, RowError) for _, told in read):
            yield from self._refused(read)
            return
        good = [told for _, told in read if isinstance(told, RowFacts)]
        try:
            first = self._whole(rows, good)
        except RowRefusedError as error:
            yield from (self.refused(row, error) for row in rows)
            return
        yield first
        yield from (replace(told, facts=first.facts, notes=(), repeated=True) for told in good[1:])

    def _refused(self, read: Read) -> Iterator[RowError]:
        other = RowRefusedError("other_row_refused", "order_id")
        for row, told in read:
            yield told if isinstance(told, RowError) else self.refused(row, other)

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[OrderFacts]:
        prepared = self.preset.prepared(values)
        facts, notes = RowOrder(prepared, self.mapping.constants, self.zone, needs_phone=False).facts()
        self.refuse_future(facts)
        return RowFacts(row.line, row.cells, self.ended_by_now(facts), notes)

    def _whole(self, rows: list[Row], good: list[RowFacts[OrderFacts]]) -> RowFacts[OrderFacts]:
        facts = self._together([told.facts for told in good])
        content = Row(rows[0].line, tuple(cell for row in rows for cell in row.cells))
        repeats = self.seen_before(content, facts.external_id, "duplicate_order", "order_id")
        notes = (Note("same_row_again", str(repeats)),) if repeats else ()
        return replace(good[0], facts=facts, notes=good[0].notes + notes, repeated=bool(repeats))

    def _together(self, items: list[OrderFacts]) -> OrderFacts:
        """Products that were cancelled count only when all of them were."""
        live = [item for item in items if item.status not in OVER] or items
        furthest = max(live, key=lambda item: RANK.get(item.status, 0))
        goods = ", ".join(dict.fromkeys(item.goods for item in live))
        whole = replace(furthest, goods=goods[:300], quantity=sum(item.quantity for item in live))
        if not self.preset.sums:
            return whole
        total = sum(item.total.amount for item in live)
        shipping = sum(item.shipping.amount for item in live)
        currency = whole.total.currency
        return replace(whole, total=Money(total, currency), shipping=Money(shipping, currency))
