"""Reviews: which are shown to everybody, and the block for the shop's own site."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from sapa.accounts.models import User
from sapa.accounts.selectors import workspace
from sapa.base import passes
from sapa.base.clock import business_now
from sapa.base.permissions import Capability, requires
from sapa.base.scope import current_workspace_id
from sapa.feedback import services
from sapa.feedback.models import Review
from sapa.feedback.selectors import reviews
from sapa.feedback.services.recipes import REVIEW, asks_with, give_link, journey_of, review_link
from sapa.feedback.views.pages import tabs
from sapa.web.cursors import cursor_text, read_cursor

PAGE = 20
BLOCK = "reviews"


@require_GET
@requires(Capability.CONTACTS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    tab = request.GET.get("tab", "new")
    tab = tab if tab in reviews.TABS else "new"
    before = read_cursor(request.GET.get("sebelum", ""))
    rows, beyond = reviews.page_of_reviews(tab, before=before, limit=PAGE)
    (n, mean), journey = reviews.stars_given(), journey_of(REVIEW)
    context = {
        "rows": rows,
        "tab": tab,
        "n": n,
        "mean": mean,
        "states": _states(tab),
        "older": _address(tab, cursor_text(beyond)) if beyond else "",
        "newer": _address(tab) if before else "",
        "asks": asks_with(journey, review_link()),
        "asks_live": journey is not None and journey.enabled,
        **snippets(),
        **tabs("reviews"),
    }
    return render(request, "feedback/reviews.html", context)


@require_POST
@requires(Capability.FEEDBACK_MANAGE)
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = Review.objects.filter(public_id=public_id).first()
    deed, user = request.POST.get("ke", ""), cast(User, request.user)
    if row is None or deed not in ("tampil", "sembunyi"):
        raise Http404
    services.decide(review=row, shown=deed == "tampil", by=user.pk, now=business_now())
    done = _("The review is shown now.") if deed == "tampil" else _("The review is hidden.")
    messages.success(request, done)
    return redirect(_address(request.POST.get("tab", "new")))


@require_POST
@requires(Capability.FEEDBACK_MANAGE)
def use_link(request: HttpRequest) -> HttpResponse:
    """«Permintaan ulasan» asks with our own page from now on."""
    user, now = cast(User, request.user), business_now()
    give_link(recipe=REVIEW, link=review_link(), subject="reviews", now=now, by=user.pk)
    messages.success(request, _("The recipe asks with this page now."))
    return redirect("feedback:reviews")


def snippets() -> dict[str, str]:
    """What the shop pastes into its own site: a frame that stays fresh, or plain HTML as of now."""
    token = passes.made(BLOCK, current_workspace_id())
    address = f"{settings.SAPA.url}{reverse('feedback:block', args=[token])}"
    shop = workspace().name
    published = reviews.block()
    given = {"address": address, "shop": shop, "published": published}
    return {
        "block_address": address,
        "frame": render_to_string("feedback/_frame.html", given).strip(),
        "plain": render_to_string("feedback/_block.html", given).strip() if published.n else "",
    }


def _states(chosen: str) -> list[dict[str, Any]]:
    labels = {
        "new": pgettext("reviews", "New"),
        "shown": pgettext("reviews", "Shown"),
        "hidden": pgettext("reviews", "Hidden"),
        "all": _("All"),
    }
    return [{"label": label, "url": _address(tab), "current": tab == chosen} for tab, label in labels.items()]


def _address(tab: str, before: str = "") -> str:
    given = {"tab": "" if tab == "new" or tab not in reviews.TABS else tab, "sebelum": before}
    query = urlencode({name: value for name, value in given.items() if value})
    return reverse("feedback:reviews") + (f"?{query}" if query else "")
