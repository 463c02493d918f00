"""Settings about how many and how often: distance, limits, silence, complaints, consent, WhatsApp (domain.md 2.5)."""

from django.utils.translation import gettext_lazy as _

from sapa.journeys.selectors.policy.settings import (
    CLASS_NAMES,
    DAYS,
    ENGAGEMENTS,
    EVERY,
    HOURS,
    NUDGES,
    TICKET_KINDS,
    YEAR_OF_HOURS,
    Group,
    Setting,
)

GAPS = Group(
    "jarak",
    "timer",
    _("Distance"),
    _("So long after the last contact, by anybody on any channel, before the next message."),
    [
        Setting(
            f"gap_hours.{name}", "number", CLASS_NAMES[name], unit=HOURS, most=YEAR_OF_HOURS, classes=(name,)
        )
        for name in NUDGES
    ],
)
CAPS = Group(
    "batas",
    "gauge",
    _("Limits"),
    _("How many messages one customer gets at most. Blank or 0 means no limit."),
    [
        Setting("caps.nudge.day", "limit", _("Messages in a day"), classes=NUDGES),
        Setting("caps.nudge.week", "limit", _("Messages in 7 days"), classes=NUDGES),
        Setting("caps.nudge.month", "limit", _("Messages in 30 days"), classes=NUDGES),
        Setting(
            "caps.nudge.applies",
            "classes",
            _("The limit holds back"),
            _("A deadline beats a quota: reminders are counted but not limited, unless you choose them."),
            classes=NUDGES,
            of_class=True,
        ),
        Setting("caps.nudge.counts", "classes", _("The limit counts"), classes=NUDGES),
        Setting("caps.promo.week", "limit", _("Promotions in 7 days"), classes=("promo",)),
        Setting("caps.promo.month", "limit", _("Promotions in 30 days"), classes=("promo",)),
        Setting(
            "caps.promo.applies",
            "classes",
            _("The limit of promotions holds back"),
            classes=NUDGES,
            of_class=True,
        ),
        Setting("caps.promo.counts", "classes", _("The limit of promotions counts"), classes=("promo",)),
    ],
)
BACKOFF = Group(
    "senyap",
    "bell-off",
    _("When nobody answers"),
    _("Every unanswered message makes the distance longer, until a person takes over."),
    [
        Setting(
            "backoff.days",
            "numbers",
            _("Days of silence after the 1st, 2nd, 3rd … unanswered message"),
            _("Numbers with commas between them: 3, 7, 30, 90."),
            DAYS,
            most=400,
            classes=NUDGES,
        ),
        Setting(
            "backoff.max_unanswered",
            "number",
            _("Stop after so many unanswered messages"),
            unit=_("messages"),
            classes=NUDGES,
        ),
        Setting("backoff.applies", "classes", _("Holds back"), classes=NUDGES, of_class=True),
        Setting("backoff.counts", "classes", _("Counts"), classes=NUDGES),
        Setting(
            "backoff.reset_events",
            "names",
            _("Begins anew when the customer writes, or"),
            choices=ENGAGEMENTS,
            classes=NUDGES,
        ),
    ],
)

TICKETS = Group(
    "keluhan",
    "message-circle-warning",
    _("Complaints"),
    _("While a complaint is open, Sapa stays quiet about everything else."),
    [
        Setting(
            "ticket.holds",
            "classes",
            _("An open ticket holds back"),
            _("Reminders are always held while their own order is disputed."),
            classes=NUDGES,
            of_class=True,
        ),
        Setting("ticket.recheck_hours", "number", _("Looked at again after"), unit=HOURS, most=YEAR_OF_HOURS),
        Setting(
            "ticket.cooldown_days", "number", _("Quiet after a complaint was solved"), unit=DAYS, most=400
        ),
        Setting("ticket.cooldown_classes", "classes", _("That quiet holds back"), of_class=True),
        Setting("ticket.cooldown_kinds", "names", _("It follows after"), choices=TICKET_KINDS),
    ],
)
CONSENT = Group(
    "izin",
    "handshake",
    _("Consent"),
    _("Promotions need a recorded agreement (UU PDP). Who says stop is not written to again."),
    [
        Setting("consent.required_for", "classes", _("Consent is needed for"), classes=EVERY, of_class=True),
    ],
)
WHATSAPP = Group(
    "whatsapp",
    "message-circle",
    "WhatsApp",
    _("Limits that WhatsApp itself sets. Change them only when WhatsApp does."),
    [
        Setting(
            "wa.window_hours",
            "number",
            _("Free text is allowed after the customer's message for"),
            unit=HOURS,
            most=YEAR_OF_HOURS,
            classes=EVERY,
        ),
        Setting(
            "wa.user_limit_hours",
            "number",
            _("Rest after WhatsApp refused a promotion (131049)"),
            unit=HOURS,
            most=YEAR_OF_HOURS,
            classes=EVERY,
        ),
        Setting(
            "wa.user_limit_growth",
            "number",
            _("Each further refusal makes that rest longer by the factor"),
            most=100,
            classes=EVERY,
        ),
        Setting(
            "wa.no_marketing_template_country_codes",
            "codes",
            _("Countries without promotional templates"),
            _("Calling codes with commas between them: 1."),
            classes=EVERY,
        ),
    ],
)
PRIORITY = Group(
    "urutan",
    "list-ordered",
    _("Who goes first"),
    _("When several messages wait for one customer, the smaller number goes first."),
    [
        Setting(f"priority.{name}", "priority", CLASS_NAMES[name], most=10_000, classes=(name,))
        for name in EVERY
    ],
)

AMOUNT_GROUPS = (GAPS, CAPS, BACKOFF, TICKETS, CONSENT, WHATSAPP, PRIORITY)
