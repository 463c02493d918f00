"""Where a customer's clock stands: evidence to zones (`domain.md` §2.3), zones to offsets."""

from sapa.domain.zones.clock import ZoneClock, clock_of
from sapa.domain.zones.resolve import THREE, ZoneSet, country_of, resolve

__all__ = ["THREE", "ZoneClock", "ZoneSet", "clock_of", "country_of", "resolve"]
