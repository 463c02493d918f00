"""How numbers are: what they sent, what room they have today and tomorrow, why they stand still, what changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sapa.domain import formats
from sapa.domain import number_health as rules_of
from sapa.domain.number_health import UNLIMITED, Counts, Forecast, Thresholds
from sapa.messaging.models import Channel, ChannelHistory
from sapa.messaging.services.health import counts, local_midnight, thresholds
from sapa.messaging.services.measuring import portfolio_of, reached
from sapa.web.templatetags.formats import language

MOST_HISTORY = 30
MARKETING = "marketing"
# Codes that are no number of the provider's: what happened, and what to do.
STOPS: Mapping[str, tuple[Any, Any]] = {
    "by_hand": (_("Somebody of the shop stopped it."), _("Let it go on when you are ready.")),
    "disconnected": (
        _("It was disconnected and its token thrown away."),
        _("Connect it again with a token and the app secret."),
    ),
    "no_app_secret": (
        _("It has no app secret, so nobody could tell real webhooks from false ones."),
        _("Put in the app secret from the app's settings at Meta."),
    ),
    "token_unreadable": (
        _("Its access token cannot be opened with the keys of this server."),
        _("Put the token in anew, or bring back the key ring of the backup."),
    ),
    "clock_jumped": (
        _("The clock of this server jumped, so nothing leaves at a wrong hour."),
        _("Look whether the clock is right, then let the number go on."),
    ),
    "account_restriction": (
        _("WhatsApp restricts this account."),
        _("Open Account quality at Meta, see what it is about, and let the number go on when it is over."),
    ),
    "disabled_update": (
        _("WhatsApp has disabled this account, or says when it will."),
        _("Open Account quality at Meta and ask for a review."),
    ),
    "account_deleted": (_("The WhatsApp account was deleted."), _("Connect a number of another account.")),
    "account_offboarded": (
        _("The number was taken away from the Cloud API in the phone app."),
        _("Connect it again in the phone app, then let it go on here."),
    ),
}
RESTS: Mapping[str, Any] = {
    "quality_red": _("Its quality is red: offers and care messages rest until it is better."),
    "quality_yellow": _("Its quality is yellow: half of the usual offers go, spread over the day."),
    "blocks_rising": _("More customers than usual block it or cannot be reached: offers rest some hours."),
    "failures_rising": _("More messages than usual fail: offers rest some hours."),
    "limit_near": _("The day's limit is nearly used up: the rest is kept for reminders and notices."),
    "131048": _("Customers reported messages as spam: WhatsApp limits offers for some hours."),
    "131064": _("Templates were put in the wrong category: WhatsApp limits them for some hours."),
}
ANY_REST = _("WhatsApp limits offers of this number for some hours.")
WHAT: Mapping[str, Any] = {
    "quality": _("Quality"),
    "limit": _("Limit"),
    "throughput": _("Messages a second"),
    "name": _("Displayed name"),
    "account": _("Account"),
    "stopped": _("Stopped"),
    "resumed": _("Went on"),
    "promos_paused": _("Offers rest"),
    "promos_resumed": _("Offers go again"),
    "username": _("Username"),
}
SOURCES: Mapping[str, Any] = {
    "webhook": _("told by WhatsApp"),
    "poll": _("seen at WhatsApp"),
    "answer": _("from an answer"),
    "measured": _("measured"),
    "user": _("by a person"),
}
QUALITY: Mapping[str, tuple[str, Any]] = {
    "GREEN": ("daun", _("good")),
    "YELLOW": ("kunyit", _("middling")),
    "RED": ("bata", _("poor")),
}


@dataclass(frozen=True, slots=True)
class Room:
    """Customers that may be written to first in 24 hours; `limit` None: none, or not told (`known`)."""

    known: bool
    limit: int | None
    reached: int

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.reached)


@dataclass(frozen=True, slots=True)
class Stop:
    code: str
    at: datetime | None
    sentence: Any
    remedy: Any
    detail: str


@dataclass(frozen=True, slots=True)
class NumberState:
    """One line of the list. `stop` None: it sends. `rest`: why offers wait, empty when they go."""

    channel: Channel
    stop: Stop | None
    room: Room
    quality_hue: str
    quality: Any
    rest: Any = ""
    rest_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`share` of those tried, None without any."""

    label: Any
    number: int
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    what: Any
    change: str
    source: Any


@dataclass(frozen=True, slots=True)
class NumberHealth:
    """The health part of a number's page; `codes` the most frequent errors of the day with their words."""

    state: NumberState
    day: list[Figure]
    week: list[Figure]
    measured_at: datetime | None
    codes: list[tuple[str, int, Any]]
    tomorrow: Forecast
    rules: Thresholds
    history: list[Event] = field(default_factory=list)


def state_of(channel: Channel, *, now: datetime) -> NumberState:
    hue, words = QUALITY.get(channel.quality, ("", _("not told yet")))
    until = channel.paused_promos_until
    resting = until is not None and until > now
    reason = channel.paused_promos_reason
    return NumberState(
        channel=channel,
        stop=stop_of(channel),
        room=room_of(channel, now=now),
        quality_hue=hue,
        quality=words,
        rest=RESTS.get(reason, ANY_REST) if resting else "",
        rest_until=until if resting else None,
    )


