"""Surveys: the list, the builder, what came back, and asking one customer by hand."""

from datetime import timedelta
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapa.accounts.models import User
from sapa.base.clock import business_now
from sapa.base.media import HEAD, file_response, linked, readable, sniff
from sapa.base.permissions import Capability, requires
from sapa.base.scope import current_workspace_id
from sapa.contacts.models import Contact
from sapa.contacts.selectors import contact_by_public_id
from sapa.domain.survey_chat import START_WORDS
from sapa.domain.surveys import MOST_QUESTIONS, from_document
from sapa.feedback import services
from sapa.feedback.forms.surveys import BLANK, SurveyForm, changed, forms_of, questions_in, raw_of, raws_in
from sapa.feedback.models import Answer, Survey
from sapa.feedback.selectors import surveys
from sapa.feedback.selectors.surveys import Result
from sapa.feedback.services.answering import invitation_text
from sapa.feedback.services.recipes import SURVEY, asks_with, journey_of
from sapa.feedback.services.surveys import link_of
from sapa.feedback.views.pages import tabs
from sapa.feedback.views.slots import scores_part

FORM = ("title", "intro", "thanks", "days")


@require_GET
@requires(Capability.CONTACTS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    context = {"rows": surveys.surveys(), **tabs("surveys")}
    return render(request, "feedback/surveys.html", context)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def shown(request: HttpRequest, public_id: UUID) -> HttpResponse:
    survey = _survey(public_id)
    opened, share = surveys.answered_share(survey)
    journey = journey_of(SURVEY)
    asks = asks_with(journey, link_of(survey))
    context = {
        "survey": survey,
        "questions": from_document(survey.questions),
        "results": [_told(one) for one in surveys.results(survey)] if opened else [],
        "opened": opened,
        "share": share,
        "asks": asks,
        "asks_live": asks and journey is not None and journey.enabled,
        "example": _example(survey),
        "in_chat": START_WORDS,
        **tabs("surveys"),
    }
    return render(request, "feedback/survey.html", context)


@require_http_methods(["GET", "POST"])
@requires(Capability.FEEDBACK_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    return _build(request, None)


@require_http_methods(["GET", "POST"])
@requires(Capability.FEEDBACK_MANAGE)
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _build(request, _survey(public_id))


@require_POST
@requires(Capability.FEEDBACK_MANAGE)
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open it, close it, or let the recipe ask with it."""
    survey, now, user = _survey(public_id), business_now(), cast(User, request.user)
    deed = request.POST.get("ke", "")
    if deed == "buka":
        services.open_survey(survey=survey, now=now)
        messages.success(request, _("The survey is open."))
    elif deed == "tutup":
        services.close_survey(survey=survey, now=now)
        messages.success(request, _("The survey is closed; links to it say so kindly."))
    elif deed == "resep":
        services.use_in_recipe(survey=survey, now=now, by=user.pk)
        messages.success(request, _("The recipe asks with this survey now."))
    else:
        raise Http404
    return redirect("feedback:survey_page", public_id)


@require_POST
@requires(Capability.INBOX_REPLY)
def invite(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One customer is asked by hand, from the panel beside the conversation."""
    contact, user = contact_by_public_id(public_id), cast(User, request.user)
    survey = _survey_named(request.POST.get("survei", ""))
    key = request.POST.get("nomor", "") or uuid4().hex
    services.invite(survey=survey, contact_id=contact.pk, key=key, by=user.pk, now=business_now())
    messages.success(request, _("The invitation goes out as the contact policy allows."))
    return scores_part(request, contact)


@require_GET
@requires(Capability.CONTACTS_VIEW)
def photo(request: HttpRequest, number: int) -> HttpResponseBase:
    """404 also for a link whose time has passed: the page that shows it makes a new one."""
    row = Answer.objects.filter(pk=number).first()
    name = surveys.photo_of(row) if row else ""
    given = {"until": request.GET.get("sampai", ""), "signature": request.GET.get("tanda", "")}
    if not name or not readable(request.path, workspace_id=current_workspace_id(), **given):
        raise Http404
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return file_response(
        request, cast(Any, file), size=file.size, kind=sniff(file.read(HEAD)), filename=f"survei-{number}"
    )


def _build(request: HttpRequest, survey: Survey | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, survey, *_begun(survey))
    rows, deed = raws_in(request.POST), request.POST.get("aksi", "")
    if deed:
        given = SurveyForm(initial={name: request.POST.get(name, "") for name in FORM})
        return _form(request, survey, given, forms_of(changed(rows, deed)))
    form, shown_forms = SurveyForm(request.POST), forms_of(rows, request.POST)
    questions, user = questions_in(shown_forms), cast(User, request.user)
    if not form.is_valid() or questions is None:
        return _form(request, survey, form, shown_forms, status=422)
    saved = services.save_survey(
        survey=survey, **form.cleaned_data, questions=questions, by=user.pk, now=business_now()
    )
    return redirect("feedback:survey_page", saved.public_id)


def _begun(survey: Survey | None) -> tuple[SurveyForm, list[Any]]:
    if survey is None:
        return SurveyForm(), forms_of([BLANK])
    initial = {name: getattr(survey, name) for name in FORM}
    return SurveyForm(initial=initial), forms_of([raw_of(one) for one in from_document(survey.questions)])


def _form(
    request: HttpRequest, survey: Survey | None, form: SurveyForm, questions: list[Any], status: int = 200
) -> HttpResponse:
    context = {
        "survey": survey,
        "form": form,
        "questions": questions,
        "may_add": len(questions) < MOST_QUESTIONS,
        "none_asked": request.method == "POST" and not questions,
    }
    return render(request, "feedback/survey_edit.html", context, status=status)


def _survey(public_id: UUID) -> Survey:
    row = Survey.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _survey_named(text: str) -> Survey:
    try:
        return _survey(UUID(text))
    except ValueError:
        raise Http404 from None


def _example(survey: Survey) -> str:
    """As a customer reads it, her own part of the link left out."""
    until = business_now() + timedelta(days=survey.days)
    return invitation_text(survey, contact=Contact(name="Dewi"), link=f"{link_of(survey)}…", until=until)


def _told(one: Result) -> dict[str, Any]:
    rows = [
        {"label": bar.label, "value": bar.n, "text": f"{bar.n} ({bar.share}%)", "hue": "nila"}
        for bar in one.bars
    ]
    photos = [
        linked(reverse("feedback:survey_photo", args=[row.pk]), workspace_id=current_workspace_id())
        for row in one.answers
        if one.question.kind == "photo"
    ]
    return {"one": one, "bars": rows, "photos": photos}
