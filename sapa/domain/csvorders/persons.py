"""Whom a row names."""

import re
from dataclasses import dataclass

from sapa.domain.csvorders.rowcells import RowCells, RowRefusedError
from sapa.domain.phones import Phone, normalise

ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


@dataclass(frozen=True, slots=True)
class RowPerson(RowCells):
    """A row about one customer."""

    def refuse_nobody(self) -> None:
        if not any(self.values.get(name) for name in ("phone", "email", "customer_id")):
            raise RowRefusedError("missing_customer", "phone")

    def phone(self) -> Phone | None:
        raw = self.text("phone")
        if not raw:
            return None
        phone = normalise(raw, self.text("country"))
        if not phone.can_receive_chat:
            raise RowRefusedError(f"phone_{phone.reason or 'landline'}", "phone", raw)
        return phone

    def email(self) -> str:
        address = self.text("email")
        if address and not ADDRESS.fullmatch(address):
            raise RowRefusedError("bad_email", "email", address)
        return address
