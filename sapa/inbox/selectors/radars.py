"""Problems of many, as cards and one by one, with what would become of the news about them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count
from django.shortcuts import get_object_or_404

from sapa.domain.recipes import NEWS
from sapa.inbox.models import Radar, RadarPerson
from sapa.inbox.selectors.tickets.listing import TicketRow, rows_of
from sapa.inbox.selectors.tickets.words import ICONS, KINDS
from sapa.inbox.services.radars import concerned, letter, tickets_of
from sapa.journeys.models import FollowUp
from sapa.journeys.selectors import capital, wording
from sapa.journeys.services import foresee
from sapa.messaging.models import Template

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_CARDS, MOST_TICKETS, LOOKED_AT = 5, 30, 300
STILL_SHOWN = timedelta(days=3)
SHIPPING = "Pengiriman lewat {{ kirim.kurir }} sedang terlambat. Kami sudah menanyakannya ke kurir dan terus memantau."
GOODS = "Kami menemukan masalah pada %s dan sedang memeriksanya. Kami kabari lagi begitu ada kepastian."


@dataclass(frozen=True, slots=True)
class RadarCard:
    """`about`: the product or the courier; `told`: people who have their follow-up, of `people`."""

    radar: Radar
    kind: "StrOrPromise"
    icon: str
    about: str
    people: int = 0
    told: int = 0

    @property
    def is_open(self) -> bool:
        return self.radar.state == Radar.State.FOUND


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of the news now, of the first `looked_at` of `people`. `sample`: as the first would read."""

    people: int
    looked_at: int
    now: int
    later: int
    dropped: int
    why_later: Sequence[tuple[str, int]]
    why_dropped: Sequence[tuple[str, int]]
    missing: Sequence[str]
    sample: str


def cards(*, now: datetime) -> list[RadarCard]:
    """Those that want a decision, then those decided in the last days on which news were sent."""
    rows = Radar.objects.select_related("product").order_by("-found_at", "-pk")
    open_ones = list(rows.filter(state=Radar.State.FOUND)[:MOST_CARDS])
    sent = rows.filter(state__in=[Radar.State.APPROVED, Radar.State.SENT], decided_at__gt=now - STILL_SHOWN)
    return _cards([*open_ones, *sent[: MOST_CARDS - len(open_ones)]])


def _cards(found: Sequence[Radar]) -> list[RadarCard]:
    counted = RadarPerson.objects.filter(radar__in=found).values_list("radar").order_by()
    counts = {pk: (people, told) for pk, people, told in counted.annotate(Count("pk"), Count("follow_up"))}
    return [
        RadarCard(row, KINDS[row.kind], ICONS[row.kind], about(row), *counts.get(row.pk, (0, 0)))
        for row in found
    ]


def about(radar: Radar) -> str:
    return radar.product.name if radar.product else radar.courier.upper()


def radar_by_public_id(public_id: UUID) -> Radar:
    """The one door to a radar."""
    return get_object_or_404(Radar.objects.select_related("product"), public_id=public_id)


def card_of(radar: Radar) -> RadarCard:
    return _cards([radar])[0]


def ticket_rows(radar: Radar, *, now: datetime) -> list[TicketRow]:
    return rows_of(list(tickets_of(radar, now=now)[:MOST_TICKETS]), now)


def proposed_text(radar: Radar) -> str:
    """Indonesian, as customers read it; the person who sends it changes what does not fit."""
    return SHIPPING if radar.courier else GOODS % about(radar).replace("{", "(").replace("}", ")")


def outlook(radar: Radar, text: str, *, now: datetime) -> Outlook:
    people = concerned(radar, now=now)
    looked = people[:LOOKED_AT]
    found = foresee(recipe=NEWS, letters=[letter(radar, one, text, now) for one in looked], now=now)
    by = Counter(one.action for one in found)
    return Outlook(
        people=len(people),
        looked_at=len(looked),
        now=by["send"],
        later=by["wait"],
        dropped=by["drop"],
        why_later=_reasons(code for one in found if one.action == "wait" for code in one.reasons),
        why_dropped=_reasons(code for one in found if one.action == "drop" for code in one.reasons),
        missing=sorted({one.missing for one in found if one.missing}),
        sample=next((one.text for one in found if one.text), ""),
    )


def _reasons(codes: Iterable[str]) -> list[tuple[str, int]]:
    counted = Counter(codes)
    return [(capital(wording(code)), count) for code, count in counted.most_common()]


def sent_states(radar: Radar) -> dict[str, int]:
    """Follow-ups of the news by their state."""
    ids = RadarPerson.objects.filter(radar=radar, follow_up__isnull=False).values("follow_up")
    return dict(FollowUp.objects.filter(pk__in=ids).values_list("state").annotate(Count("pk")).order_by())


def templates_wait() -> bool:
    """The news can reach closed windows only when WhatsApp has approved their template."""
    texts = Template.objects.filter(name__startswith=f"{NEWS}_")
    return texts.exclude(status="APPROVED").exists() or not texts.exists()
