"""When a person wants the digest, and the link in each that ends it."""

from sapa.base import passes
from sapa.base.scope import current_workspace_id, workspace_scope
from sapa.domain.digests import OFF
from sapa.inbox.models import DigestChoice

PURPOSE = "digest"


def choose(*, user_id: int, rhythm: str, hour: int) -> None:
    DigestChoice.objects.update_or_create(user_id=user_id, defaults={"rhythm": rhythm, "hour": hour})


def stop(*, user_id: int) -> None:
    """The hour stays as it was, for whoever turns it on again."""
    DigestChoice.objects.update_or_create(user_id=user_id, defaults={"rhythm": OFF})


def stops_with(user_id: int) -> str:
    """The signed part of the address at which this person ends the digests of this shop."""
    return passes.made(PURPOSE, current_workspace_id(), user_id)


def stopped_by(token: str, *, for_good: bool) -> bool:
    """Whether Sapa made it; `for_good` ends the digests of whom it names. Not in a scope."""
    numbers = passes.read(PURPOSE, token)
    if numbers is None or len(numbers) != 2:
        return False
    if for_good:
        with workspace_scope(numbers[0]):
            stop(user_id=numbers[1])
    return True
