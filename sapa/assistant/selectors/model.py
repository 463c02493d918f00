"""The model as it stands: how it is reached, what it may still cost, what came of it this month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sapa.accounts.selectors import settings_in_force, workspace
from sapa.assistant.model.choice import Plug, plug_of
from sapa.assistant.models import ModelDoor, ModelErrand, ModelMonth
from sapa.base.scope import current_workspace_id
from sapa.base.sealed import Place, unseal
from sapa.domain.formats import local_date

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OUTCOMES: "Mapping[str, StrOrPromise]" = {
    "understood": _("understood with the model"),
    "phrased": _("said in other words"),
    "drafted": _("drafts for the team"),
    "trial": _("tried here"),
    "model_timeout": _("too slow, went on without it"),
    "model_invalid": _("no usable answer"),
    "model_too_long": _("an answer that was too long"),
    "model_declined": _("the model did not want to answer"),
    "model_refused": _("the server refused the key"),
    "model_busy": _("the server had too much to do"),
    "model_broken": _("the server failed"),
    "model_odd": _("the server does not know this address or model"),
    "model_unreachable": _("the server was not reached"),
    "model_private_address": _("a private address that this installation does not allow (SAPA_EGRESS_ALLOW)"),
    "model_plain_address": _("an open http:// address on the internet, where only https:// is called"),
    "model_key": _("the key cannot be opened, enter it again"),
    "model_cap": _("the limit of the month is reached"),
    "model_rests": _("left alone for a minute after failures"),
    "model_off": _("no model is chosen"),
    "no_draft": _("there is nothing to word"),
    "not_clean": _("stopped by the guard"),
    "too_late": _("nobody was there to ask in time"),
}
COMMANDS: "Mapping[str, StrOrPromise]" = {
    "start_flow": _("wants"),
    "knowledge": _("asks"),
    "set_slot": _("names"),
    "correct_slot": _("corrects"),
    "clarify": _("unclear which"),
    "human": _("needs a person"),
    "cancel_flow": _("gives it up"),
    "chitchat": _("nothing in particular"),
}
TABLE, FIELD = "assistant_modeldoor", "key"


@dataclass(frozen=True, slots=True)
class Line:
    """What is needed to ask now. `spent`: this month, in millionths of a rupiah; `rests`: nobody asks for a while."""

    plug: Plug
    key: str
    spent: int
    rests: bool


def plug_now() -> Plug:
    return plug_of(settings_in_force()[1])


def line_now(plug: Plug, now: datetime) -> Line:
    """Raises SealError where the key cannot be opened."""
    door = ModelDoor.objects.first()
    key = unseal(door.key, key_place(door.pk)) if door and door.key else ""
    rests = door is not None and door.rests_until is not None and door.rests_until > now
    month = month_now(now)
    return Line(plug, key, month.cost if month else 0, rests)


def key_place(door_id: int) -> Place:
    return Place(current_workspace_id(), TABLE, door_id, FIELD)


def first_day(now: datetime) -> date:
    """Of the month, in the shop's own calendar."""
    return local_date(now, workspace().timezone).replace(day=1)


def month_now(now: datetime) -> ModelMonth | None:
    return ModelMonth.objects.filter(month=first_day(now)).first()


def months() -> list[ModelMonth]:
    return list(ModelMonth.objects.order_by("-month")[:12])


def newest_trial() -> ModelErrand | None:
    return ModelErrand.objects.filter(what=ModelErrand.What.TRIAL).order_by("-id").first()


def draft_errand(told: str) -> ModelErrand | None:
    """By what an address says; None for whatever is none of this shop."""
    try:
        public_id = UUID(told)
    except ValueError:
        return None
    return ModelErrand.objects.filter(what=ModelErrand.What.DRAFT, public_id=public_id).first()
