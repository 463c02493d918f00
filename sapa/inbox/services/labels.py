"""Labels that the team shares: made, renamed, taken away."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.inbox.models import Label, Labelled
from sapa.web.errors import Refused, refusal

LABEL_TAKEN = refusal(
    "label_taken", _("There is a label «%(name)s» already."), _("Choose another name, or use that one.")
)
LABEL_NAMELESS = refusal("label_nameless", _("A label needs a name."), _("Write one of up to 40 letters."))
TOO_MANY_LABELS = refusal(
    "too_many_labels", _("A shop has at most %(most)s labels."), _("Take away one that is not used.")
)
HUES = ("nila", "daun", "kunyit", "bata", "")
MOST = 100
LONGEST = 40


@transaction.atomic
def save_label(*, name: str, hue: str, now: datetime, label: Label | None = None) -> Label:
    """A new one, or `label` changed. Raises Refused: label_nameless, label_taken, too_many_labels."""
    name = " ".join(name.replace("\0", "").split())[:LONGEST]
    if not name:
        raise Refused(LABEL_NAMELESS)
    if label is None and Label.objects.count() >= MOST:
        raise Refused(TOO_MANY_LABELS, most=MOST)
    if Label.objects.filter(name__iexact=name).exclude(pk=label.pk if label else 0).exists():
        raise Refused(LABEL_TAKEN, name=name)
    row = label or Label()
    row.name, row.hue = name, hue if hue in HUES else ""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(LABEL_TAKEN, name=name) from None
    audit(action="label.saved", subject=str(row.public_id), now=now)
    return row


@transaction.atomic
def remove_label(*, label: Label, now: datetime) -> None:
    """Off every conversation that carries it."""
    audit(action="label.removed", subject=str(label.public_id), now=now)
    Labelled.objects.filter(label=label).delete()
    label.delete()
