"""«Duplikat»: records that may be one customer, what people decided about them, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.contacts import selectors, services
from sapa.contacts.selectors import START, STRENGTHS, Pair, Place
from sapa.contacts.views.fields import posted_id
from sapa.web.cursors import cursor_text, read_cursor

PAGE = 20
REASONS = {
    "phone": gettext_lazy("Same phone number, moved to or written with another country code"),
    "email": gettext_lazy("Same e-mail"),
    "name_digits": gettext_lazy("Same name and same last four digits of the phone"),
    "external": gettext_lazy("Same customer number at two sources"),
    "name_postcode": gettext_lazy("Same name and same postcode"),
    "name_city": gettext_lazy("Same full name in the same city"),
}


@require_GET
@requires(Capability.CONTACTS_VIEW)
def duplicates(request: HttpRequest) -> HttpResponse:
    at = request.GET.get("sesudah", "")
    pairs = selectors.duplicates(after=_read_place(at), limit=PAGE + 1)
    shown = pairs[:PAGE]
    context = {
        "pairs": [{"pair": pair, "reasons": said(pair.reasons)} for pair in shown],
        "at": at,
        "compared_at": selectors.compared_at(),
        "home": reverse("contacts:duplicates"),
        "next": _place_text(shown[-1]) if len(pairs) > PAGE else "",
        "tabs": _tabs("duplicates"),
    }
    return render(request, "contacts/duplicates.html", context)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def decisions(request: HttpRequest) -> HttpResponse:
    """The trail of it, newest first."""
    before = read_cursor(request.GET.get("sebelum", ""))
    rows = selectors.decisions(before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    names = selectors.author_names(one for row in shown for one in (row.author_id, row.undone_by_id))
    context = {
        "rows": [
            {
                "row": row,
                "reasons": said(row.reasons),
                "by": names.get(row.author_id or 0, ""),
                "undone_by": names.get(row.undone_by_id or 0, ""),
            }
            for row in shown
        ],
        "older": f"?sebelum={cursor_text((shown[-1].at, shown[-1].pk))}" if len(rows) > PAGE else "",
        "first": before is None,
        "tabs": _tabs("decisions"),
    }
    return render(request, "contacts/decisions.html", context)


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def decide(request: HttpRequest) -> HttpResponse:
    """Two records (`satu`, `dua`): join them and keep one (`tetap`), or note two people."""
    one, two = (selectors.contact_by_public_id(posted_id(request, name)) for name in ("satu", "dua"))
    reasons = [code for code in STRENGTHS if code in request.POST.getlist("alasan")]
    if request.POST.get("putusan") == "beda":
        services.tell_apart(first_id=one.pk, second_id=two.pk, reasons=reasons, now=business_now())
        messages.success(request, _("Noted: two people. You are not asked again."))
    else:
        kept = selectors.contact_by_public_id(posted_id(request, "tetap"))
        if kept.pk not in (one.pk, two.pk):
            raise Http404
        other = two if kept.pk == one.pk else one
        services.join_records(contact_id=other.pk, into_id=kept.pk, reasons=reasons, now=business_now())
        messages.success(request, _("Joined. «Decided» takes them apart again."))
    return redirect(_address(request.POST.get("sesudah", "")))


@require_POST
@requires(Capability.CONTACTS_CHANGE)
def undo(request: HttpRequest) -> HttpResponse:
    services.undo_decision(public_id=posted_id(request, "putusan"), now=business_now())
    messages.success(request, _("Undone."))
    return redirect("contacts:decisions")


def said(reasons: "tuple[str, ...] | list[str]") -> list[object]:
    return [REASONS.get(one, one) for one in reasons]


def _tabs(current: str) -> list[dict[str, object]]:
    labels = {"duplicates": _("To decide"), "decisions": _("Decided")}
    return [
        {"label": label, "url": reverse(f"contacts:{name}"), "current": name == current}
        for name, label in labels.items()
    ]


def _address(place: str) -> str:
    home = reverse("contacts:duplicates")
    return home if _read_place(place) == START else f"{home}?sesudah={place}"


def _place_text(last: Pair) -> str:
    return "-".join(map(str, last.place))


def _read_place(text: str) -> Place:
    """The beginning for a broken one."""
    parts = text.split("-")
    if len(parts) != len(START) or not all(
        one.isascii() and one.isdecimal() and len(one) < 19 for one in parts
    ):
        return START
    strength, newer, older = map(int, parts)
    return Place(min(strength, START.strength), newer, older)
