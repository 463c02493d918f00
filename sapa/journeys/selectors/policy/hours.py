"""Settings about hours and days (domain.md 2.4)."""

from django.utils.translation import gettext_lazy as _

from sapa.journeys.selectors.policy.settings import EVERY, HOURS, MINUTES, YEAR_OF_HOURS, Group, Setting

REST = Group(
    "istirahat",
    "moon",
    _("Rest hours"),
    _("No automatic message arrives in these hours, wherever the customer lives."),
    [
        Setting(
            "quiet",
            "span",
            _("Rest hours"),
            _("In the customer's own time. The same time twice switches them off."),
            classes=EVERY,
        ),
        Setting(
            "reply.fresh_hours",
            "number",
            _("An answer is immediate for"),
            _("So long after the customer wrote, an answer goes at any hour."),
            HOURS,
            most=YEAR_OF_HOURS,
            classes=("reply",),
        ),
        Setting(
            "notice.fresh_min",
            "number",
            _("A confirmation is immediate for"),
            _("An order or payment confirmation that is older than this waits for the morning."),
            MINUTES,
            most=60 * 24 * 7,
            classes=("notice",),
        ),
    ],
)
ZONES = Group(
    "zona",
    "map-pin",
    _("Clocks"),
    _("A mobile number says nothing about the place; an address does."),
    [
        Setting("business_timezone", "choice", _("Your own time zone"), classes=(), segments=()),
        Setting(
            "unknown_zone",
            "choice",
            _("Where a customer's place is unknown"),
            _("Strict keeps the rest hours of all three Indonesian zones."),
            choices=[("strict", _("strict: all three zones")), ("business", _("your own time zone"))],
            classes=(),
            segments=(),
        ),
    ],
)
COMPANIES = Group(
    "b2b",
    "building-2",
    _("Companies"),
    _("Reminders, care and promotions reach companies in office hours."),
    [
        Setting(
            "b2b.window",
            "window",
            _("Office hours"),
            _("The same time twice lifts this rule."),
            segments=("b2b",),
        ),
        Setting("b2b.block_national", "flag", _("Rest on public holidays"), segments=("b2b",)),
        Setting(
            "b2b.block_cuti_bersama",
            "flag",
            _("Rest on collective leave days"),
            _("Many private companies work on them."),
            segments=("b2b",),
        ),
        Setting("b2b.avoid_peaks", "flag", _("Also avoid the busy hours of workers"), segments=("b2b",)),
    ],
)
CONSUMERS = Group(
    "b2c",
    "user",
    _("Consumers"),
    _("Days and hours that suit people at home or at work."),
    [
        Setting(
            "b2c.default_busy_profile",
            "choice",
            _("Busy hours of most consumers"),
            _("Are your customers mostly employees? A customer's own choice wins."),
            segments=("b2c",),
        ),
        Setting(
            "b2c.weekend",
            "choice",
            _("On weekends"),
            choices=[("allow", _("send")), ("block", _("wait for the next working day"))],
            segments=("b2c",),
        ),
        Setting(
            "b2c.holiday",
            "choice",
            _("On holidays and collective leave days"),
            choices=[
                ("allow", _("send")),
                ("relevant_only", _("send, but of promotions only those about the holiday")),
                ("block", _("wait")),
            ],
            segments=("b2c",),
        ),
    ],
)
BUSY = Group(
    "sibuk",
    "briefcase-business",
    _("Busy hours"),
    _("Hours in which people of one kind would rather not be disturbed."),
    [Setting("busy_profiles", "profiles", _("Profiles"), classes=(), segments=())],
)
SEASONS = Group(
    "musim",
    "calendar-heart",
    _("Seasons and days"),
    _("Ramadan, Lebaran, Friday prayer and weekends."),
    [
        Setting(
            "ramadan.iftar_pause",
            "optional_window",
            _("Pause at iftar, in Ramadan"),
            _("Customers in Indonesia; usually 17:30 to 19:00."),
        ),
        Setting(
            "ramadan.b2b_window",
            "optional_window",
            _("Office hours in Ramadan"),
            _("Usually 09:00 to 15:00."),
            segments=("b2b",),
        ),
        Setting("lebaran.pause", "lebaran", _("Pause around Lebaran")),
        Setting(
            "friday_prayer.pause",
            "optional_window",
            _("Pause at Friday prayer"),
            _("Customers in Indonesia; usually 11:30 to 13:00."),
        ),
        Setting(
            "collection",
            "collection",
            _("Collection hours of financial services"),
            _("Payment reminders only in these hours, unless the customer agreed otherwise (POJK 22/2023)."),
            classes=("reminder",),
        ),
        Setting("weekend_by_country", "weekends", _("Weekends by country"), classes=(), segments=()),
    ],
)

HOUR_GROUPS = (REST, COMPANIES, CONSUMERS, BUSY, SEASONS, ZONES)
