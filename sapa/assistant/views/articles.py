"""Pages of the articles: the list, one article with its versions, files, questions asked in vain."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.selectors import workspace
from sapa.assistant.forms.articles import ArticleFileForm, ArticleForm
from sapa.assistant.models import Article, ArticleVersion, Gap
from sapa.assistant.selectors import articles as reading
from sapa.assistant.selectors.quoting import changed, known_values, names_of
from sapa.assistant.services import article_files, articles, gaps
from sapa.base.clock import business_now
from sapa.base.masking import seen_text
from sapa.base.permissions import Capability, requires
from sapa.domain.knowledge.files import LARGEST
from sapa.web.errors import Refused

WRONG = 422
SHOWN = 50
PREVIEW = "pratinjau"
LONGEST_PREVIEW = 60_000


@require_GET
@requires(Capability.INBOX_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    wanted, only_stale = request.GET.get("q", "")[:200], "usang" in request.GET
    found = reading.articles(wanted=wanted, only_stale=only_stale)
    rows = found if "semua" in request.GET else found[:SHOWN]
    shelf = reading.shelf()
    context = {
        "rows": [(one.row, names_of(one.stale)) for one in rows],
        "more": len(found) - len(rows),
        "wanted": wanted,
        "only_stale": only_stale,
        "gap_count": reading.gap_count(),
        "help_url": settings.SAPA.url + reverse("assistant:help", args=[workspace().public_id]),
        "is_open": shelf is None or shelf.is_open,
    }
    return render(request, "assistant/articles.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.ARTICLES_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Empty, or begun from a question that was asked in vain."""
    gap = gap_named(request.GET.get("celah", ""))
    form = ArticleForm(request.POST or None, initial={"judul": seen_text(gap.question) if gap else ""})
    if PREVIEW in request.POST:
        return _editor(request, form, gap=gap)
    if request.method == "POST" and form.is_valid():
        now = business_now()
        try:
            (row,) = articles.add_articles(drafts=[form.draft()], now=now)
        except Refused as refused:
            form.add_error("judul", refused.sentence)
        else:
            if gap:
                gaps.close_gap(gap=gap, article=row, now=now)
            messages.success(request, _("The article is saved; the assistant answers from it now."))
            return redirect("assistant:article", row.public_id)
    return _editor(request, form, gap=gap)


@require_GET
@requires(Capability.INBOX_VIEW)
def shown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = one(public_id)
    number = request.GET.get("versi", "")
    version = (
        ArticleVersion.objects.filter(article=row, number=number).first() if number.isdecimal() else None
    )
    context = {
        "row": row,
        "version": version if version and version.number != row.number else None,
        "versions": reading.versions(row),
        "stale": names_of(changed(row.quotes, known_values())),
        "help_url": reverse("assistant:help_article", args=[workspace().public_id, row.code]),
    }
    return render(request, "assistant/article.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.ARTICLES_MANAGE)
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = one(public_id)
    known = {"judul": row.title, "teks": row.text, "tim": row.internal, "versi": row.number}
    form = ArticleForm(request.POST or None, initial=known)
    if PREVIEW in request.POST:
        return _editor(request, form, row=row)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["versi"]
        try:
            articles.change_article(article=row, draft=form.draft(), now=business_now(), seen=seen)
        except Refused as refused:
            form.add_error(None, f"{refused.sentence} {refused.remedy}")
        else:
            messages.success(request, _("The article is saved; the assistant answers from it now."))
            return redirect("assistant:article", row.public_id)
    return _editor(request, form, row=row)


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def preview(request: HttpRequest) -> HttpResponse:
    """The text as it will be read."""
    return render(request, "assistant/_article_preview.html", {"text": _text_of(request)})


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row, number = one(public_id), request.POST.get("versi", "")
    if not number.isdecimal() or not ArticleVersion.objects.filter(article=row, number=number).exists():
        raise Http404
    articles.restore_article(article=row, number=int(number), now=business_now())
    messages.success(request, _("Version %(number)s is in force again.") % {"number": number})
    return redirect("assistant:article", row.public_id)


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    articles.check_article(article=one(public_id), now=business_now())
    messages.success(request, _("Noted: the article is right as it is."))
    return redirect("assistant:article", public_id)


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = one(public_id)
    articles.remove_article(article=row, now=business_now())
    messages.success(request, _("«%(title)s» is gone.") % {"title": row.title})
    return redirect("assistant:articles")


@require_http_methods(["GET", "POST"])
@requires(Capability.ARTICLES_MANAGE)
def files(request: HttpRequest) -> HttpResponse:
    """A file is looked at; nothing is kept before somebody has seen what it would become."""
    form = ArticleFileForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["berkas"]
        try:
            lines = article_files.look(name=str(upload.name), content=upload.read(LARGEST + 1))
        except Refused as refused:
            form.add_error("berkas", f"{refused.sentence} {refused.remedy}")
        else:
            taken = sum(line.fate in ("new", "changed") for line in lines)
            context |= {"lines": lines, "packed": article_files.packed(lines), "taken": taken}
    return render(request, "assistant/article_files.html", context, status=status_of(form))


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def take_in(request: HttpRequest) -> HttpResponse:
    found = article_files.unpacked(request.POST.get("isi", ""))
    new_ones, changed_ones = article_files.take_in(found=found, now=business_now())
    told = ngettext("%(n)s article is new", "%(n)s articles are new", new_ones) % {"n": new_ones}
    also = ngettext("%(n)s has a new version", "%(n)s have a new version", changed_ones) % {"n": changed_ones}
    messages.success(request, f"{told}, {also}.")
    return redirect("assistant:articles")


@require_GET
@requires(Capability.INBOX_VIEW)
def asked_in_vain(request: HttpRequest) -> HttpResponse:
    return render(
        request, "assistant/gaps.html", {"rows": [(row, seen_text(row.question)) for row in reading.gaps()]}
    )


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def put_aside(request: HttpRequest, public_id: UUID) -> HttpResponse:
    gaps.close_gap(gap=get_object_or_404(Gap, public_id=public_id), now=business_now())
    messages.success(request, _("Put aside until somebody asks it again."))
    return redirect("assistant:gaps")


@require_POST
@requires(Capability.ARTICLES_MANAGE)
def open_page(request: HttpRequest) -> HttpResponse:
    articles.open_help_page(is_open=request.POST.get("buka") == "ya", now=business_now())
    return redirect("assistant:articles")


def _editor(
    request: HttpRequest, form: ArticleForm, row: Article | None = None, gap: Gap | None = None
) -> HttpResponse:
    """With the text as it will be read where that was asked for without a script."""
    asked = PREVIEW in request.POST
    context = {"form": form, "row": row, "gap": gap, "asked": asked, "text": _text_of(request)}
    return render(request, "assistant/article_edit.html", context, status=200 if asked else status_of(form))


def _text_of(request: HttpRequest) -> str:
    return request.POST.get("teks", "")[:LONGEST_PREVIEW]


def one(public_id: UUID) -> Article:
    return get_object_or_404(Article, public_id=public_id, removed_at=None)


def gap_named(told: str) -> Gap | None:
    try:
        return Gap.objects.filter(public_id=UUID(told)).first() if told else None
    except ValueError:
        return None


def status_of(form: ArticleForm | ArticleFileForm) -> int:
    return WRONG if form.errors else 200
