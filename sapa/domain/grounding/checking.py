"""Everything that is wrong with a text before it goes to a customer."""

import re
from collections.abc import Collection, Iterable
from datetime import date

from sapa.domain.grounding.codes import digits_of, reference_of
from sapa.domain.grounding.draft import Draft, plain_line
from sapa.domain.grounding.evidence import REFUNDED
from sapa.domain.grounding.facts import Fact, facts_of, widened
from sapa.domain.grounding.manner import table, too_long, two_questions, wrong_language
from sapa.domain.grounding.promises import false_promise

CODES = (
    *("ungrounded_fact", "false_promise", "other_customer"),
    *("too_long", "two_questions", "table", "wrong_language"),
)
FEWEST_OF_A_NAME = 3
OURS = re.compile(
    r"\b(?:nomor|no|rekening|rek|telepon|telp|wa|whatsapp|situs|website|web|link|tautan|e-?mail|hotline)(?:nya)?\s(?:\w+\s)?"
    r"(?:cs|resmi|kami|toko|layanan|admin)\b|\b(?:hubungi|telepon|transfer\s(?:ke|to)|bayar\ske|call|pay\s(?:to|into|at))\b"
    r"|\b(?:our|official|customer\s(?:service|care)|support)\s(?:\w+\s)?(?:number|line|account|website|site|link|e-?mail)\b",
    re.IGNORECASE,
)
PRICE = re.compile(
    r"\b(?:harga\w*|seharga|price\w*|costs?|(?:sudah|telah)\s(?:kami\s)?(?:di)?terima|lunas|received|refund\w*|dikembalikan)\b",
    re.IGNORECASE,
)
DENIED = re.compile(r"\b(?:tidak|belum|bukan|tak|not|no|cannot|yet|(?:ca|is|wo|has)n['’]t)\b", re.IGNORECASE)
HANDLES = frozenset(("digits", "link", "email"))
AMOUNTS = frozenset(("money", "number"))


def breaches(
    text: str,
    *,
    evidence: frozenset[Fact],
    quoted: Iterable[str],
    others: Collection[str],
    language: str,
    promises_allowed: bool = False,
    said: Iterable[str] = (),
    today: date | None = None,
) -> tuple[str, ...]:
    """Codes of `CODES` in their order; empty when the text may go out.

    `evidence`: of `evidence_of`; `quoted`: texts of the shop that may be cited whole (articles, settings); `said`:
    the customer's own words, which may be repeated but promise nothing and are no number or price of the shop;
    `others`: names, numbers and references of other customers; `language`: id or en; `promises_allowed`: a hand-off
    or a ticket stands behind what is said of people; `today`: what «besok» means.
    """
    sources = tuple(quoted)
    draft = Draft(text, sources)
    known = evidence | _known(sources, today)
    found = {
        "ungrounded_fact": lambda: _ungrounded(draft, known, _known(said, today), today),
        "false_promise": lambda: false_promise(draft, people=promises_allowed, refunded=REFUNDED in evidence),
        "other_customer": lambda: _names_another(draft, others, "\n".join([*sources, *said])),
        "too_long": lambda: too_long(text),
        "two_questions": lambda: two_questions(draft),
        "table": lambda: table(draft),
        "wrong_language": lambda: wrong_language(draft, language),
    }
    return tuple(code for code in CODES if found[code]())


def _known(texts: Iterable[str], today: date | None) -> frozenset[Fact]:
    return frozenset(fact for one in texts for fact in widened(facts_of(one, today=today)))


def _ungrounded(draft: Draft, known: frozenset[Fact], said: frozenset[Fact], today: date | None) -> bool:
    unknown = facts_of(draft.text, today=today) - known
    return not unknown <= said or (bool(unknown) and _given_as_ours(draft, unknown, today))


def _given_as_ours(draft: Draft, only_said: frozenset[Fact], today: date | None) -> bool:
    """A number of the customer's becomes the shop's telephone, their offer its price, their claim its receipt."""
    return any(
        (OURS.search(sentence) and _holds(sentence, only_said, HANDLES, today))
        or (
            PRICE.search(sentence)
            and not DENIED.search(sentence)
            and _holds(sentence, only_said, AMOUNTS, today)
        )
        for sentence in draft.own
    )


def _holds(sentence: str, facts: frozenset[Fact], kinds: frozenset[str], today: date | None) -> bool:
    return any(fact.kind in kinds for fact in facts_of(sentence, today=today) & facts)


def _names_another(draft: Draft, others: Collection[str], told: str) -> bool:
    """What the customer named themselves may be repeated."""
    if not others:
        return False
    text, known = f" {plain_line(draft.text)} ", f" {plain_line(told)} "
    numbers, known_numbers = _handles(draft.text), _handles(told)
    return any(
        (_stands_in(other, text) and not _stands_in(other, known))
        or (_handle(other) in numbers and _handle(other) not in known_numbers)
        for other in others
    )


def _stands_in(other: str, line: str) -> bool:
    name = plain_line(other)
    return len(name) >= FEWEST_OF_A_NAME and f" {name} " in line


def _handles(text: str) -> set[str]:
    return {fact.value for fact in facts_of(text) if fact.kind in ("digits", "reference", "email")}


def _handle(other: str) -> str:
    if "@" in other:
        return other.strip().lower()
    return reference_of(other) if any(sign.isalpha() for sign in other) else digits_of(other)
