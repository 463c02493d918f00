"""The shop's choice of a model, and its key, sealed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit, change_settings
from sapa.assistant.model.asking import PLAIN
from sapa.assistant.model.choice import SETTING, plug_from
from sapa.assistant.model.reaching import is_plain_abroad
from sapa.assistant.models import ModelDoor
from sapa.assistant.selectors.model import key_place, plug_now
from sapa.base.sealed import seal
from sapa.web.errors import CHANGED_MEANWHILE, Refused, refusal

PLAIN_ADDRESS = refusal(
    PLAIN,
    _("This address is open to everybody on the way: on the internet only https:// is called."),
    _(
        "Use the https:// address; http:// is for this machine, or for what the installation opens with"
        " SAPA_EGRESS_ALLOW."
    ),
)


@transaction.atomic
def change_plug(*, values: Mapping[str, Any], now: datetime) -> None:
    """Raises ValueError naming the setting that is wrong, Refused when somebody else saves settings now or the address
    is plain http abroad.

    Another address forgets the key: it was given for the old one.
    """
    wanted, before = plug_from(values), plug_now()
    if is_plain_abroad(wanted.address):
        raise Refused(PLAIN_ADDRESS)
    try:
        with transaction.atomic():
            change_settings(changes={SETTING: dict(values)}, now=now)
    except IntegrityError:
        raise Refused(CHANGED_MEANWHILE) from None
    if before.address and before.address != wanted.address:
        ModelDoor.objects.update(key="", key_at=None)
    ModelDoor.objects.update(failures=0, failed="", rests_until=None)
    audit(action="assistant.model_changed", subject=SETTING, now=now, data=dict(values))


@transaction.atomic
def keep_key(*, key: str, now: datetime) -> None:
    door = door_of()
    sealed = seal(key, key_place(door.pk))
    ModelDoor.objects.filter(pk=door.pk).update(
        key=sealed, key_at=now, failures=0, failed="", rests_until=None
    )
    audit(action="assistant.model_key_kept", subject=SETTING, now=now)


@transaction.atomic
def forget_key(*, now: datetime) -> None:
    ModelDoor.objects.update(key="", key_at=None)
    audit(action="assistant.model_key_forgotten", subject=SETTING, now=now)


def door_of() -> ModelDoor:
    """Made when it is first needed."""
    known = ModelDoor.objects.first()
    if known is None:
        ModelDoor.objects.bulk_create([ModelDoor()], ignore_conflicts=True)
    return known or ModelDoor.objects.get()
