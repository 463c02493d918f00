"""The digest by mail: chosen, written, sent once."""

from sapa.inbox.services.digests.choosing import choose, stop, stopped_by, stops_with
from sapa.inbox.services.digests.sending import send_digests

__all__ = ["choose", "send_digests", "stop", "stopped_by", "stops_with"]
