"""Rows of the room, by noun."""

from sapa.inbox.models.clocks import Clock
from sapa.inbox.models.digests import DigestChoice, DigestMail
from sapa.inbox.models.handoffs import Handoff
from sapa.inbox.models.labels import Label, Labelled
from sapa.inbox.models.notes import Note
from sapa.inbox.models.notices import Notice, PushAddress
from sapa.inbox.models.radars import Radar, RadarPerson
from sapa.inbox.models.shortcuts import Macro, QuickReply
from sapa.inbox.models.teams import Looker, Presence, Team, TeamMember
from sapa.inbox.models.tickets import Ticket, TicketStep

__all__ = [
    "Clock",
    "DigestChoice",
    "DigestMail",
    "Handoff",
    "Label",
    "Labelled",
    "Looker",
    "Macro",
    "Note",
    "Notice",
    "Presence",
    "PushAddress",
    "QuickReply",
    "Radar",
    "RadarPerson",
    "Team",
    "TeamMember",
    "Ticket",
    "TicketStep",
]
