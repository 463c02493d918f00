"""Reviews that customers write for others: kept with their permission, shown when the shop approves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.commerce.models import OrderLine
from sapa.contacts.selectors import roots
from sapa.contacts.services import Proven, keep_consents, lock
from sapa.events.services import NewEvent, record
from sapa.feedback.models import Review
from sapa.journeys.models import Enrolment
from sapa.web.errors import Refused, refusal

PUBLISH = "publish"
LONGEST = 2000
STARS = range(1, 6)
REVIEW_STARS = refusal(
    "review_stars", _("A review needs one to five stars."), _("Choose how many stars, then send it again.")
)
REVIEW_NOT_ALLOWED = refusal(
    "review_not_allowed",
    _("The customer did not allow this review to be shown."),
    _("Leave it hidden; only what a customer allows may be shown."),
)


def shortened(name: str) -> str:
    """`Dewi S.`: the first name and the first letter of the last one; blank where there is no name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    if not words:
        return ""
    first = words[0][:30].capitalize() if words[0].islower() else words[0][:30]
    return f"{first} {words[-1][0].upper()}." if len(words) > 1 else first


def run_of(run_id: int) -> Enrolment | None:
    return Enrolment.objects.select_related("contact").filter(pk=run_id).first()


def review_of(run_id: int) -> Review | None:
    return Review.objects.filter(key=f"run:{run_id}").first()


@transaction.atomic
def give_review(
    *, run: Enrolment, stars: int, text: str, allowed: bool, named: bool, now: datetime
) -> Review:
    """Once for each time somebody asked; the same again changes nothing. `named`: with the shortened name.

    `review.given`, and what they allow as a consent with its proof. Raises Refused(review_stars).
    """
    if stars not in STARS:
        raise Refused(REVIEW_STARS)
    lock(contact_ids=[run.contact_id])
    told = {
        "shown_name": shortened(run.contact.name) if allowed and named else "",
        "allowed_at": now if allowed else None,
    }
    row, made = keep(run=run, stars=stars, text=text, now=now, told=told)
    if made:
        prove(row, "granted" if allowed else "denied", now)
    return row


def keep(
    *, run: Enrolment, stars: int | None, text: str, now: datetime, told: Mapping[str, Any] | None = None
) -> tuple[Review, bool]:
    """The review of that run, and whether it is new: then `review.given` is told."""
    about = {
        "contact_id": run.contact_id,
        "order_id": run.order_id,
        "product_id": run.refs.get("product") or _only_product(run.order_id),
        "stars": stars,
        "text": text.strip()[:LONGEST],
        "at": now,
    }
    row, made = Review.objects.get_or_create(key=f"run:{run.pk}", defaults={**about, **(told or {})})
    if made:
        record(events=[_given(row, now)], now=now)
    return row, made


def _only_product(order_id: int | None) -> int | None:
    lines = OrderLine.objects.filter(order_id=order_id) if order_id else OrderLine.objects.none()
    products = set(lines.values_list("product_id", flat=True)[:2])
    return products.pop() if len(products) == 1 else None


def _given(row: Review, now: datetime) -> NewEvent:
    data = {"review": row.pk, **({"score": row.stars} if row.stars else {})}
    return NewEvent("review.given", f"review:{row.pk}", now, row.contact_id, row.order_id, data)


def prove(row: Review, state: Literal["granted", "denied"], now: datetime, *, by: str = "") -> None:
    """What was asked for, how it will be shown and `by` which message are the proof; the words stay in the review."""
    how = "" if state == "denied" else "with a short name" if row.shown_name else "without a name"
    proof = " ".join(filter(None, (f"review {row.public_id}", how, by)))
    root = roots([row.contact_id])[row.contact_id]
    said = Proven(contact_id=root, purpose=PUBLISH, state=state, source="review", proof=proof, at=now)
    keep_consents(told=[said])


@transaction.atomic
def withdraw(*, review_id: int, now: datetime) -> Review:
    """The customer takes the permission back: at once it is shown nowhere. Held after its customer, as by replies."""
    lock(contact_ids=Review.objects.filter(pk=review_id).values_list("contact_id", flat=True))
    row = Review.objects.select_for_update(no_key=True).get(pk=review_id)
    if row.allowed_at is not None:
        row.allowed_at, row.shown_name = None, ""
        row.save(update_fields=["allowed_at", "shown_name"])
        prove(row, "denied", now)
    return row


@transaction.atomic
def decide(*, review: Review, shown: bool, by: int, now: datetime) -> Review:
    """Shown on the shop's block, or hidden. Raises Refused(review_not_allowed)."""
    row = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    if shown and row.allowed_at is None:
        raise Refused(REVIEW_NOT_ALLOWED)
    row.state = Review.State.SHOWN if shown else Review.State.HIDDEN
    row.decided_by_id, row.decided_at = by, now
    row.save(update_fields=["state", "decided_by_id", "decided_at"])
    subject = f"review:{row.public_id}"
    audit(action="review.decided", subject=subject, data={"state": row.state}, now=now)
    return row
