"""Whether a number that is known in E.164 belongs to a phone that can chat: asked for every decision."""

import re
from typing import Any

import phonenumbers

from sapa.domain.phones.reading import normalise

# The library's own pattern of Indonesian mobiles, without its way there: a fiftieth of the time.
_METADATA: Any = phonenumbers.PhoneMetadata.metadata_for_region("ID")
INDONESIAN_MOBILE = re.compile(rf"\+62(?:{_METADATA.mobile.national_number_pattern})")


def can_receive_chat(e164: str) -> bool:
    """As `normalise` says."""
    return bool(INDONESIAN_MOBILE.fullmatch(e164)) or normalise(e164).can_receive_chat
