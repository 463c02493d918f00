"""The last word before a message leaves, handed down to the delivery loop."""

from sapa.journeys.services import gate

GATE = gate
