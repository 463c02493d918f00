"""Which elements of a body belong to which of the business's numbers."""

from collections import defaultdict
from typing import Any

from sapa.messaging.schemas import Parsed

BY_NUMBER = (
    "messages",
    "statuses",
    "echoes",
    "identities",
    "history",
    "people",
    "calls",
    "preferences",
)
OF_ACCOUNT = ("templates", "account", "unknown", "errors")


def numbers_in(parsed: Parsed) -> set[str]:
    """The phone_number_ids that are named."""
    return {one.number_id for name in BY_NUMBER for one in getattr(parsed, name)} - {""}


def by_number(parsed: Parsed) -> dict[str, Parsed]:
    """Parts by phone_number_id; "" holds what concerns the whole account, or names no number."""
    parts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for name in BY_NUMBER:
        for one in getattr(parsed, name):
            parts[one.number_id][name].append(one)
    divided = {number: Parsed(**_tuples(lists)) for number, lists in parts.items() if number}
    account = {name: list(getattr(parsed, name)) for name in OF_ACCOUNT}
    return divided | {"": Parsed(**_tuples(parts[""] | account))}


def _tuples(lists: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: tuple(one) for name, one in lists.items()}
