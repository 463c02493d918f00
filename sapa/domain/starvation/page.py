"""The page `docs/starvation.md`: what `sapa policy starvation` prints."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from sapa.domain.policy import Policy, policy_from
from sapa.domain.recipes.library import LIBRARY
from sapa.domain.starvation.measuring import (
    BRIDGE,
    DAYS,
    GRACE_DAYS,
    PROMOTION_DAYS,
    SURVEY_DAYS,
    USUAL,
    Example,
    Loss,
    Row,
    of_example,
    rows,
)

# The rows of `domain.md` §2.12: why a target window and a usefulness window are two things.
EXAMPLES = (
    Example("unpaid checkout, useful for 4 to 6 h", "reminder", "b2c", 4, 6),
    Example("unpaid checkout, useful for 4 to 6 h", "reminder", "worker", 4, 6),
    Example("unpaid checkout, useful for 24 h", "reminder", "b2c", 4, 24),
    Example("unpaid checkout, useful for 24 h", "reminder", "worker", 4, 24),
    Example("unpaid checkout, useful for 24 h", "reminder", "mobile", 4, 24),
    Example("unpaid checkout in office hours, useful for 24 h", "reminder", "b2b", 4, 24, office=True),
    Example("unpaid checkout in office hours, useful for 96 h", "reminder", "b2b", 4, 96, office=True),
    Example("first contact in office hours, 24 to 48 h", "care", "b2c", 24, 48, office=True),
    Example("first contact in office hours, 24 to 48 h", "care", "b2b", 24, 48, office=True),
    Example("first contact in office hours, 24 to 96 h", "care", "b2b", 24, 96, office=True),
)
NAMES = {"b2c": "B2C", "worker": "B2C worker", "mobile": "B2C mobile only", "b2b": "B2B"}

HEAD = f"""# Does the policy starve recipes?

Printed by `sapa policy starvation`; a test compares this page with what it measures. Every hour of four weeks
is taken as the trigger of every step, for a customer who was never written to: what is lost is lost to the
clock alone. *B2C*: address in Jakarta. *B2C worker*: with the busy profile. *B2C mobile only*: nothing but a
mobile number, so that quiet hours hold in all three zones. *B2B*: address in Jakarta, triggers in office hours
of Monday to Friday.

A cell says which share of the messages is no longer useful when they may go, then the median and the ninetieth
percentile of the hours from the due time to the sending of the others. Assumed: an order without a deadline of
its own, a promotion of {PROMOTION_DAYS} days, a survey of {SURVEY_DAYS} days, {GRACE_DAYS} days of grace.

No recipe that is useful for 24 hours or longer loses over 1 % of its messages to private customers. Shorter by
their nature are the second reminder before an order closes (three hours until half an hour before) and the news
that a parcel is out for delivery (until the end of that day): what falls into the night is dropped, not sent late.
"""
WHY = """A target window is not a usefulness window: literal four to six hours lose four of ten reminders to the night.
Hours here count from the trigger.
"""
LONG = """Collective leave and holidays leave companies no hour from Friday 5 March 17:00 to Tuesday 16 March 09:00.
Not asserted by a test but told here: campaigns and renewals inside are shown as moved or dropped beforehand.
"""


def page(policy: Policy | None = None) -> str:
    """The whole page as Markdown."""
    rules = policy or policy_from()
    return "\n".join([
        HEAD,
        f"## Why windows are wide: {weeks(USUAL)}\n",
        WHY,
        *examples(rules),
        f"\n## Recipes, {weeks(USUAL)}\n",
        *recipes(USUAL, rules),
        f"\n## The long bridge, {weeks(BRIDGE)}\n",
        LONG,
        *recipes(BRIDGE, rules),
        "",
    ])  # fmt: skip


def weeks(first: date) -> str:
    last = first + timedelta(days=DAYS - 1)
    return f"{first:%-d %B} to {last:%-d %B %Y}"


def examples(policy: Policy) -> Iterator[str]:
    yield "| case | customer | lost | median / p90 hours |"
    yield "|---|---|---|---|"
    for example in EXAMPLES:
        found = of_example(example, USUAL, policy)
        hours = f"{number(found.median)} / {number(found.p90)}"
        yield f"| {example.title} | {NAMES[example.person]} | {found.share:.1%} | {hours} |"


def recipes(first: date, policy: Policy) -> Iterator[str]:
    yield f"| recipe | step | {' | '.join(NAMES.values())} |"
    yield "|---|---|" + "---|" * len(NAMES)
    for definition in LIBRARY.values():
        for step, several in groupby(rows(definition, first, policy), key=step_of):
            yield f"| `{definition.id}` | {step} | {' | '.join(cell(row.loss) for row in several)} |"


def step_of(row: Row) -> str:
    return row.step


def cell(loss: Loss) -> str:
    return f"{loss.share:.1%} · {number(loss.median)} / {number(loss.p90)}"


def number(hours: float) -> str:
    return f"{hours:.1f}".removesuffix(".0")
