"""Facts of the customer, and of what this and other journeys already wrote to them."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sapa.domain.journeys.registry.shorthand import (
    by_name,
    days_since,
    instant,
    number,
    of_this_journey,
    own_subject,
    sent_at,
    started,
    subject_of,
    yes_no,
)
from sapa.domain.journeys.scene import Reply, Scene
from sapa.domain.journeys.times import plus_days
from sapa.domain.optout import COURTESY

BAD_RATING, MEDIOCRE_RATING, GOOD_RATING = 2, 3, 4
DETRACTS_UNTIL, PROMOTES_FROM = 6, 9
CHECK_INS = frozenset(("cek_setelah_tiba", "tiga_hari_setelah_beli", "cek_pemakaian"))
EITHER_OF = frozenset(("cek_setelah_tiba", "tiga_hari_setelah_beli"))
CSAT = "csat"
ONE_CHECK_IN_WITHIN_DAYS = 14
ANSWERS_WITHIN = timedelta(hours=72)
ESTABLISHED_ORDERS, ESTABLISHED_DAYS = 2, 60
WINBACK_GAP_DAYS = 30
SATISFIED = frozenset(("1", "sesuai", "sudah sesuai", "sudah", "cocok", "bagus", "lengkap"))
LATER = frozenset(("nanti", "nanti dulu", "nanti lagi"))
DECLINES = re.compile(
    r"\W*(tidak|tdk|nggak|enggak|gak|ga)\s+(jadi\s+)?(lanjut|perpanjang|diperpanjang)", re.IGNORECASE
)


def reply(scene: Scene) -> Reply | None:
    """Since the run's newest message, or the message that is the trigger itself."""
    return scene.run.reply if scene.run and scene.run.reply else scene.said


def bought_again(scene: Scene) -> bool:
    paid_at = scene.person.last_paid_at
    return bool(paid_at and paid_at >= started(scene))


def ordered_since(scene: Scene) -> bool:
    placed_at = scene.person.last_order_at
    return bool(placed_at and placed_at > started(scene))


def rated_low(scene: Scene) -> bool:
    score = scene.person.last_csat
    return score is not None and score <= BAD_RATING


def is_unhappy(scene: Scene) -> bool:
    """The last word on any scale was no good one."""
    csat, nps = scene.person.last_csat, scene.person.last_nps
    return (csat is not None and csat <= MEDIOCRE_RATING) or (nps is not None and nps <= DETRACTS_UNTIL)


def is_established(scene: Scene) -> bool:
    """At least two delivered orders, or sixty days of a subscription."""
    person = scene.person
    subscribed_days = days_since(person.subscribed_since, scene.now) if person.subscribed_since else 0
    return person.delivered_orders >= ESTABLISHED_ORDERS or subscribed_days >= ESTABLISHED_DAYS


def was_answered(scene: Scene) -> bool:
    answered_at = scene.person.last_answered_at
    return bool(answered_at and answered_at >= scene.trigger.at)


def other_check_in(scene: Scene) -> bool:
    """Another journey asked how it went, within 14 days: either of them, not both."""
    others = (one for one in scene.person.follow_ups if one.recipe in EITHER_OF)
    mine = {one.key for one in of_this_journey(scene)}
    asked = sent_at(one for one in others if one.key not in mine)
    return any(days_since(at, scene.now) < ONE_CHECK_IN_WITHIN_DAYS for at in asked)


def days_since_csat(scene: Scene) -> float:
    asked = sent_at(one for one in scene.person.follow_ups if one.recipe == CSAT)
    return days_since(max(asked, default=None), scene.now)


def gave_good_sign(scene: Scene) -> bool:
    """CSAT 4 or 5, NPS 9 or 10, or a check-in that was answered with «sesuai»."""
    name, person = scene.trigger.name, scene.person
    if name == "feedback.rated":
        return (person.last_csat or 0) >= GOOD_RATING
    if name == "nps.answered":
        return (person.last_nps or 0) >= PROMOTES_FROM
    return name == "message.received" and is_good_answer(scene)


def is_good_answer(scene: Scene) -> bool:
    said = reply(scene)
    if said is None or plain_words(said.text) not in SATISFIED:
        return False
    asked = sent_at(one for one in scene.person.follow_ups if one.recipe in CHECK_INS)
    return any(timedelta() <= said.at - at <= ANSWERS_WITHIN for at in asked)


def plain_words(text: str) -> str:
    """Small letters without punctuation and courtesies: «Sesuai, Kak! Makasih» is `sesuai`."""
    return " ".join(word for word in re.findall(r"\w+", text.casefold()) if word not in COURTESY)


def postponed(scene: Scene) -> bool:
    """They said that they want to hear of it later: NANTI, «nanti ya Kak»."""
    said = reply(scene)
    return bool(said and plain_words(said.text) in LATER)


def declined(scene: Scene) -> bool:
    """They said that they do not go on: TIDAK LANJUT."""
    said = reply(scene)
    return bool(said and DECLINES.match(said.text))


def days_quiet(scene: Scene) -> float:
    """Days since this journey last wrote to the customer, endless when it never did."""
    others = (one for one in of_this_journey(scene) if one.key != scene.key)
    return days_since(max(sent_at(others), default=None), scene.now)


def hours_quiet(scene: Scene) -> float:
    return days_quiet(scene) * 24


