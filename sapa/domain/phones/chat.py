"""Whether a number that is known in E.164 belongs to a phone that can chat: asked for every decision."""

from sapa.domain.phones.reading import normalise
from sapa.domain.phones.usual import INDONESIAN_MOBILE


def can_receive_chat(e164: str) -> bool:
    """As `normalise` says."""
    return bool(INDONESIAN_MOBILE.fullmatch(e164)) or normalise(e164).can_receive_chat
