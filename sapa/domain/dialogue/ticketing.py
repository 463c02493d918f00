"""A ticket for people: never a second one for the same, and only its number and their answering time are told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sapa.domain.dialogue.handing import hands_over, when_people_answer
from sapa.domain.dialogue.moving import answers, opens
from sapa.domain.dialogue.records import OpenTicket, Order
from sapa.domain.dialogue.speaking import Text, say
from sapa.domain.dialogue.types import Move, TicketWish, Turn

KNOWN = Text(
    "Untuk {about} sudah ada tiket {number} di tim kami, jadi tidak perlu lapor ulang. {people} Tambahan keterangan "
    "atau foto boleh ditulis di sini.",
    "There already is a ticket for {about}, {number}, with our team, so there is no need to report it again. {people} "
    "Anything to add can be written here.",
)
THIS_PROBLEM = Text("masalah ini", "this")
ORDER = Text("pesanan {number}", "order {number}")


@dataclass(frozen=True, slots=True)
class Report:
    """What a ticket is opened with. `summary`: one sentence in the words of the shop's people."""

    kind: str
    summary: str
    slots: dict[str, str]
    order: Order | None = None
    item: str = ""
    priority: int = 0

    @property
    def number(self) -> str:
        return self.order.number if self.order else ""

    def wish(self) -> TicketWish:
        order_id = self.order.id if self.order else None
        return TicketWish(self.kind, self.summary, self.slots, order_id, self.priority)


def opens_ticket(turn: Turn, report: Report, text: str, *, cites: Sequence[str] = ()) -> Move:
    """`text` says what was noted and holds `{ticket}`; when people answer stands behind it."""
    said = f"{text} {when_people_answer(turn)}"
    return opens(turn, said, report.wish(), order=report.number, product=report.item, cites=tuple(cites))


def open_ticket(turn: Turn, kind: str, order: Order | None) -> OpenTicket | None:
    """One that people are at already: of the same kind, about the same order."""
    number = order.number if order else ""
    same = (one for one in turn.tools.get_tickets() if one.kind == kind and one.order_number == number)
    return next(same, None)


def known_already(turn: Turn, kind: str, order: Order | None) -> Move | None:
    """Tells of the open ticket instead of collecting for a second one; whoever insists gets a person."""
    ticket = open_ticket(turn, kind, order) if turn.talk.turns == 0 else None
    if ticket is None:
        return None
    code = f"known_ticket:{ticket.number}"
    if code in turn.talk.told:
        return hands_over(
            turn, "asked_by_flow", f"Menanyakan lagi tiket {ticket.number}: {turn.said.text}"[:300]
        )
    about = say(turn, ORDER, number=order.number) if order else say(turn, THIS_PROBLEM)
    text = say(turn, KNOWN, about=about, number=ticket.number, people=when_people_answer(turn))
    return answers(turn, text, code=code, order=order.number if order else "")
