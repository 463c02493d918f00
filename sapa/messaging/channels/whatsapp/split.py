"""Which elements of a body belong to which of the business's numbers."""

from dataclasses import replace

from sapa.messaging.schemas import Parsed


def by_number(parsed: Parsed) -> dict[str, Parsed]:
    """Parts by phone_number_id; "" holds what concerns the whole account."""
    named = {one.number_id for one in parsed.messages} | {one.number_id for one in parsed.statuses}
    named |= {one.number_id for one in parsed.preferences} | {one.number_id for one in parsed.echoes}
    named |= {one.number_id for one in parsed.identities}
    parts = {number_id: _of(parsed, number_id) for number_id in named}
    account = replace(parts.get("", Parsed()), templates=parsed.templates)
    parts[""] = replace(account, account=parsed.account, unknown=parsed.unknown, errors=parsed.errors)
    return parts


def _of(parsed: Parsed, number_id: str) -> Parsed:
    return Parsed(
        messages=tuple(m for m in parsed.messages if m.number_id == number_id),
        statuses=tuple(s for s in parsed.statuses if s.number_id == number_id),
        preferences=tuple(p for p in parsed.preferences if p.number_id == number_id),
        echoes=tuple(e for e in parsed.echoes if e.number_id == number_id),
        identities=tuple(i for i in parsed.identities if i.number_id == number_id),
    )
