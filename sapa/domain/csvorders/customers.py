"""From a row to what it says about a customer."""

from dataclasses import dataclass
from datetime import datetime

from sapa.domain.csvorders import cells
from sapa.domain.csvorders.persons import RowPerson
from sapa.domain.csvorders.reader import RowFacts, TableReader
from sapa.domain.csvorders.rowcells import Note, RowRefusedError
from sapa.domain.csvorders.sheet import Row
from sapa.domain.orders.facts import Consent
from sapa.domain.phones import Phone


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """`said_at`: None where the file names no time; such a row fills blanks and outdoes nobody."""

    customer_id: str
    phone: Phone | None
    phone_raw: str
    name: str
    company: str
    email: str
    country: str
    province: str
    city: str
    postcode: str
    region: str
    segment: str
    promo_consent: Consent
    said_at: datetime | None

    @property
    def key(self) -> str:
        return self.customer_id or (self.phone.e164 if self.phone else self.email)


@dataclass(frozen=True, slots=True)
class RowCustomer(RowPerson):
    """One row of a file of customers."""

    def facts(self) -> tuple[CustomerFacts, tuple[Note, ...]]:
        self.refuse_nobody()
        company = self.text("company")
        facts = CustomerFacts(
            customer_id=self.text("customer_id"),
            phone=self.phone(),
            phone_raw=self.text("phone"),
            name=self.text("name"),
            company=company,
            email=self.email(),
            country=self.text("country")[:2].upper(),
            province=self.text("province"),
            city=self.text("city"),
            postcode=self.text("postcode"),
            region=self.text("region"),
            segment=self._segment(company),
            promo_consent=self.consent(),
            said_at=self.instant("said_at"),
        )
        return facts, self.notes()

    def _segment(self, company: str) -> str:
        told = self.word("segment", cells.SEGMENT_WORDS, "unknown_segment")
        return "b2b" if company and not self.values.get("segment") else told


class CustomerReader(TableReader[CustomerFacts]):
    """Customers, one of them in each row."""

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[CustomerFacts]:
        facts, notes = RowCustomer(values, self.mapping.constants, self.zone).facts()
        if self.now and facts.said_at and facts.said_at > self.now:
            raise RowRefusedError("future_date", "said_at", values["said_at"])
        line = self.seen_before(row, facts.key, "duplicate_customer", "phone")
        notes += (Note("same_row_again", str(line)),) if line else ()
        return RowFacts(row.line, row.cells, facts, notes, repeated=bool(line))