def sent_of_run(scene: Scene) -> list[datetime]:
    """When messages of this journey about the same subject went out."""
    mine = own_subject(scene)
    return sent_at(one for one in of_this_journey(scene) if subject_of(one.key) == mine)


def sent_today(scene: Scene) -> int:
    zone = ZoneInfo(scene.person.zone)
    today = scene.now.astimezone(zone).date()
    return sum(at.astimezone(zone).date() == today for at in sent_of_run(scene))


def winback_slot(scene: Scene) -> datetime:
    """The attempt's own instant, but not sooner than thirty days after the attempt before was sent."""
    sent = sent_at(one for one in of_this_journey(scene) if one.key != scene.key)
    return max([scene.trigger.at, *(plus_days(at, WINBACK_GAP_DAYS, scene.person.zone) for at in sent)])


PEOPLE_FACTS = by_name(
    (
        yes_no(
            "customer.has_paid",
            lambda scene: scene.person.last_paid_at is not None,
            ("pelanggan pernah membayar pesanan", "the customer once paid an order"),
            if_no="never_paid",
        ),
        yes_no(
            "customer.bought_again",
            bought_again,
            ("pelanggan sudah membeli lagi", "the customer has bought again"),
            if_yes="bought_again",
        ),
        yes_no(
            "customer.ordered_since",
            ordered_since,
            ("pelanggan sudah memesan lagi", "the customer has ordered since"),
            if_yes="ordered_since",
        ),
        yes_no(
            "customer.has_subscription",
            lambda scene: scene.person.has_subscription,
            ("pelanggan berlangganan", "the customer has a subscription"),
            if_yes="active_subscription",
        ),
        yes_no(
            "customer.rated_low",
            rated_low,
            ("nilai CSAT terakhir 1 atau 2", "the last CSAT was 1 or 2"),
            if_yes="last_rating_bad",
        ),
        yes_no(
            "customer.is_unhappy",
            is_unhappy,
            ("nilai terakhir kurang baik (CSAT 1-3, NPS 0-6)", "the last score was poor (CSAT 1-3, NPS 0-6)"),
            if_yes="negative_signal",
        ),
        yes_no(
            "customer.is_established",
            is_established,
            ("minimal 2 pesanan tiba atau 60 hari berlangganan", "2 delivered orders or 60 days subscribed"),
            if_no="too_new",
        ),
        yes_no(
            "customer.gave_good_sign",
            gave_good_sign,
            (
                "tanda puas: CSAT 4-5, NPS 9-10, atau jawaban «sesuai»",
                "content: CSAT 4-5, NPS 9-10 or «sesuai»",
            ),
            if_no="no_good_sign",
        ),
        yes_no(
            "customer.was_answered",
            was_answered,
            ("pesan pelanggan sudah dijawab", "the customer was answered"),
            if_yes="already_answered",
        ),
        yes_no(
            "reply.declined",
            declined,
            ("pelanggan menjawab tidak lanjut", "the customer declined"),
            if_yes="declined",
        ),
        yes_no(
            "reply.postponed",
            postponed,
            ("pelanggan minta diingatkan nanti", "the customer wants to be reminded later"),
        ),
        yes_no(
            "customer.other_check_in",
            other_check_in,
            ("sudah ditanya kabarnya oleh alur lain (14 hari)", "another journey asked within 14 days"),
            if_yes="other_check_in",
        ),
        number(
            "customer.last_csat",
            lambda scene: scene.person.last_csat,
            ("nilai CSAT terakhir", "last CSAT score"),
        ),
        number(
            "customer.last_nps", lambda scene: scene.person.last_nps, ("nilai NPS terakhir", "last NPS score")
        ),
        number(
            "customer.paid_orders",
            lambda scene: scene.person.paid_orders,
            ("jumlah pesanan dibayar", "number of paid orders"),
            code="too_new",
        ),
        number(
            "customer.delivered_orders",
            lambda scene: scene.person.delivered_orders,
            ("jumlah pesanan tiba", "number of delivered orders"),
            code="too_new",
        ),
        number(
            "customer.days_since_csat",
            days_since_csat,
            ("hari sejak diminta menilai (CSAT)", "days since asked to rate (CSAT)"),
            code="rated_recently",
        ),
        instant(
            "customer.last_paid_at",
            lambda scene: scene.person.last_paid_at,
            ("pembayaran terakhir", "last payment"),
        ),
        instant(
            "customer.last_order_at",
            lambda scene: scene.person.last_order_at,
            ("pesanan terakhir", "last order"),
        ),
        instant("dormancy.slot", winback_slot, ("giliran sapaan berikutnya", "turn of the next attempt")),
        number(
            "journey.days_quiet",
            days_quiet,
            (
                "hari sejak alur ini terakhir menulis",
                "days since this journey last wrote",
            ),
            code="asked_recently",
        ),
        number(
            "journey.hours_quiet",
            hours_quiet,
            ("jam sejak alur ini terakhir menulis", "hours since this journey last wrote"),
            code="asked_recently",
        ),
        number(
            "run.sent",
            lambda scene: len(sent_of_run(scene)),
            ("pesan terkirim untuk hal ini", "messages sent about this"),
            code="told_enough",
        ),
        number(
            "run.sent_today",
            sent_today,
            ("pesan terkirim hari ini untuk hal ini", "messages sent today about this"),
            code="told_enough_today",
        ),
        yes_no(
            "service.is_open",
            lambda scene: scene.is_open,
            ("dalam jam layanan", "within service hours"),
        ),
    )
)
