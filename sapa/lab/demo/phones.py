"""What the demo says to its simulator, over HTTP like everybody else."""

import json
import urllib.request
from datetime import datetime

from django.conf import settings

PATIENCE_SECONDS = 5


def tell_clock(now: datetime) -> None:
    """The simulated phones live in the same business time."""
    ask("POST", "/_control/clock", {"now": now.isoformat()})


def ask(method: str, path: str, body: dict[str, object] | None = None) -> dict[str, object]:
    """Raises OSError when the simulator does not answer."""
    address = settings.SAPA.graph_url + path
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(  # noqa: S310 (an http address from our own settings)
        address, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:  # noqa: S310
        answer: dict[str, object] = json.load(response)
    return answer
