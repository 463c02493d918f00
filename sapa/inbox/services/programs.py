"""Templates that a program of the shop sends: by the same policy, guard and delivery as everything else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import workspace
from sapa.contacts.models import Contact
from sapa.domain import formats
from sapa.domain.message_templates import Filled, filled, places, values_of
from sapa.inbox.selectors import findings_of
from sapa.inbox.services.replies import GUARD_BLOCKED
from sapa.journeys.selectors import reason_words
from sapa.journeys.services.policy import ask
from sapa.messaging.models import Template
from sapa.messaging.schemas import Outgoing
from sapa.messaging.selectors.templates import may_be_sent
from sapa.messaging.services import queue
from sapa.messaging.services.outgoing import one_line
from sapa.messaging.services.templates import draft_of
from sapa.web.errors import Refused, refusal

TEMPLATE_UNUSABLE = refusal(
    "template_unusable",
    _("The template %(name)s cannot be sent now."),
    _("It must be approved by WhatsApp, written in Sapa, and neither paused nor archived."),
)
TEMPLATE_VALUES = refusal(
    "template_values",
    _("These values of the template are missing or unknown: %(names)s."),
    _("Send one value for each of its parameters and no others."),
)
TEMPLATE_IS_PROMOTION = refusal(
    "template_is_promotion",
    _("%(name)s is a marketing template, so it goes out as a promotion alone."),
    _("Send it with the class promo, or use a template of the category utility."),
)
POLICY_WAITS = refusal(
    "policy_waits",
    _("The contact policy lets nothing of this kind go out before %(at)s: %(why)s."),
    _("Try again then."),
)
POLICY_FORBIDS = refusal(
    "policy_forbids",
    _("The contact policy does not let this customer be written to: %(why)s."),
    _("Respect it; the page «Why» of the customer tells more."),
)
MARKETING = "marketing"
LONGEST_KIND = 40
USEFUL_FOR = timedelta(hours=24)


@transaction.atomic
def send_template(
    *,
    contact: Contact,
    template: Template,
    values: Mapping[str, str],
    klass: str,
    author_id: int | None,
    now: datetime,
) -> int:
    """Queues it and returns the message's id; it is decided once more when it leaves, within a day.

    `values` by parameter; `klass`: notice, reminder, care or promo. Raises Refused: template_unusable,
    template_is_promotion, template_values, guard_blocked, policy_waits, policy_forbids.
    """
    wording = wording_of(template, values, klass)
    _ask_policy(contact, template.name[:LONGEST_KIND], klass, now)
    _ask_guard(contact, wording.text, klass, now)
    outgoing = Outgoing(
        contact_id=contact.pk,
        channel_id=template.channel_id,
        klass=klass,
        kind=template.name[:LONGEST_KIND],
        category=template.category,
        by="system",
        author_id=author_id,
        text=wording.text,
        template=template.name,
        language=template.language,
        parameters=wording.parameters,
        parts=wording.parts,
        key=f"program:{uuid4().hex}",
        deadline=now + USEFUL_FOR,
        delivery_class="must" if klass == "notice" else "once",
    )
    return queue(outgoing=[outgoing], now=now)[0]


def wording_of(template: Template, values: Mapping[str, str], klass: str) -> Filled:
    """As it would go out. Raises Refused: template_unusable, template_is_promotion, template_values."""
    if template.pk not in may_be_sent([template]):
        raise Refused(TEMPLATE_UNUSABLE, name=template.name)
    if template.category == MARKETING and klass != "promo":
        raise Refused(TEMPLATE_IS_PROMOTION, name=template.name)
    draft = draft_of(template)
    if unknown := sorted(set(values) - set(places(draft))):
        raise Refused(TEMPLATE_VALUES, names=", ".join(unknown))
    found = filled(draft, values_of(draft, {name: one_line(words) for name, words in values.items()}))
    if found.missing:
        raise Refused(TEMPLATE_VALUES, names=found.missing)
    return found


def _ask_guard(contact: Contact, text: str, klass: str, now: datetime) -> None:
    found = findings_of(contact, text, klass=klass, now=now)
    if found.blocked:
        hints = " ".join(one.hint(get_language() or "id") for one in found.items if one.blocks)
        raise Refused(GUARD_BLOCKED, hints=hints)


def _ask_policy(contact: Contact, kind: str, klass: str, now: datetime) -> None:
    decision = ask(contact=contact, klass=klass, recipe=kind, at=now).decision
    why = reason_words(decision.reasons)
    if decision.action == "wait" and decision.at is not None:
        at = formats.moment(decision.at, workspace().timezone, get_language() or "id")
        raise Refused(POLICY_WAITS, at=at, why=why)
    if decision.action != "send":
        raise Refused(POLICY_FORBIDS, why=why)
