"""How many customers a comparison needs before it can show an effect (measurement.md, power)."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, sqrt
from statistics import NormalDist

from sapa.domain.formats import long_day, number, percent

ALPHA, POWER = 0.05, 0.8
LONGEST = 3650  # days; a date further away says nothing
SHARES = {"learning": 50, "proven": 10}


@dataclass(frozen=True, slots=True)
class SampleSize:
    """Customers in each arm; `control` is the one that is held out."""

    control: int
    treatment: int

    @property
    def total(self) -> int:
        return self.control + self.treatment


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a comparison of two rates needs, and the day by which enough customers have come; None: never."""

    needed: SampleSize
    base: float
    better: float
    ready_on: date | None

    def sentence(self, language: str = "id") -> str:
        return in_english(self) if language.startswith("en") else in_indonesian(self)


def recommended_share(state: str) -> int:
    """Percent of customers to hold out: half while learning, a tenth once proven, else nobody."""
    return SHARES.get(state, 0)


def sample_size(
    base: float, better: float, *, share: float = 50, alpha: float = ALPHA, power: float = POWER
) -> SampleSize:
    """Customers needed to see a rate rise (or fall) from `base` to `better`, tested from both sides.

    `share`: percent held out. ValueError when the rates are equal or a share leaves an arm empty.
    """
    control = exact_control(base, better, share, alpha, power)
    return SampleSize(ceil(control), ceil(control * (100 - share) / share))


def exact_control(base: float, better: float, share: float, alpha: float, power: float) -> float:
    """The held-out arm before rounding up; without an effect both arms have the mean of the two rates."""
    if base == better or not (0 <= base <= 1 and 0 <= better <= 1):
        raise ValueError("power: two different rates between 0 and 1 expected")
    if not 0 < share < 100:
        raise ValueError("power: a share between 0 and 100 percent expected")
    ratio, mean, quantile = (100 - share) / share, (base + better) / 2, NormalDist().inv_cdf
    no_effect = sqrt((1 + 1 / ratio) * mean * (1 - mean))
    effect = sqrt(base * (1 - base) + better * (1 - better) / ratio)
    wanted = quantile(1 - alpha / 2) * no_effect + quantile(power) * effect
    return (wanted / (better - base)) ** 2


def outlook(
    base: float,
    better: float,
    *,
    a_day: float,
    today: date,
    share: float = 50,
    so_far: int = 0,
    response_days: int = 0,
) -> Outlook:
    """By when the comparison can be read.

    `a_day`: customers who start in one day. `so_far`: who have started already. `response_days`: how long
    the last of them is given to respond.
    """
    needed = sample_size(base, better, share=share)
    missing = max(0, needed.total - so_far)
    if missing and a_day <= 0:
        return Outlook(needed, base, better, None)
    days = ceil(missing / a_day) if missing else 0
    ready_on = today + timedelta(days=days + response_days) if days < LONGEST else None
    return Outlook(needed, base, better, ready_on)


def in_indonesian(found: Outlook) -> str:
    control, treatment = (number(count) for count in (found.needed.control, found.needed.treatment))
    groups = f"±{control} pelanggan per kelompok"
    if control != treatment:
        groups = f"±{control} pelanggan pembanding dan ±{treatment} yang dikirimi"
    by = f"kira-kira {day_of(found.ready_on, 'id')}" if found.ready_on else "belum tentu kapan"
    return f"Untuk melihat {rate(found.base, 'id')} menjadi {rate(found.better, 'id')} perlu {groups}, {by}."


def in_english(found: Outlook) -> str:
    control, treatment = (number(count, "en") for count in (found.needed.control, found.needed.treatment))
    groups = f"about {control} customers in each group"
    if control != treatment:
        groups = f"about {control} customers held out and {treatment} written to"
    by = f"around {day_of(found.ready_on, 'en')}" if found.ready_on else "no telling by when"
    return f"To see {rate(found.base, 'en')} become {rate(found.better, 'en')} takes {groups}, {by}."


def rate(share: float, language: str) -> str:
    """`40%`, `2,4%`."""
    return percent(share, language, 0 if round(share * 100, 1).is_integer() else 1)


def day_of(day: date, language: str) -> str:
    """`12 Desember 2026`."""
    return long_day(day, language).split(", ", 1)[1]
