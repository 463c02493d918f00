"""What became of one row of anything but orders."""

from typing import NamedTuple


class Result(NamedTuple):
    """`new_person`: whom the row brought. `made`: ids of what else it made, of the kind that the file holds.

    `met`: ids, of that kind, of what was as the row tells it.
    """

    outcome: str
    notes: tuple[str, ...] = ()
    new_person: int | None = None
    made: tuple[int, ...] = ()
    met: tuple[int, ...] = ()
