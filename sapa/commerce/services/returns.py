"""Goods on their way back: as shops tell it, and as the people of the shop take it step by step."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.base.media import HEAD, sniff
from sapa.base.scope import current_workspace_id
from sapa.commerce.models import Order, OrderLine, Return
from sapa.commerce.schemas import OWN, Told
from sapa.commerce.services.givingback import all_came_back, give_back
from sapa.commerce.services.statements import Kind, take
from sapa.contacts.services import lock
from sapa.domain.orders import OVER
from sapa.events.services import NewEvent, record
from sapa.web.errors import Refused, refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Status = Return.Status
RETURNS = Kind(
    "return",
    Return,
    {"requested": 0, "approved": 1, "rejected": 2, "received": 3, "refunded": 4, "replaced": 4},
)
NEXT: Mapping[str, tuple[str, ...]] = {
    Status.REQUESTED: (Status.APPROVED, Status.REJECTED),
    Status.APPROVED: (Status.RECEIVED,),
    Status.RECEIVED: (Status.REFUNDED, Status.REPLACED),
}
USUALLY_DONE_IN = timedelta(days=7)
SENT = frozenset({Order.Status.SHIPPED, Order.Status.DELIVERED, Order.Status.COMPLETED})
LONGEST_WORDS = 300
LARGEST_PHOTO = 10_000_000
PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
RETURN_STEP = refusal(
    "return_step",
    _("Return %(number)s is not at that step."),
    _("Load the page again: somebody has taken it further, or it is over."),
)
RETURN_ELSEWHERE = refusal(
    "return_elsewhere",
    _("Return %(number)s is decided in the shop that told of it."),
    _("Take the step there; it arrives here by itself."),
)
RETURN_NOT_SENT = refusal(
    "return_not_sent",
    _("Order %(number)s has not left yet, or is over."),
    _("Cancel it instead, or wait until the parcel is on its way."),
)
RETURN_GOODS = refusal(
    "return_goods",
    _("Nothing that can still be sent back was chosen."),
    _("Choose goods of this order, no more than were bought and are not on their way back already."),
)
RETURN_REASON = refusal("return_reason", _("A return needs a reason."), _("Write down why, in a few words."))
RETURN_PHOTO = refusal(
    "return_photo",
    _("This is no photo, or it is larger than 10 MB."),
    _("Choose a JPEG, PNG or WebP."),
)


class Goods(NamedTuple):
    """`product` None: the order names its goods only in words."""

    product: int | None
    name: str
    quantity: int = 1


@transaction.atomic
def apply_returns(*, told: Sequence[Told], source: str, now: datetime) -> list[Return]:
    """One return for each statement, in order; each status is recorded once."""
    steps = take(RETURNS, told, source=source, now=now)
    reached = [step for step in steps if step.counts]
    events = [step.event(f"return.{step.told.status}", step.told.status) for step in reached]
    record(events=events, now=now)
    return [step.row for step in steps]


def can_come_back(order: Order) -> bool:
    """A file may tell that it arrived and not when."""
    return order.status not in OVER and bool(order.shipped_at or order.delivered_at or order.status in SENT)


def returnable(order: Order) -> list[Goods]:
    """What of it is not on its way back already. Whoever refused, or was refused, may ask again."""
    bought = [
        Goods(line.product_id, line.product.name, line.quantity)
        for line in OrderLine.objects.filter(order=order).select_related("product").order_by("pk")
    ] or [Goods(None, order.goods, order.quantity)]
    rows = Return.objects.filter(order=order).exclude(status=Status.REJECTED)
    gone = [goods for row in rows for goods in row.goods]
    left = [one._replace(quantity=one.quantity - _count(one, gone)) for one in bought]
    return [one for one in left if one.quantity > 0]


@transaction.atomic
def request_return(
    *,
    order: Order,
    quantities: Mapping[int | None, int],
    reason: str,
    now: datetime,
    photo: "UploadedFile[bytes] | None" = None,
    expected_at: datetime | None = None,
) -> Return:
    """By an agent, the portal or the assistant. `quantities`: pieces by product, None for goods in words.

    `expected_at`: when it will be done, told to the customer; a week by default.
    Raises Refused(return_not_sent, return_goods, return_reason, return_photo).
    """
    lock(contact_ids=[order.contact_id])
    kept = Order.objects.select_for_update().get(pk=order.pk)
    if not can_come_back(kept):
        raise Refused(RETURN_NOT_SENT, number=kept.number)
    goods = _chosen(kept, quantities)
    if not reason.strip():
        raise Refused(RETURN_REASON)
    row = Return.objects.create(
        contact_id=kept.contact_id,
        order=kept,
        order_number=kept.external_id,
        source=OWN,
        external_id=str(uuid4()),
        number=f"{kept.number}-R{Return.objects.filter(order=kept).count() + 1}"[:120],
        goods=[one._asdict() for one in goods],
        reason=reason.strip()[:LONGEST_WORDS],
        photo=_kept(photo) if photo else "",
        expected_at=expected_at or now + USUALLY_DONE_IN,
        **dict.fromkeys(("status_at", "said_at", "recorded_at", "updated_at"), now),
    )
    _tell(row, now)
    return row


@transaction.atomic
def move_return(
    *,
    public_id: UUID,
    status: str,
    now: datetime,
    words: str = "",
    expected_at: datetime | None = None,
    amount: int | None = None,
) -> Return:
    """One step: requested → approved or rejected, approved → received, received → refunded or replaced.

    `words`: to a refusal why, else what comes next, both for the customer. `amount`: what the shop gave back by hand,
    in the smallest unit; by default all that is left of an order of which everything came back, else nothing.
    Raises Refused(return_step, return_elsewhere, return_reason, return_amount).
    """
    lock(contact_ids=list(Return.objects.filter(public_id=public_id).values_list("contact_id", flat=True)))
    row = Return.objects.select_for_update().get(public_id=public_id)
    if row.source != OWN:
        raise Refused(RETURN_ELSEWHERE, number=row.number or row.external_id)
    if status not in NEXT.get(row.status, ()):
        raise Refused(RETURN_STEP, number=row.number)
    if status == Status.REJECTED and not words.strip():
        raise Refused(RETURN_REASON)
    name = "answer" if status == Status.REJECTED else "step"
    setattr(row, name, words.strip()[:200])
    row.status, row.expected_at = status, expected_at or row.expected_at
    row.status_at = row.said_at = row.updated_at = now
    row.save()
    if status == Status.REFUNDED and row.order_id:
        give_back(row, amount, now=now, is_all=not returnable(row.order) and all_came_back(row.order_id))
    _tell(row, now)
    return row


def _chosen(order: Order, quantities: Mapping[int | None, int]) -> list[Goods]:
    left = {one.product: one for one in returnable(order)}
    wanted = {product: count for product, count in quantities.items() if count > 0}
    fits = all(product in left and count <= left[product].quantity for product, count in wanted.items())
    if not (wanted and fits):
        raise Refused(RETURN_GOODS)
    return [left[product]._replace(quantity=count) for product, count in wanted.items()]


def _kept(photo: "UploadedFile[bytes]") -> str:
    """Its name in storage, which tells nothing."""
    if (photo.size or 0) > LARGEST_PHOTO or sniff(photo.read(HEAD)) not in PHOTOS:
        raise Refused(RETURN_PHOTO)
    photo.seek(0)
    name = uuid4().hex
    return default_storage.save(f"{current_workspace_id()}/{name[:2]}/{name}", photo)


def _count(one: Goods, gone: Collection[Mapping[str, Any]]) -> int:
    return sum(goods["quantity"] for goods in gone if goods["product"] == one.product)


def _tell(row: Return, now: datetime) -> None:
    """What was said stays out of log and audit."""
    name, data = f"return.{row.status}", {"return": row.pk}
    key = f"{row.source}:return:{row.external_id}:{row.status}"
    record(events=[NewEvent(name, key, now, row.contact_id, row.order_id, data)], now=now)
    audit(action=name, subject=str(row.public_id), now=now, data=data)
