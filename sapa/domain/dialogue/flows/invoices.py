"""Invoices: the document by its link, or its number and state with people asked to send it."""

import re
from collections.abc import Sequence

from sapa.domain.dialogue.choosing import asks_which, choose_order, name_of, none_found
from sapa.domain.dialogue.collecting import own_words, ticket_slots
from sapa.domain.dialogue.moving import answers
from sapa.domain.dialogue.parcels import at_time, when
from sapa.domain.dialogue.policies import answers_by, rule_for
from sapa.domain.dialogue.records import Invoice, Order
from sapa.domain.dialogue.speaking import Text, joined, money, numbered, say
from sapa.domain.dialogue.ticketing import Report, open_ticket, opens_ticket
from sapa.domain.dialogue.types import Move, Turn
from sapa.domain.understanding.normalising import normalise

MOST_INVOICES = 3
TAX = re.compile(r"\b(?:faktur pajak|e-?faktur|npwp|ppn|nik|tax (?:invoice|id)|vat|pajak)(?:nya|ku|e)?\b")
TAX_NUMBER = re.compile(r"(?<!\d)\d{2}\.?\d{3}\.?\d{3}\.?\d-?\d{3}\.?\d{3,4}(?!\d)")
CHANGES = re.compile(
    r"\b(?:ganti|ubah|rubah|revisi|koreksi|perbaik\w*|salah|atas nama|a\.?n\.?|nama (?:pt|cv"
    r"|perusahaan|kantor)"
    r"|stempel|cap|materai|meterai|tanda tangan|ttd|change|correct|wrong|stamp\w*|signed|company name)\b"
)
WHICH = Text("Invoice untuk pesanan yang mana, {address}?", "The invoice of which order, {address}?")
WITH_LINK = Text(
    "Ini invoice {number} untuk pesanan {what}, {amount}, {state}: {link}",
    "Here is invoice {number} of order {what}, {amount}, {state}: {link}",
)
WITHOUT_LINK = Text(
    "Invoice pesanan {what} bernomor {number}, {amount}, {state}.",
    "The invoice of order {what} is {number}, {amount}, {state}.",
)
STATES = {
    "open": Text("belum dibayar", "not paid yet"),
    "paid": Text("lunas", "paid"),
    "disputed": Text("sedang dipersoalkan", "disputed"),
    "cancelled": Text("dibatalkan", "cancelled"),
}
PAID_ON = Text("lunas {day}", "paid {day}")
DUE_ON = Text("belum dibayar, jatuh tempo {day}", "not paid yet, due {day}")
RECORDED = Text("tercatat", "on record")
NO_INVOICE = Text(
    "Untuk pesanan {what} belum ada invoice yang tercatat.",
    "There is no invoice on record yet for order {what}.",
)
ASKED_FOR = Text(
    "Dokumennya saya mintakan ke tim kami dengan nomor {ticket}.",
    "I have asked our team for the document as {ticket}.",
)
ASKED_ALREADY = Text(
    "Permintaan dokumennya sudah tercatat di tim kami dengan nomor {number}.",
    "Our team already has the request for the document on record as {number}.",
)
PASSED_ON = Text(
    "Permintaannya saya catat untuk tim kami dengan nomor {ticket}.",
    "I have noted this for our team as {ticket}.",
)


def invoice_request(turn: Turn) -> Move:
    """The link where there is one, else number and state and a ticket; tax invoices by the articles, then by people."""
    said = normalise(turn.said.text)
    if TAX.search(said) and not TAX_NUMBER.search(said) and (rule := rule_for(turn)):
        return answers_by(turn, rule, code="invoice_rule")
    choice = choose_order(turn, has_bill)
    if choice.each:
        return of_each(turn, choice.among[:MOST_INVOICES])
    if choice.among:
        return asks_which(turn, "invoice_request", choice, lead=WHICH)
    order = choice.order or (None if choice.unknown else choice.newest)
    if order is None:
        return none_found(turn, "invoice_request", choice)
    if TAX.search(said) or CHANGES.search(said):
        return wanted(turn, order, told_of(turn, order), PASSED_ON)
    if has_links(turn, order):
        return answers(turn, told_of(turn, order), code=f"invoice:{order.number}", order=order.number)
    return wanted(turn, order, told_of(turn, order), ASKED_FOR)


def of_each(turn: Turn, orders: Sequence[Order]) -> Move:
    """Several named: all are told, and people asked once for whatever has no link."""
    told = joined(*(told_of(turn, one) for one in orders))
    missing = [one for one in orders if not has_links(turn, one)]
    if not missing:
        return answers(turn, told, code=f"invoice:{orders[0].number}", order=orders[0].number)
    numbers = ", ".join(one.number for one in missing)
    slots = {**ticket_slots(turn, ("email", "name"), order=None), "order_id": numbers}
    report = Report("other", f"Minta invoice pesanan {numbers}: {own_words(turn)}"[:300], slots, missing[0])
    return opens_ticket(turn, report, joined(told, say(turn, ASKED_FOR)))


def has_links(turn: Turn, order: Order) -> bool:
    bills = turn.tools.get_invoice(order)
    return bool(bills) and all(one.link for one in bills)


def has_bill(order: Order) -> bool:
    return order.status not in ("cancelled", "expired", "failed")


def told_of(turn: Turn, order: Order) -> str:
    """Every invoice of the order with its state."""
    what = name_of(order, turn.talk.language)
    bills = turn.tools.get_invoice(order)[:MOST_INVOICES]
    if not bills:
        return say(turn, NO_INVOICE, what=what)
    lines = [one_told(turn, bill, what) for bill in bills]
    return lines[0] if len(lines) == 1 else numbered(lines)


def one_told(turn: Turn, bill: Invoice, what: str) -> str:
    text = WITH_LINK if bill.link else WITHOUT_LINK
    amount = money(bill.amount, bill.currency, turn.talk.language)
    return say(
        turn,
        text,
        number=bill.number or "-",
        what=what,
        amount=amount,
        state=state_of_bill(turn, bill),
        link=bill.link,
    )


def state_of_bill(turn: Turn, bill: Invoice) -> str:
    if bill.status == "paid" and bill.paid_at:
        return say(turn, PAID_ON, day=when(turn, bill.paid_at))
    if bill.status == "open" and bill.due_at:
        return say(turn, DUE_ON, day=at_time(turn, bill.due_at))
    return say(turn, STATES.get(bill.status, RECORDED))


def wanted(turn: Turn, order: Order, told: str, text: Text) -> Move:
    """A ticket that people send or change the document; one that is open already is named instead."""
    if ticket := open_ticket(turn, "other", order):
        return answers(
            turn,
            joined(told, say(turn, ASKED_ALREADY, number=ticket.number)),
            code=f"invoice:{order.number}",
            order=order.number,
        )
    slots = ticket_slots(turn, ("email", "name", "amount"), order=order)
    report = Report("other", f"Minta invoice pesanan {name_of(order)}: {own_words(turn)}"[:300], slots, order)
    return opens_ticket(turn, report, joined(told, say(turn, text)))