def stop_of(channel: Channel) -> Stop | None:
    """Why nothing leaves, in plain words, and what to do about it."""
    code = channel.stopped
    if not code:
        return None
    sentence, remedy = STOPS.get(code) or _of_provider(channel, code)
    return Stop(code, channel.stopped_at, sentence, remedy, channel.stopped_detail)


def _of_provider(channel: Channel, code: str) -> tuple[Any, Any]:
    told = import_string(settings.CHANNELS)[channel.kind].treatment(int(code) if code.isdigit() else None)
    return told.explanation, told.remedy


def room_of(channel: Channel, *, now: datetime) -> Room:
    limit = rules_of.limit_of(channel.limit_tier)
    used = reached(portfolio_of(channel), now) if limit is not None else 0
    return Room(limit is not None or channel.limit_tier == UNLIMITED, limit, used)


def health_of(channel: Channel, *, now: datetime) -> NumberHealth:
    figures, usual = channel.health.get("figures", {}), channel.health.get("usual", {})
    measured = figures.get("at")
    return NumberHealth(
        state=state_of(channel, now=now),
        day=[*_figures(counts(figures)), *_day_only(figures)],
        week=_figures(counts(usual)),
        measured_at=datetime.fromisoformat(measured) if measured else None,
        codes=_codes(channel, figures),
        tomorrow=tomorrow(channel, now=now),
        rules=thresholds(),
        history=history_of(channel),
    )


def _figures(of: Counts) -> list[Figure]:
    return [
        Figure(_("Sent"), of.sent),
        Figure(_("Arrived"), of.delivered, of.delivered / of.sent if of.sent else None),
        Figure(_("Read"), of.read, of.read / of.sent if of.sent else None),
        Figure(_("Failed"), of.failed, of.share(of.failed) if of.tried else None),
        Figure(_("Blocked, reported or unreachable"), of.blocked, of.share(of.blocked) if of.tried else None),
    ]


def _day_only(figures: Mapping[str, Any]) -> list[Figure]:
    sent, unsure = figures.get("sent", 0), figures.get("unsure", 0)
    return [
        Figure(_("Customers who wrote"), figures.get("replied", 0)),
        Figure(_("Outcome not known"), unsure, unsure / (sent + unsure) if sent + unsure else None),
        Figure(_("Slowed down by WhatsApp"), figures.get("throttled", 0)),
    ]


def _codes(channel: Channel, figures: Mapping[str, Any]) -> list[tuple[str, int, Any]]:
    found = sorted(figures.get("codes", {}).items(), key=lambda one: -one[1])[:5]
    return [(code, number, _of_provider(channel, code)[0]) for code, number in found]


def tomorrow(channel: Channel, *, now: datetime) -> Forecast:
    """What is planned for tomorrow beside offers, or what is usual where that is more."""
    usual = channel.health.get("usual", {})
    first = local_midnight(now + timedelta(days=1))
    planned = _planned(now, first + timedelta(days=1)) - _planned(now, first)
    return rules_of.forecast(
        quality=channel.quality,
        limit=rules_of.limit_of(channel.limit_tier),
        others=max(planned, usual.get("others", 0) // 7),
        usual_promos=usual.get("promos", 0) / 7,
        rules=thresholds(),
    )


def _planned(now: datetime, until: datetime) -> int:
    """Follow-ups that are no offers and are due before `until`."""
    found = import_string(settings.PLANNED_SENDS)(now=now, until=until)
    return sum(number for (_kind, category), number in found.items() if category != MARKETING)


def history_of(channel: Channel) -> list[Event]:
    """Newest first."""
    rows = ChannelHistory.objects.filter(channel=channel).order_by("-at", "-id")[:MOST_HISTORY]
    return [Event(row.at, WHAT.get(row.what, row.what), _change(channel, row), _source(row)) for row in rows]


def _source(row: ChannelHistory) -> Any:
    return SOURCES.get(row.source, row.source)


def _change(channel: Channel, row: ChannelHistory) -> str:
    """In words: from what to what, or why."""
    match row.what:
        case "stopped":
            return str((STOPS.get(row.after) or _of_provider(channel, row.after))[0])
        case "promos_paused" | "promos_resumed":
            return str(RESTS.get(row.detail, ANY_REST)) if row.what == "promos_paused" else ""
        case "resumed":
            return ""
        case _:
            values = [_value(row.what, told) for told in (row.before, row.after) if told]
            return " ".join(filter(None, (" → ".join(values), row.detail)))


def _value(what: str, told: str) -> str:
    if what == "quality" and told in QUALITY:
        return str(QUALITY[told][1])
    if what == "limit" and told == UNLIMITED:
        return str(_("without limit"))
    if what == "limit" and (limit := rules_of.limit_of(told)):
        return formats.number(limit, language())
    return told
