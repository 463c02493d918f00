"""A journey of the shop's own that never ran may go altogether; one that ran is only switched off."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sapa.accounts.services import audit
from sapa.journeys.models import Enrolment, FollowUp, Journey, JourneyVersion
from sapa.journeys.services.editing import LIBRARY_IS_FIXED
from sapa.web.errors import Refused, refusal

JOURNEY_HAS_RUN = refusal(
    "journey_has_run",
    _("This journey has already run for customers, so its story must stay."),
    _("Switch it off instead."),
)


def has_run(journey: Journey) -> bool:
    return (
        Enrolment.objects.filter(journey=journey).exists()
        or FollowUp.objects.filter(journey=journey).exists()
    )


@transaction.atomic
def delete(*, journey: Journey, now: datetime, by: int | None = None) -> None:
    """With its versions. Raises Refused for a recipe of the library and for one that ran."""
    row = Journey.objects.select_for_update().get(pk=journey.pk)
    if not row.origin:
        raise Refused(LIBRARY_IS_FIXED)
    if has_run(row):
        raise Refused(JOURNEY_HAS_RUN)
    JourneyVersion.objects.filter(journey=row).delete()
    audit(action="journey.deleted", subject=row.recipe, now=now, data={"by": by})
    row.delete()
