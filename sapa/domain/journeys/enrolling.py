"""Whether a trigger puts a customer on a journey, and in which arm (measurement.md, lift)."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sapa.domain.journeys.conditions import failing, missing_settings, with_settings
from sapa.domain.journeys.definition import Definition
from sapa.domain.journeys.facts import Skipped
from sapa.domain.journeys.scene import Run, Scene
from sapa.domain.journeys.times import DORMANT_AFTER_DAYS, plus_days

BUCKETS = 10_000
NEVER_HELD_OUT = ("reply", "notice")


def start(definition: Definition, scene: Scene, *, share: float, salt: str) -> Run | Skipped:
    """The run that this trigger starts, or why it starts none; asked before the policy.

    `share`: percent of customers that are held out; never of service messages. `salt`: the workspace's secret.
    The run of a subject that has one already is equal to it but for `started_at`: see `advance`.
    """
    scene = with_settings(definition, scene)
    subject = subject_key(definition.trigger.subject, scene)
    reason = reason_against(definition, scene, subject)
    if reason:
        return Skipped(definition.id, "", reason)
    contact = scene.person.contact_id
    held_out = 0.0 if definition.klass in NEVER_HELD_OUT else share
    arm = "control" if bucket(salt, definition.id, contact) < held_out * BUCKETS / 100 else "treatment"
    variant = bucket(salt, definition.id, contact, "variant") % 2
    return Run(subject, begun_at(definition, scene), arm, variant)


def reason_against(definition: Definition, scene: Scene, subject: str) -> str | None:
    if scene.trigger.name not in definition.trigger.on:
        return "not_triggered"
    if missing_settings(definition, scene.settings):
        return "settings_missing"
    if not subject:
        return "subject_unknown"
    return failing(definition.trigger.when, scene) or too_early_again(definition, scene, subject)


def too_early_again(definition: Definition, scene: Scene, subject: str) -> str | None:
    """The same subject goes on with its own run; another one by the rule of re-entry."""
    rule, others = definition.reentry, [at for key, at in scene.earlier.items() if key != subject]
    if rule.rule == "once" and others:
        return "once_only"
    if rule.rule == "after" and any(at + timedelta(days=rule.days) > scene.now for at in others):
        return "too_soon_again"
    return None


def bucket(salt: str, journey: str, contact_id: int, purpose: str = "arm") -> int:
    """0 to 9 999, the same for a customer and a journey for ever, and independent between journeys."""
    parts = "\x1f".join((salt, journey, str(contact_id), *([] if purpose == "arm" else [purpose])))
    return int.from_bytes(sha256(parts.encode()).digest()[:8]) % BUCKETS


def begun_at(definition: Definition, scene: Scene) -> datetime:
    """The trigger; a dormancy began with its first attempt, also when that one was before our time."""
    last_paid_at = scene.person.last_paid_at
    if definition.trigger.subject != "dormancy" or last_paid_at is None:
        return scene.trigger.at
    days = scene.settings.get("days") or DORMANT_AFTER_DAYS
    return min(plus_days(last_paid_at, int(days[0]), scene.person.zone), scene.trigger.at)


def subject_key(subject: str, scene: Scene) -> str:
    """What the run is about, as it stands in keys: order-12; blank when the scene has no such thing."""
    return KEYS[subject](scene)


def row_key(kind: str, row: object) -> str:
    return f"{kind}-{getattr(row, 'id')}" if row else ""  # noqa: B009  rows of several types


def order_key(scene: Scene) -> str:
    return f"order-{scene.order_id}" if scene.order_id else ""


def dormancy_key(scene: Scene) -> str:
    """Of a customer who never paid the journey's own condition speaks."""
    paid_at, contact = scene.person.last_paid_at, f"contact-{scene.person.contact_id}"
    return f"{contact}-{paid_at.astimezone(UTC):%Y%m%d%H%M%S}" if paid_at else contact


def period_key(scene: Scene) -> str:
    found = scene.subscription
    if found is None or found.period_end is None:
        return ""
    return f"period-{found.id}-{found.period_end.astimezone(UTC):%Y%m%d}"


def product_key(scene: Scene) -> str:
    return f"contact-{scene.person.contact_id}-product-{scene.products[0].id}" if scene.products else ""


def cycle_key(scene: Scene) -> str:
    """One product of one order."""
    if not scene.products or not scene.order_id:
        return ""
    return f"cycle-{scene.order_id}-{scene.products[0].id}"


def quarter_key(scene: Scene) -> str:
    local = scene.trigger.at.astimezone(ZoneInfo(scene.person.zone))
    return f"contact-{scene.person.contact_id}-{local.year}q{(local.month + 2) // 3}"


def day_key(scene: Scene) -> str:
    local = scene.trigger.at.astimezone(ZoneInfo(scene.person.zone))
    return f"contact-{scene.person.contact_id}-{local:%Y%m%d}"


def instant_key(scene: Scene) -> str:
    at = scene.trigger.at.astimezone(UTC)
    return f"contact-{scene.person.contact_id}-{at:%Y%m%d%H%M%S}"


def feature_key(scene: Scene) -> str:
    found = scene.feature
    return f"contact-{scene.person.contact_id}-feature-{found.id}" if found else ""


KEYS: Mapping[str, Callable[[Scene], str]] = MappingProxyType(
    {
        "contact": lambda scene: f"contact-{scene.person.contact_id}",
        "order": order_key,
        "shipment": lambda scene: row_key("shipment", scene.shipment),
        "subscription": lambda scene: row_key("subscription", scene.subscription),
        "period": period_key,
        "invoice": lambda scene: row_key("invoice", scene.invoice),
        "return": lambda scene: row_key("return", scene.returned),
        "ticket": lambda scene: row_key("ticket", scene.ticket),
        "interaction": lambda scene: row_key("interaction", scene.interaction),
        "dormancy": dormancy_key,
        "product": product_key,
        "cycle": cycle_key,
        "survey": lambda scene: order_key(scene) or day_key(scene),
        "feature": feature_key,
        "quarter": quarter_key,
        "campaign": day_key,
        "message": instant_key,
    }
)
