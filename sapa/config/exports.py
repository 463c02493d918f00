"""Everything that may be taken out, by name, in the order in which it is offered."""

from collections.abc import Mapping

from sapa.base.exports import Export
from sapa.commerce.selectors.exports import EXPORTS as COMMERCE
from sapa.contacts.selectors.exports import EXPORTS as CONTACTS
from sapa.journeys.selectors.exports import EXPORTS as JOURNEYS
from sapa.messaging.selectors.exports import EXPORTS as MESSAGING

EXPORTS: Mapping[str, Export] = {one.name: one for one in (*CONTACTS, *COMMERCE, *MESSAGING, *JOURNEYS)}
