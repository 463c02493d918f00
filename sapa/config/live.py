"""What live updates look at beside conversations and figures: by event, a query for {key: mark}."""

from collections.abc import Mapping

from sapa.inbox.stream import NOTICES, PRESENCE

LOOKS: Mapping[str, str] = {"presence": PRESENCE, "notice": NOTICES}
