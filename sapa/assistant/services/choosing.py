"""What the shop chooses for its assistant, written as the next version of its settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sapa.accounts.selectors import settings_in_force
from sapa.accounts.services import audit, change_settings
from sapa.assistant.answer.settings import SETTING, Chosen, chosen_from


@transaction.atomic
def choose(*, changes: Mapping[str, Any], now: datetime) -> Chosen:
    """What is not named stays. Raises ValueError that names the setting which is wrong; nothing is written then."""
    known = settings_in_force()[1].get(SETTING)
    document = {**(known if isinstance(known, dict) else {}), **changes}
    chosen = chosen_from(document)
    if document != known:
        change_settings(changes={SETTING: document}, now=now)
        audit(action="assistant.chosen", subject=", ".join(sorted(changes)), now=now)
    return chosen
