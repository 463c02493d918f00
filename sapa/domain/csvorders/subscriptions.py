"""From a row to what it says about a subscription."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sapa.domain.csvorders.persons import RowPerson
from sapa.domain.csvorders.reader import RowFacts, TableReader
from sapa.domain.csvorders.rowcells import Note, RowRefusedError
from sapa.domain.csvorders.sheet import Row
from sapa.domain.phones import Phone
from sapa.domain.subjects import SUBSCRIPTION_STATUSES

SUBSCRIPTION_WORDS = {status: status for status in SUBSCRIPTION_STATUSES} | {
    word: status
    for status, words in {
        "active": "aktif, trial, renewed, diperpanjang",
        "grace": "masa tenggang, past due",
        "cancelled": "canceled, batal, berhenti, dibatalkan",
        "ended": "expired, berakhir, selesai",
    }.items()
    for word in words.split(", ")
}
TIMES = ("started_at", "period_start", "period_end", "grace_end")


@dataclass(frozen=True, slots=True)
class SubscriptionFacts:
    """`values`: columns of a subscription; blanks say nothing. `status` is blank where the file has none.

    `status_at`: since when it is so, where the file says.
    """

    subscription_id: str
    customer_id: str
    phone: Phone | None
    phone_raw: str
    name: str
    email: str
    status: str
    status_at: datetime | None
    period_end: datetime
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RowSubscription(RowPerson):
    """One row of a file of subscriptions."""

    def facts(self) -> SubscriptionFacts:
        self.refuse_nobody()
        times = {name: self.instant(name) for name in TIMES}
        ends, begins = times["period_end"], times["period_start"]
        if ends is None:
            raise RowRefusedError("missing_period_end", "period_end")
        if begins and begins > ends:
            raise RowRefusedError("ends_before_start", "period_end", self.text("period_end"))
        plan, renews = self.needed("plan", "missing_plan"), self.yes("auto_renew")
        return SubscriptionFacts(
            subscription_id=self.needed("subscription_id", "missing_subscription"),
            customer_id=self.text("customer_id"),
            phone=self.phone(),
            phone_raw=self.text("phone"),
            name=self.text("name"),
            email=self.email(),
            status=self._status(),
            status_at=self.instant("status_at"),
            period_end=ends,
            values={**times, "plan": plan, "auto_renew": renews, "link": self.web_address("link")},
        )

    def _status(self) -> str:
        told = self.text("status")
        return self.word("status", SUBSCRIPTION_WORDS, "unknown_subscription_status") if told else ""


class SubscriptionReader(TableReader[SubscriptionFacts]):
    """Subscriptions, one of them in each row."""

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[SubscriptionFacts]:
        facts = RowSubscription(values, self.mapping.constants, self.zone).facts()
        if self.now and facts.status_at and facts.status_at > self.now:
            raise RowRefusedError("future_date", "status_at", values["status_at"])
        line = self.seen_before(row, facts.subscription_id, "duplicate_subscription", "subscription_id")
        notes = (Note("same_row_again", str(line)),) if line else ()
        return RowFacts(row.line, row.cells, facts, notes, repeated=bool(line))
