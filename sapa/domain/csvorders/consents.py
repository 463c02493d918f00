"""From a row to what somebody agreed to or refused, with when, how and the proof of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sapa.domain.csvorders import cells
from sapa.domain.csvorders.persons import RowPerson
from sapa.domain.csvorders.reader import RowFacts, TableReader
from sapa.domain.csvorders.rowcells import Note, RowRefusedError
from sapa.domain.csvorders.sheet import Row
from sapa.domain.phones import Phone

LONGEST_SOURCE = 40
PURPOSE_WORDS = {
    **dict.fromkeys(("promo", "promosi", "penawaran", "marketing", "iklan"), "promo"),
    **dict.fromkeys(("anytime", "kapan saja", "setiap saat", "24 jam"), "anytime"),
}
CHANNEL_WORDS = {
    **dict.fromkeys(("", "semua", "semua kanal", "di semua kanal", "all", "every channel"), ""),
    **dict.fromkeys(("whatsapp", "wa"), "whatsapp"),
    **dict.fromkeys(("email", "e mail", "surel"), "email"),
    "telegram": "telegram",
}


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """`obtained`: how it was told, such as `form`. `proof`: where that can be looked up.

    `channel`: blank for every one.
    """

    customer_id: str
    phone: Phone | None
    phone_raw: str
    name: str
    email: str
    purpose: str
    state: Literal["granted", "denied"]
    obtained: str
    proof: str
    at: datetime
    channel: str

    @property
    def key(self) -> str:
        who = self.phone.e164 if self.phone else self.email or self.customer_id
        return f"{who} {self.purpose} {self.channel} {self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class RowConsent(RowPerson):
    """One row of a file of consents. A refusal needs no proof."""

    def facts(self) -> ConsentFacts:
        self.refuse_nobody()
        state = cells.CONSENT_WORDS.get(cells.plain_word(self.text("state")), "unknown")
        if state == "unknown":
            raise RowRefusedError("unknown_consent", "state", self.text("state"))
        at, proof = self.instant("at"), self.text("proof")
        if at is None:
            raise RowRefusedError("missing_date", "at")
        if state == "granted" and not proof:
            raise RowRefusedError("missing_proof", "proof")
        return ConsentFacts(
            customer_id=self.text("customer_id"),
            phone=self.phone(),
            phone_raw=self.text("phone"),
            name=self.text("name"),
            email=self.email(),
            purpose=self.word("purpose", PURPOSE_WORDS, "unknown_purpose"),
            state=state,
            obtained=self._obtained(),
            proof=proof,
            at=at,
            channel=self.word("channel", CHANNEL_WORDS, "unknown_channel"),
        )

    def _obtained(self) -> str:
        told = self.text("obtained")
        if not told:
            raise RowRefusedError("missing_source", "obtained")
        if len(told) > LONGEST_SOURCE:
            raise RowRefusedError("cell_too_long", "obtained", told)
        return told


class ConsentReader(TableReader[ConsentFacts]):
    """Consents and refusals, one of them in each row."""

    def taken(self, row: Row, values: dict[str, str]) -> RowFacts[ConsentFacts]:
        facts = RowConsent(values, self.mapping.constants, self.zone).facts()
        if self.now and facts.at > self.now:
            raise RowRefusedError("future_date", "at", values["at"])
        line = self.seen_before(row, facts.key, "duplicate_consent", "at")
        notes = (Note("same_row_again", str(line)),) if line else ()
        return RowFacts(row.line, row.cells, facts, notes, repeated=bool(line))
