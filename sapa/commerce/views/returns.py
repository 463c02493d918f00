"""Returns: the list with its steps, one of them, asking for one, and its photo."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.selectors import workspace
from sapa.base.clock import business_now
from sapa.base.media import HEAD, file_response, linked, readable, sniff
from sapa.base.permissions import Capability, requires
from sapa.base.scope import current_workspace_id
from sapa.commerce import services
from sapa.commerce.forms import ReturnForm, StepForm
from sapa.commerce.models import Order, Return
from sapa.commerce.schemas import OWN
from sapa.commerce.selectors import order_by_public_id
from sapa.commerce.selectors.returns import page_of_returns, return_by_public_id, returns
from sapa.commerce.services.givingback import held
from sapa.commerce.services.returns import NEXT, USUALLY_DONE_IN
from sapa.web.cursors import cursor_text, read_cursor
from sapa.web.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PAGE = 30
LAST_MINUTE = time(23, 59)


class Step(NamedTuple):
    """One button. `needs_words`: it is taken on the return's own page."""

    status: str
    label: "StrOrPromise"
    icon: str
    kind: str = "primary"
    needs_words: bool = False


STEPS = {
    step.status: step
    for step in (
        Step("approved", gettext_lazy("Approve"), "check"),
        Step("rejected", gettext_lazy("Refuse"), "x", "", needs_words=True),
        Step("received", gettext_lazy("Goods are here"), "package-check"),
        Step("refunded", gettext_lazy("Money sent back"), "banknote", needs_words=True),
        Step("replaced", gettext_lazy("Replacement sent"), "refresh-cw", ""),
    )
}


@require_GET
@requires(Capability.ORDERS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("status", "")
    status = status if status in ("all", *Return.Status.values) else ""
    before = read_cursor(request.GET.get("sebelum", ""))
    found = page_of_returns(returns(status=status), before=before, limit=PAGE + 1)
    context = {
        "returns": [_row(one) for one in found[:PAGE]],
        "tabs": [_tab(status, *tab) for tab in (("", _("Waiting for a step")), ("all", _("All")))],
        "older": _older(found, status),
        "newer": reverse("commerce:returns") if before else "",
    }
    return render(request, "commerce/returns.html", context)


@require_GET
@requires(Capability.ORDERS_VIEW)
def shown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, return_by_public_id(public_id), StepForm())


@require_http_methods(["GET", "POST"])
@requires(Capability.ORDERS_CHANGE)
def asked(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The customer tells an agent what comes back."""
    chosen = order_by_public_id(public_id)
    left = services.returnable(chosen)
    day = (business_now() + USUALLY_DONE_IN).astimezone(_zone()).date()
    form = ReturnForm(request.POST or None, request.FILES or None, goods=left, day=day)
    if request.method == "POST" and form.is_valid() and (row := _ask(form, chosen)):
        messages.success(request, _("Noted; the customer is told as «Return status» says."))
        return redirect("commerce:return", row.public_id)
    context = {"order": chosen, "form": form, "left": left}
    return render(request, "commerce/return_request.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Capability.ORDERS_CHANGE)
def step(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row, form = return_by_public_id(public_id), StepForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    services.move_return(
        public_id=public_id,
        status=form.cleaned_data["ke"],
        words=form.cleaned_data["kata"],
        expected_at=_end_of(form.cleaned_data["selesai"]),
        amount=form.cleaned_data["jumlah"],
        now=business_now(),
    )
    messages.success(request, _("Noted; the customer is told as «Return status» says."))
    return (
        redirect("commerce:returns") if "daftar" in request.POST else redirect("commerce:return", public_id)
    )


@require_GET
@requires(Capability.ORDERS_VIEW)
def photo(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """404 also for a link whose time has passed: the page that shows it makes a new one."""
    given = {"until": request.GET.get("sampai", ""), "signature": request.GET.get("tanda", "")}
    row = return_by_public_id(public_id)
    if not (row.photo and readable(request.path, workspace_id=current_workspace_id(), **given)):
        raise Http404
    try:
        file = default_storage.open(row.photo, "rb")
    except FileNotFoundError:
        raise Http404 from None
    kind = sniff(file.read(HEAD))
    return file_response(request, cast(Any, file), size=file.size, kind=kind, filename=row.number)


def _ask(form: ReturnForm, order: Order) -> Return | None:
    given = form.cleaned_data
    try:
        return services.request_return(
            order=order,
            quantities=form.quantities,
            reason=given["alasan"],
            photo=given["foto"],
            expected_at=_end_of(given["selesai"]),
            now=business_now(),
        )
    except Refused as no:
        form.add_error(None, f"{no.sentence} {no.remedy}")
        return None


def _zone() -> ZoneInfo:
    return ZoneInfo(workspace().timezone)


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, LAST_MINUTE, _zone()) if day else None


def _page(request: HttpRequest, row: Return, form: StepForm) -> HttpResponse:
    path = reverse("commerce:return_photo", args=[row.public_id])
    context = {
        "one": _row(row),
        "form": form,
        "held": held(row.order) if row.order and row.status == Return.Status.RECEIVED else 0,
        "photo": linked(path, workspace_id=current_workspace_id()) if row.photo else "",
    }
    return render(request, "commerce/return.html", context, status=422 if form.errors else 200)


def _row(row: Return) -> dict[str, Any]:
    """`steps`: those that may be taken here; none of a return that another shop decides."""
    own = row.source == OWN
    return {"row": row, "own": own, "steps": [STEPS[status] for status in NEXT.get(row.status, ()) if own]}


def _tab(chosen: str, status: str, label: str) -> dict[str, Any]:
    url = reverse("commerce:returns") + (f"?status={status}" if status else "")
    return {"label": label, "url": url, "current": chosen == status}


def _older(found: list[Return], status: str) -> str:
    if len(found) <= PAGE:
        return ""
    last = found[PAGE - 1]
    given = {"status": status, "sebelum": cursor_text((last.status_at, last.pk))}
    return f"{reverse('commerce:returns')}?{urlencode({name: text for name, text in given.items() if text})}"
