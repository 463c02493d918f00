"""What a person does with a template: write, hand over, change, copy, bind, put away, delete, let go again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.domain.journeys.registry.variables import VARIABLES
from sapa.domain.message_templates import Draft, Problem, is_fine, named, problems
from sapa.domain.templating import TemplateError, variables_of
from sapa.messaging.models import Template, TemplateHistory
from sapa.messaging.services.templates.history import note
from sapa.messaging.services.templates.registering import draft_of, samples
from sapa.messaging.services.templates.states import (
    APPROVED,
    DELETED,
    DELETING,
    DRAFT,
    EDITABLE,
    EDITING,
    PAUSED,
    UNPAUSING,
)
from sapa.web.errors import Refused, refusal

TEMPLATE_UNFIT = refusal(
    "template_unfit",
    _("The template cannot be handed over yet."),
    _("Correct what is marked beside the fields, then try again."),
)
TEMPLATE_LOCKED = refusal(
    "template_locked",
    _("WhatsApp is looking at this template; it cannot be changed now."),
    _("Wait for the answer, or duplicate it under another name."),
)
TEMPLATE_FOREIGN = refusal(
    "template_foreign",
    _("This template was made at Meta and is only shown here."),
    _("Duplicate it to write one of your own."),
)
TEMPLATE_EDITED_OFTEN = refusal(
    "template_edited_often",
    _("An approved template may be changed once in 24 hours and ten times in 30 days."),
    _("Try again later, or duplicate it under another name."),
)
TEMPLATE_LIVE = refusal(
    "template_live",
    _("An approved template has no draft beside it: a change is handed over at once."),
    _("Hand it over, or duplicate it under another name and try there."),
)
A_DAY, A_MONTH, MOST_A_MONTH = timedelta(days=1), timedelta(days=30), 10
FIELDS = ("name", "language", "source", "header", "footer", "fallbacks", "ttl_seconds")


def found_in(draft: Draft, *, channel_id: int, template: Template | None = None) -> tuple[Problem, ...]:
    """Everything that Meta would refuse, beside the other templates of this number."""
    others = Template.objects.filter(channel_id=channel_id).exclude(pk=template.pk if template else 0)
    rows = list(others.values_list("name", "language", "source", "footer", "status"))
    told = problems(
        draft,
        samples=samples(),
        known=known_variables(template),
        taken={(name, language) for name, language, *_rest in rows},
        texts={
            (body.strip(), foot)
            for _n, language, body, foot, _s in rows
            if language == draft.language and body
        },
    )
    fixed = template and template.status == APPROVED and template.origin != "meta"
    if fixed and draft.category not in (template.category, template.wanted_category):  # type: ignore[union-attr]
        told = (*told, Problem("category", "category_fixed"))
    return told


def known_variables(template: Template | None) -> frozenset[str]:
    """A journey's text may also say its own settings."""
    own = variables_of(template.source) if template and template.origin == "recipe" else ()
    return frozenset(VARIABLES) | frozenset(own)


@transaction.atomic
def save_template(
    *,
    channel_id: int,
    draft: Draft,
    now: datetime,
    template: Template | None = None,
    submit: bool = False,
    by: int | None = None,
) -> Template:
    """Kept as a draft, or with `submit` to be handed over by the worker.

    The name, language and text of a journey's template stay the journey's. Raises Refused.
    """
    row = _taken(template, now, submit) if template else None
    wanted = of_journey(draft, row) if row and row.origin == "recipe" else draft
    told = found_in(wanted, channel_id=channel_id, template=row)
    grave = [one for one in told if not one.is_warning and (submit or one.place in ("name", "language"))]
    if not is_fine(grave):
        raise Refused(TEMPLATE_UNFIT)
    saved = _write(row or Template(channel_id=channel_id, created_at=now), wanted, now, submit=submit)
    note(saved, "text", source="user", at=now, after=saved.status)
    audit(
        action="template.submitted" if submit else "template.saved",
        subject=f"template:{saved.name}"[:80],
        now=now,
        data={"by": by, "language": saved.language},
    )
    return saved


def _taken(template: Template, now: datetime, submit: bool) -> Template:
    row = Template.objects.select_for_update().get(pk=template.pk)
    if row.origin == "meta":
        raise Refused(TEMPLATE_FOREIGN)
    if row.external_id and row.status not in (*EDITABLE, EDITING, DRAFT, DELETED):
        raise Refused(TEMPLATE_LOCKED)
    if not submit and row.external_id and row.status in (APPROVED, PAUSED):
        raise Refused(TEMPLATE_LIVE)
    if submit and row.status == APPROVED and edits_left(row, now) < 1:
        raise Refused(TEMPLATE_EDITED_OFTEN)
    return row


