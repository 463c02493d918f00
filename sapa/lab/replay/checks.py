"""What must never happen, looked for in the phones' own record: nothing here asks the policy."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sapa.domain.orders import OrderFacts
from sapa.lab.replay.evidence import Purpose, Talk, by_phone, conversations, details_at
from sapa.lab.replay.hours import may_be_written_to

CHECKOUT = "checkout_belum_bayar"
PROMO = "promo"
FRESH = timedelta(hours=24)
ANSWERS = timedelta(hours=72)
STOP = re.compile(r"\s*(berhenti|stop|unsub)\b", re.IGNORECASE)
START = re.compile(r"\s*mulai\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Broken:
    """WhatsApp ids of the messages that should not have been sent; empty everywhere when all is well."""

    outside_hours: tuple[str, ...] = ()
    after_payment: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    after_stop: tuple[str, ...] = ()
    not_ours: tuple[str, ...] = ()

    def any(self) -> bool:
        return any((self.outside_hours, self.after_payment, self.twice, self.after_stop, self.not_ours))


def broken(
    record: Sequence[Talk], purposes: Mapping[str, Purpose], orders: Mapping[str, OrderFacts]
) -> Broken:
    """`record`: every message of the phones; `orders`: as the file tells them, by the shop's own number."""
    sent = [talk for talk in record if talk.out]
    nudges = [talk for talk in sent if purposes.get(talk.wamid, UNKNOWN).follow_up]
    talks = conversations(record)
    return Broken(
        outside_hours=_outside_hours(sent, purposes, orders, talks),
        after_payment=tuple(t.wamid for t in nudges if _is_paid(purposes[t.wamid], orders, t.at)),
        twice=_twice(nudges, purposes) + _repeated([talk.wamid for talk in record]),
        after_stop=tuple(t.wamid for t in nudges if _is_unwanted(t, talks[t.phone], purposes)),
        not_ours=tuple(talk.wamid for talk in sent if talk.wamid not in purposes),
    )


UNKNOWN = Purpose("")


def _outside_hours(
    sent: Sequence[Talk],
    purposes: Mapping[str, Purpose],
    orders: Mapping[str, OrderFacts],
    talks: Mapping[str, list[Talk]],
) -> tuple[str, ...]:
    """A reply may come at any hour within a day of the customer's own message."""
    customers = by_phone(orders.values())
    found = []
    for talk in sent:
        details = details_at(customers.get(talk.phone, ()), talk.at)
        purpose = purposes.get(talk.wamid, UNKNOWN)
        answers = purpose.klass == "reply" and _wrote_since(talks[talk.phone], talk.at - FRESH, talk.at)
        if not (answers or may_be_written_to(details, talk.phone, talk.at)):
            found.append(talk.wamid)
    return tuple(found)


def _wrote_since(talks: Sequence[Talk], since: datetime, until: datetime) -> bool:
    return any(not talk.out and since <= talk.at <= until for talk in talks)


def _is_paid(purpose: Purpose, orders: Mapping[str, OrderFacts], at: datetime) -> bool:
    order = orders.get(purpose.order)
    if purpose.recipe != CHECKOUT or order is None:
        return False
    return any(ended is not None and ended <= at for ended in (order.paid_at, order.cancelled_at))


def _twice(nudges: Sequence[Talk], purposes: Mapping[str, Purpose]) -> tuple[str, ...]:
    """The same follow-up, or the same step of a recipe about the same order to the same phone."""
    subjects = [(talk.phone, p.recipe, p.step, p.order) for talk in nudges if (p := purposes[talk.wamid])]
    follow_ups = [purposes[talk.wamid].follow_up for talk in nudges]
    counted, times = Counter(subjects), Counter(follow_ups)
    both = zip(nudges, subjects, follow_ups, strict=True)
    return tuple(talk.wamid for talk, subject, pk in both if counted[subject] > 1 or times[pk] > 1)


def _repeated(wamids: Sequence[str]) -> tuple[str, ...]:
    return tuple(wamid for wamid, count in Counter(wamids).items() if count > 1)


def _is_unwanted(nudge: Talk, talks: Sequence[Talk], purposes: Mapping[str, Purpose]) -> bool:
    """BERHENTI ends everything of this kind; said to an offer it ends the offers (`domain.md` §2.8)."""
    before = [talk for talk in talks if talk.at <= nudge.at and talk.wamid != nudge.wamid]
    wish = next((talk for talk in reversed(before) if not talk.out and is_wish(talk.text)), None)
    if wish is None or not STOP.match(wish.text):
        return False
    asked = [purposes[t.wamid].klass for t in before if t.out and t.at < wish.at and t.wamid in purposes]
    last = next((klass for klass in reversed(asked) if klass != "reply"), "")
    return last != PROMO or purposes[nudge.wamid].klass == PROMO


def is_wish(text: str) -> bool:
    return bool(STOP.match(text) or START.match(text))


def answered(record: Sequence[Talk], purposes: Mapping[str, Purpose]) -> list[str]:
    """Follow-ups after which the customer wrote within 72 hours and before the next one; wishes apart."""
    found = []
    for talks in conversations(record).values():
        nudges = [t for t in talks if t.out and purposes.get(t.wamid, UNKNOWN).follow_up]
        ends = [talk.at for talk in nudges[1:]] + [datetime.max.replace(tzinfo=talks[0].at.tzinfo)]
        for nudge, next_at in zip(nudges, ends, strict=True):
            until = min(next_at, nudge.at + ANSWERS)
            if any(not t.out and nudge.at < t.at <= until and not is_wish(t.text) for t in talks):
                found.append(nudge.wamid)
    return found
