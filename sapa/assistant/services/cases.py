"""Cases of the test bench: kept with what should come of them, run again after something has changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit
from sapa.assistant.models import BenchCase, Correction
from sapa.assistant.selectors.articles import shelf, standing
from sapa.assistant.services.bench import Played, play
from sapa.base.scope import current_scope
from sapa.domain.understanding.types import INTENTS
from sapa.web.errors import Refused, refusal

MOST_CASES = 60
A_PAGE = 8.0  # seconds that somebody waits for a page

WITHOUT_WISH = refusal(
    "bench_case_without_wish",
    _("A wrong answer is kept with what would have been right."),
    _("Choose what was meant, the right article, or whether people should have it."),
)
UNKNOWN_WISH = refusal(
    "bench_case_unknown_wish",
    _("What was chosen is not there any more."),
    _("Load the page again and choose anew."),
)
TOO_MANY = refusal(
    "bench_too_many_cases",
    _("A shop keeps at most %(most)s cases."),
    _("Take away those that say the same."),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What should come of the last message; what is left open is not looked at."""

    right: bool
    intent: str = ""
    article: str = ""
    to_person: bool | None = None


@dataclass(frozen=True, slots=True)
class Ran:
    """How many cases ran, came to what they should, came to something else than the last time, and are left."""

    cases: int = 0
    passed: int = 0
    changed: int = 0
    left: int = 0


def keep_case(*, said: Sequence[str], contact_id: int | None, wish: Wish, now: datetime) -> BenchCase:
    """What is right as it is becomes the wish. Raises Refused with a code of this file or of the bench."""
    if BenchCase.objects.count() >= MOST_CASES:
        raise Refused(TOO_MANY, most=MOST_CASES)
    played = play(said=said, contact_id=contact_id, now=now)[-1]
    wanted = _seen(played) if wish.right else _checked(wish)
    result = _result(played)
    row = BenchCase.objects.create(
        said=[one.strip() for one in said],
        contact_id=contact_id,
        right=wish.right,
        intent=wanted.intent,
        article=wanted.article,
        to_person=wanted.to_person,
        created_at=now,
        author_id=current_scope().user_id,
        result=result,
        passed=_fits(wanted, result),
        ran_at=now,
        ran_with=edition_now(),
    )
    audit(action="bench.case_kept", subject=str(row.public_id), now=now)
    return row


def remove_case(*, case: BenchCase, now: datetime) -> None:
    audit(action="bench.case_removed", subject=str(case.public_id), now=now)
    case.delete()


@transaction.atomic
def run_cases(*, now: datetime, seconds: float = A_PAGE) -> Ran:
    """Each by itself, those first that wait longest; a customer who is gone fails the case.

    After `seconds` the rest is left for another call.
    """
    edition, began = edition_now(), monotonic()
    waiting = list(BenchCase.objects.order_by(F("ran_at").asc(nulls_first=True), "pk"))
    rows: list[BenchCase] = []
    for row in waiting:
        if rows and monotonic() - began > seconds:
            break
        rows.append(row)
        row.before, row.result = row.result, _run(row, now)
        row.passed = _fits(Wish(row.right, row.intent, row.article, row.to_person), row.result)
        row.ran_at, row.ran_with = now, edition
    BenchCase.objects.bulk_update(rows, ["before", "result", "passed", "ran_at", "ran_with"])
    passed, changed = sum(bool(row.passed) for row in rows), sum(is_changed(row) for row in rows)
    return Ran(len(rows), passed, changed, len(waiting) - len(rows))


def is_changed(row: BenchCase) -> bool:
    """Whether it came to something else than the time before; another wording alone is none."""
    return bool(row.before) and _codes(row.before) != _codes(row.result)


def edition_now() -> str:
    """Another one after every change of articles, settings and corrections: what ran with an older one is worth
    running."""
    row, taught = shelf(), Correction.objects.aggregate(last=Max("changed_at"))["last"]
    return f"{row.edition if row else '-'}:{settings_in_force()[0]}:{taught.isoformat() if taught else '-'}"


def _run(row: BenchCase, now: datetime) -> dict[str, Any]:
    try:
        return _result(play(said=row.said, contact_id=row.contact_id, now=now)[-1])
    except Refused as refused:
        return {"failed": refused.code}


def _result(played: Played) -> dict[str, Any]:
    return {
        "intent": played.intent,
        "outcome": played.outcome,
        "cites": played.cites,
        "to_person": played.to_person,
        "reply": played.reply,
    }


def _codes(result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name != "reply"}


def _seen(played: Played) -> Wish:
    return Wish(True, played.intent, next(iter(played.cites), ""), played.to_person)


def _checked(wish: Wish) -> Wish:
    if not wish.intent and not wish.article and wish.to_person is None:
        raise Refused(WITHOUT_WISH)
    known = not wish.intent or wish.intent in INTENTS
    if not known or (wish.article and not standing().filter(code=wish.article).exists()):
        raise Refused(UNKNOWN_WISH)
    return wish


def _fits(wish: Wish, result: dict[str, Any]) -> bool:
    if "failed" in result:
        return False
    asked = (
        not wish.intent or wish.intent == result["intent"],
        not wish.article or wish.article in result["cites"],
        wish.to_person is None or wish.to_person == result["to_person"],
    )
    return all(asked)