def edits_left(template: Template, now: datetime) -> int:
    """How often Meta still lets an approved one be changed today: 0 or 1."""
    changed = TemplateHistory.objects.filter(template=template, what="text", source="user", after=DRAFT)
    today, month = changed.filter(at__gt=now - A_DAY).count(), changed.filter(at__gt=now - A_MONTH).count()
    return 0 if today or month >= MOST_A_MONTH else 1


def of_journey(draft: Draft, row: Template) -> Draft:
    """With the name, language and words of the journey that it belongs to."""
    return replace(draft, name=row.name, language=row.language, source=row.source)


def _write(row: Template, draft: Draft, now: datetime, *, submit: bool) -> Template:
    for name in FIELDS:
        setattr(row, name, getattr(draft, name))
    row.source, row.buttons = draft.source.strip(), [dict(one) for one in draft.buttons]
    row.header, row.fallbacks = dict(draft.header), dict(draft.fallbacks)
    row.wanted_category = draft.category
    if row.status not in (APPROVED, PAUSED) or not row.external_id:
        row.category = draft.category
    row.body, row.binding = compiled(draft.source)
    row.status, row.updated_at = (DRAFT if submit else EDITING), now
    row.rejection = row.rejection_detail = ""
    row.save()
    return row


def compiled(source: str) -> tuple[str, dict[str, str]]:
    """A draft may be half written."""
    try:
        found = named(source)
    except TemplateError:
        return source, {}
    return found.text, found.paths


@transaction.atomic
def duplicate(*, template: Template, now: datetime, language: str = "", by: int | None = None) -> Template:
    """A draft with the same words: in another language under the same name, else under a new name."""
    draft = draft_of(template)
    source = draft.source or _bound_text(template)
    copy = replace(draft, source=source, header=_own_header(template))
    if language and language != draft.language:
        copy = replace(copy, language=language)
    else:
        copy = replace(copy, name=_free_name(template))
    return save_template(channel_id=template.channel_id, draft=copy, now=now, by=by)


def _bound_text(template: Template) -> str:
    """A text that was made at Meta, its parameters as our variables where they are bound."""
    text = template.body
    for name, path in template.binding.items():
        text = text.replace("{{" + name + "}}", "{{ " + (path or name) + " }}")
    return text


def _own_header(template: Template) -> Mapping[str, object]:
    """The example of a file stays with the template that it was shown for."""
    return {} if template.origin == "meta" else template.header


def _free_name(template: Template) -> str:
    taken = set(Template.objects.filter(channel_id=template.channel_id).values_list("name", flat=True))
    stem = template.name[:110]
    return next(name for number in range(2, 1000) if (name := f"{stem}_{number}") not in taken)


@transaction.atomic
def bind(*, template: Template, binding: Mapping[str, str], now: datetime, by: int | None = None) -> Template:
    """Which of our variables fill the parameters of a template that was made at Meta; unknown ones are left out."""
    row = Template.objects.select_for_update().get(pk=template.pk)
    row.binding = {
        name: binding.get(name, "") if binding.get(name) in VARIABLES else "" for name in row.binding
    }
    row.source = _bound_text(row) if all(row.binding.values()) else ""
    row.updated_at = now
    row.save(update_fields=["binding", "source", "updated_at"])
    audit(action="template.bound", subject=f"template:{row.name}"[:80], now=now, data={"by": by})
    return row


@transaction.atomic
def archive(*, template: Template, archived: bool, now: datetime) -> None:
    """Out of the list, or back in it; nothing changes at Meta."""
    Template.objects.filter(pk=template.pk).update(archived=archived, updated_at=now)


@transaction.atomic
def ask_deletion(*, template: Template, now: datetime, by: int | None = None) -> None:
    """At Meta too, by the worker; one that was never there is gone at once."""
    row = Template.objects.select_for_update().get(pk=template.pk)
    audit(action="template.deleted", subject=f"template:{row.name}"[:80], now=now, data={"by": by})
    if not row.external_id:
        row.delete()
        return
    note(row, "status", source="user", at=now, before=row.status, after=DELETING)
    Template.objects.filter(pk=row.pk).update(status=DELETING, updated_at=now)


@transaction.atomic
def ask_unpause(*, template: Template, now: datetime) -> None:
    row = Template.objects.select_for_update().get(pk=template.pk)
    if row.status == PAUSED:
        note(row, "status", source="user", at=now, before=PAUSED, after=UNPAUSING)
        Template.objects.filter(pk=row.pk).update(status=UNPAUSING, updated_at=now)
