"""Which addresses of a model may be called at all: never an open line across the internet."""

from yarl import URL

from sapa.base.egress import is_public
from sapa.base.endpoint import Endpoint
from sapa.base.instance import instance

THIS_MACHINE = "localhost"


def is_plain_abroad(address: str) -> bool:
    """Plain http to anywhere but this machine or what `SAPA_EGRESS_ALLOW` names: customers' words and the key would
    be readable on the way. A written private address is left to `egress`, which says why it refuses."""
    url = URL(address, encoded=True)
    host = (url.host or "").lower().rstrip(".")
    if url.scheme != "http" or host == THIS_MACHINE or _is_opened(host, url.port or 80):
        return False
    try:
        return is_public(host)
    except ValueError:  # a name, whose address is whatever its server says next time
        return True


def _is_opened(host: str, port: int) -> bool:
    return Endpoint(host, port) in instance().egress_allow
