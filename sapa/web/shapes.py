"""What bodies and addresses of the API are made of: texts, moments, money and pages."""

import base64
import binascii
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Strict, StringConstraints

from sapa.domain.currencies import CURRENCIES
from sapa.web.cursors import Cursor, cursor_text, older_than, read_cursor
from sapa.web.errors import Refused, refusal

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)
NO_NUL = r"^[^\x00]*$"
MOST, USUAL = 200, 50
LARGEST = 10**15
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
UNLIKELY_MOMENT = refusal(
    "unlikely_moment", _("No such time can be kept: %(at)s."), _("Send a time between 1970 and 2200.")
)
UNKNOWN_CURRENCY = refusal(
    "unknown_currency",
    _("There is no currency named %(currency)s."),
    _("Send its three letters of ISO 4217, such as IDR."),
)
BAD_CURSOR = refusal(
    "bad_cursor", _("No page begins with this cursor."), _("Send `next` of the page before, as it stands.")
)


def _likely(at: datetime) -> datetime:
    if not EARLIEST.replace(tzinfo=None) <= at.replace(tzinfo=None) < LATEST.replace(tzinfo=None):
        raise Refused(UNLIKELY_MOMENT, at=at.isoformat())
    return at.astimezone(UTC)


def _number(value: Any) -> Any:
    """JSON's true is no number, and a text is none either."""
    if isinstance(value, bool | str):
        raise ValueError("not a number")
    return value


def _written_moment(value: Any) -> Any:
    """As text alone: whole numbers are seconds to some and milliseconds to others."""
    if not isinstance(value, str | datetime) or (
        isinstance(value, str) and value[10:11] not in ("T", "t", " ")
    ):
        raise ValueError("not a time")
    return value


def _known_currency(currency: str) -> str:
    if currency not in CURRENCIES:
        raise Refused(UNKNOWN_CURRENCY, currency=currency)
    return currency


Word = Annotated[str, StringConstraints(max_length=40, pattern=NO_NUL)]
Name = Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)]
Lines = Annotated[str, StringConstraints(max_length=500, pattern=NO_NUL)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[!-~]+$")]
Link = Annotated[str, StringConstraints(max_length=500, pattern=r"^(https?://[!-~]+)?$")]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_likely)]
Amount = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(_number)]
Pieces = Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_number)]
Stock = Annotated[int, Field(ge=0, le=1_000_000_000), BeforeValidator(_number)]
Days = Annotated[int, Field(ge=1, le=3650), BeforeValidator(_number)]
Flag = Annotated[bool, Strict()]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]


class Given(Schema):
    """A body: a field that is not declared is a mistake that is told, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Money(Given):
    """`amount` in the smallest unit of the currency: whole rupiah, cents of a dollar."""

    amount: Amount
    currency: Currency = "IDR"


class Paid(Schema):
    """Money as it is told."""

    amount: int
    currency: str


class Paging(Schema):
    """`cursor`: `next` of the page before; blank for the first."""

    cursor: str = Field("", max_length=200, pattern=r"^[A-Za-z0-9_-]*$")
    limit: int = Field(USUAL, ge=1, le=MOST)

    def place(self) -> Cursor | None:
        """Of the last row that was seen. Raises Refused(bad_cursor)."""
        if not self.cursor:
            return None
        try:
            text = base64.urlsafe_b64decode(self.cursor + "=" * (-len(self.cursor) % 4)).decode()
        except (binascii.Error, ValueError):
            text = ""
        found = read_cursor(text)
        if found is None or not 0 <= found[1] < 2**63:
            raise Refused(BAD_CURSOR)
        return found


class Page(Schema, Generic[T]):
    """`next` is the cursor of the page that follows; none after the last."""

    items: list[T]
    next: str | None = None


def written(cursor: Cursor | None) -> str | None:
    return base64.urlsafe_b64encode(cursor_text(cursor).encode()).decode().rstrip("=") if cursor else None


def page_of(items: Iterable[Any], following: Cursor | None) -> dict[str, Any]:
    """As `Page` tells it."""
    return {"items": list(items), "next": written(following)}


def newest_first(
    rows: "QuerySet[Row]", column: str, paging: Paging, shown: Callable[[list[Row]], Iterable[Any]]
) -> dict[str, Any]:
    """One page by (column, id), newest first: rows that come meanwhile neither repeat nor hide others."""
    if place := paging.place():
        rows = rows.filter(older_than(column, place))
    found = list(rows.order_by(f"-{column}", "-pk")[: paging.limit + 1])
    return _cut(found, paging, lambda row: getattr(row, column), shown)


def last_first(
    rows: "QuerySet[Row]", paging: Paging, shown: Callable[[list[Row]], Iterable[Any]]
) -> dict[str, Any]:
    """The same by id alone: what was written last comes first."""
    if place := paging.place():
        rows = rows.filter(pk__lt=place[1])
    return _cut(list(rows.order_by("-pk")[: paging.limit + 1]), paging, lambda _row: EARLIEST, shown)


def _cut(
    found: list[Row],
    paging: Paging,
    at: Callable[[Row], datetime],
    shown: Callable[[list[Row]], Iterable[Any]],
) -> dict[str, Any]:
    kept = found[: paging.limit]
    last = kept[-1] if len(found) > paging.limit else None
    return page_of(shown(kept), (at(last), last.pk) if last else None)
