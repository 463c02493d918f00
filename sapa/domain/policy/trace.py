"""Why a decision came out as it did: every check and every rule with the value it saw.

Instants are microseconds since 1970 UTC (`sapa.domain.zones.clock.moment` makes them readable).
"""

from typing import NamedTuple


class CheckTrace(NamedTuple):
    """One final check: `matched` means drop. `saw` is the value that was looked at."""

    code: str
    applicable: bool
    matched: bool
    saw: object


class RuleTrace(NamedTuple):
    """One time rule at one instant.

    `violated` and not `lifted` means: no sending before `next`. `saw`: an instant (gaps, tickets), a
    count (caps, backing off), the local minute of the day (hours) or the local day number (days).
    """

    code: str
    applicable: bool
    violated: bool
    lifted: bool
    saw: object
    next: int | None


class Step(NamedTuple):
    """All time rules at the instant `at`, in canonical order."""

    at: int
    rules: tuple[RuleTrace, ...]


class Trace(NamedTuple):
    """Final checks, then the instants that were tried; `channels` what step 5 found at the last one."""

    checks: tuple[CheckTrace, ...]
    steps: tuple[Step, ...]
    channels: tuple[tuple[str, str], ...]
