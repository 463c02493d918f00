"""The questions of the benchmark: of each kind many different ones, each with what it must find."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from time import perf_counter

from sapa.base.rows import Row, fetch
from sapa.base.scope import current_workspace_id
from sapa.commerce.selectors import orders_called, parcels_called
from sapa.contacts.selectors import search
from sapa.domain.lookup import read_question
from sapa.lab.bench.words import LAST, SAID
from sapa.messaging.selectors import messages_saying

MOST = 8
FREQUENT = 12
SHORTEST = 100
PEOPLE = "SELECT id, name, phone FROM contacts_contact WHERE workspace_id = %s AND id = ANY(%s)"
ORDERS = "SELECT id, number FROM commerce_order WHERE workspace_id = %s AND id = ANY(%s)"
PARCELS = "SELECT id, tracking_number FROM commerce_shipment WHERE workspace_id = %s AND order_id = ANY(%s)"
HANDLES = """SELECT contact_id, value FROM contacts_identity
    WHERE workspace_id = %s AND contact_id = ANY(%s) AND kind = 'external'"""
MESSAGES = (
    "SELECT id, text FROM messaging_message WHERE workspace_id = %s AND id = ANY(%s) AND by <> 'system'"
)
RAW = "SELECT contact_id FROM contacts_identity WHERE workspace_id = %s AND kind = 'phone' AND value = %s"


@dataclass(frozen=True, slots=True)
class Question:
    """`group`: people, orders, parcels or said; `pk`: who must be among the answers, None when many answer."""

    text: str
    group: str
    pk: int | None = None


Kinds = Mapping[str, Sequence[Question]]


def questions(contacts: int, number: int, seed: int = 1) -> Kinds:
    dice = Random(seed)
    people = _rows(PEOPLE, dice, contacts, number)
    orders = _rows(ORDERS, dice, 2 * contacts, number)
    parcels = _rows(PARCELS, dice, 2 * contacts, 2 * number)
    handles, said = (
        _rows(HANDLES, dice, contacts, number),
        _rows(MESSAGES, dice, 3 * contacts, 2 * number),
    )
    return {
        "one name": [Question(name.split()[0].lower(), "people") for _pk, name, _phone in people],
        "two names": [
            Question(" ".join(name.lower().split()[::-1]), "people") for _pk, name, _phone in people
        ],
        "no such name": [Question(f"{word}qx", "people", 0) for word in _words(LAST, dice, number)],
        "phone": [Question(f"0{phone[3:6]}-{phone[6:]}", "people", pk) for pk, _name, phone in people],
        "last four digits": [Question(phone[-4:], "people") for _pk, _name, phone in people],
        "customer number": [Question(value.partition(":")[2], "people", pk) for pk, value in handles],
        "order": [Question(text.lower().replace("/", " "), "orders", pk) for pk, text in orders],
        "end of an order": [Question(text[-6:], "orders", pk) for pk, text in orders],
        "resi": [Question(text.lower(), "parcels", pk) for pk, text in parcels[:number]],
        "frequent word": [Question(dice.choice(SAID.split()[:FREQUENT]), "said") for _ in range(number)],
        "three words": [Question(" ".join(text.split()[2:5]), "said") for _pk, text in said[:number]],
        "rare word": [Question(text.split()[-1], "said", pk) for pk, text in said[:number] if pk >= SHORTEST],
    }


def _rows(sql: str, dice: Random, most: int, number: int) -> list[Row]:
    ids = dice.sample(range(1, most + 1), min(2 * number, most))
    return fetch(sql, [current_workspace_id(), ids])[:number]


def _words(listed: str, dice: Random, number: int) -> list[str]:
    return dice.choices(listed.split(), k=number)


def ask(question: Question) -> tuple[float, bool]:
    """Seconds for everything the page asks for, and whether the answer was right."""
    begun = perf_counter()
    asked = read_question(question.text)
    found = {
        "people": search(asked.text, MOST),
        "orders": orders_called(asked, MOST),
        "parcels": parcels_called(asked, MOST),
        "said": messages_saying(asked, MOST),
    }
    seconds = perf_counter() - begun
    ids = [row.pk for row in found[question.group]]  # type: ignore[attr-defined]
    if question.pk is None:
        return seconds, bool(ids)
    return seconds, question.pk in ids or len(ids) == MOST if question.pk else not ids


def look_up(phone: str) -> float:
    """Seconds of the barest statement that an index answers: the ceiling."""
    begun = perf_counter()
    fetch(RAW, [current_workspace_id(), phone])
    return perf_counter() - begun


def in_turn(kinds: Kinds) -> Iterator[tuple[str, Question]]:
    """One of each kind, and so round: what one of them left in memory helps no other of its kind alone."""
    longest = max(map(len, kinds.values()))
    for place in range(longest):
        for kind, asked in kinds.items():
            if place < len(asked):
                yield kind, asked[place]
