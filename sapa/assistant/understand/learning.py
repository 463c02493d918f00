"""The shipped model with what people of the shop corrected laid over it (assistant.md 4.2, the learning loop)."""

from collections.abc import Hashable
from dataclasses import replace

from django.db.models import Count, Max

from sapa.assistant.models import Correction
from sapa.base.scope import current_workspace_id
from sapa.domain.understanding.model import Model
from sapa.domain.understanding.shipping import shipped
from sapa.domain.understanding.types import Example

MOST_LEARNT = 200  # of one shop, the newest; each is some 50 kB of features
MOST_KEPT = 4
KEPT: dict[int, tuple[Hashable, Model]] = {}


def model_now() -> Model:
    """Kept until a correction is made, changed or undone; the numbers of the shipped one are shared, not copied."""
    told = Correction.objects.aggregate(all=Count("pk"), undone=Count("undone_at"), last=Max("changed_at"))
    state, shop = tuple(told.values()), current_workspace_id()
    if told["all"] == told["undone"]:
        return shipped()
    kept = KEPT.get(shop)
    if kept is None or kept[0] != state:
        if len(KEPT) >= MOST_KEPT:
            KEPT.clear()
        kept = KEPT[shop] = (state, _taught())
    return kept[1]


def _taught() -> Model:
    model = replace(shipped(), learnt=[], learnt_features=[])
    rows = Correction.objects.filter(undone_at=None).order_by("-changed_at", "-id")
    told = list(rows.values_list("message__text", "context", "intent")[:MOST_LEARNT])
    for text, context, intent in reversed(told):
        if text.strip():
            model.learn(Example(text, context or None, intent, ""))
    return model
