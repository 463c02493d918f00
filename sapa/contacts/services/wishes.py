"""Consents and opt-outs that a person writes down: who, when, how, and where it can be looked up."""

from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils.module_loading import import_string

from sapa.accounts.services import audit
from sapa.base.scope import current_scope
from sapa.contacts.models import Consent, Contact, OptOut
from sapa.contacts.selectors import members, roots
from sapa.contacts.selectors.consents import SENT_BY
from sapa.contacts.services.consents import PROMO, State
from sapa.contacts.services.gates import lock

ANYTIME = "anytime"


@transaction.atomic
def write_consent(
    *,
    contact_id: int,
    purpose: str,
    state: State,
    source: str,
    proof: str,
    at: datetime,
    now: datetime,
    channel: str = "",
) -> None:
    """One more statement, for one channel or for all; the newest `at` of all of this customer is in force."""
    root = _held(contact_id)
    said = {"contact_id": root, "purpose": purpose, "channel": channel, "state": state, "at": at}
    told = {"source": source, "proof": proof, "author_id": current_scope().user_id}
    _row, is_new = Consent.objects.get_or_create(**said, defaults=told)
    if not is_new:
        return
    if purpose == ANYTIME:
        Contact.objects.filter(pk=root).update(anytime_consent=_agrees(root, ANYTIME))
    named = {"channel": channel} if channel else {}
    _note(
        root, "contact.consent_written", now, {"purpose": purpose, "state": state, "source": source} | named
    )
    if purpose == PROMO:
        what = ":".join(filter(None, (channel, f"{state}@{at.isoformat()}")))
        _tell("consent.changed", root, what, {PROMO: state} | named, now)


@transaction.atomic
def write_opt_out(
    *,
    contact_id: int,
    scope: Literal["promo", "follow_up", "all"],
    channel: str,
    source: str,
    proof: str,
    at: datetime,
    now: datetime,
) -> None:
    """A wish told to a person; what waits for this customer is left as when they write BERHENTI."""
    root = _held(contact_id)
    wish = {"contact_id": root, "scope": scope, "channel": channel, "at": at}
    told = {"source": source, "proof": proof, "author_id": current_scope().user_id}
    _row, is_new = OptOut.objects.get_or_create(**wish, defaults=told)
    if is_new:
        _note(root, "contact.opt_out_written", now, {"scope": scope, "channel": channel, "source": source})
        if not channel:
            _tell("contact.opted_out", root, f"{scope}@{at.isoformat()}", {"scope": scope}, now)


@transaction.atomic
def end_opt_out(
    *, contact_id: int, opt_out_id: int, source: str, proof: str, at: datetime, now: datetime
) -> None:
    """The customer took this wish back. Raises Http404 for a wish of somebody else."""
    root = _held(contact_id)
    wishes = OptOut.objects.filter(contact_id__in=members([root]))
    wish = get_object_or_404(wishes, pk=opt_out_id)
    if wish.ended_at is not None:
        return
    wishes.filter(pk=wish.pk).update(
        ended_at=max(at, wish.at),
        ended_source=source,
        ended_proof=proof,
        ended_by_id=current_scope().user_id,
    )
    _note(root, "contact.opt_out_ended", now, {"scope": wish.scope, "source": source})
    _tell("consent.changed", root, f"end:{wish.pk}", {wish.scope: "reopened"}, now)


def _held(contact_id: int) -> int:
    root = roots([contact_id])[contact_id]
    lock(contact_ids=[root])
    return root


def _agrees(root: int, purpose: str) -> bool:
    said = Consent.objects.filter(contact_id__in=members([root]), purpose=purpose, channel__in=("", SENT_BY))
    return said.order_by("-at", "-pk").values_list("state", flat=True).first() == "granted"


def _note(root: int, action: str, now: datetime, data: dict[str, str]) -> None:
    subject = str(Contact.objects.values_list("public_id", flat=True).get(pk=root))
    audit(action=action, subject=subject, now=now, data=data)


def _tell(name: str, root: int, what: str, data: dict[str, str], now: datetime) -> None:
    """The log of events stands above this room (decisions.md 3)."""
    key = f"contact:{root}:{name}:{what}"
    import_string(settings.TELL_EVENT)(name=name, key=key, contact_id=root, data=data, now=now)
