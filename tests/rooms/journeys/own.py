"""Journeys of the shop's own, written as its owner would write them, and what happens to their customers."""

from datetime import datetime
from typing import Any

from sapa.contacts.models import Contact
from sapa.domain.journeys.reading import parse_definition
from sapa.events.models import Event
from sapa.journeys.models import Enrolment, FollowUp, Journey, Task
from sapa.journeys.services import hold_out, leave, make, plan, switch

HEAD = """
id: salam
name: Salam sesudah bicara
about: Sehari sesudah bicara, menanyakan kabar; lalu ditelepon bila dibalas.
goal: relation
audience: customer
class: care
category: utility
priority: 40
channels: [whatsapp]
trigger: {on: [interaction.first], subject: contact}
reentry: once
exits: [order_placed]
steps:
"""
ASK = """
  - id: tanya
    name: Menanyakan kabar
    due: trigger + 1d
    expires: [trigger + 4d]
    text: >-
      Halo {{ panggilan }}, kami dari {{ toko }}. Terima kasih sudah berbincang dengan kami kemarin.
      Apakah ada yang masih ingin ditanyakan? Balas YA kalau ingin kami telepon.
"""
BRANCH = """
  - id: dibalas
    kind: branch
    name: Dibalas?
    due: previous + 2d
    cases: [{if: ['reply.word = "ya"'], next: telepon}]
    otherwise: end
  - id: telepon
    kind: task
    do: call
    name: Telepon
    due: previous + 1h
    expires: [previous + 3d]
    text: "Telepon {{ panggilan }} dan tanyakan kebutuhannya."
"""
TWICE = """
  - id: lagi
    name: Sekali lagi
    due: previous + 3d
    expires: [previous + 10d]
    text: >-
      Halo {{ panggilan }}, kami dari {{ toko }} ingin memastikan pertanyaan Kakak sudah terjawab.
      Kalau belum, balas saja pesan ini. Kalau sudah, tidak perlu membalas ya.
"""


def own(*steps: str, now: datetime, mode: str = "live", share: int = 0, **changed: str) -> Journey:
    text = HEAD
    for name, value in changed.items():
        text = "\n".join(
            f"{name}: {value}" if line.startswith(f"{name}:") else line for line in text.splitlines()
        )
    definition = parse_definition(text + "\n" + "".join(steps))
    journey = make(definition=definition, origin="kontak_pertama", settings={}, now=now)
    hold_out(journey=journey, share=share, now=now)
    return switch(recipe=journey.recipe, mode=mode, settings={}, now=now)


def happened(name: str, who: Contact, at: datetime, **more: Any) -> Event:
    return Event.objects.create(name=name, at=at, recorded_at=at, contact_id=who.pk, **more)


def spoke(who: Contact, at: datetime) -> Event:
    event = happened("interaction.first", who, at)
    plan(events=[event], now=at)
    return event


def ended(name: str, who: Contact, at: datetime, **more: Any) -> None:
    leave(events=[happened(name, who, at, **more)], now=at)


def steps_of(who: Contact) -> list[tuple[str, str]]:
    return list(FollowUp.objects.filter(contact=who).order_by("pk").values_list("step", "state"))


def enrolment(who: Contact) -> Enrolment:
    return Enrolment.objects.get(contact=who)


def tasks(who: Contact) -> list[tuple[str, str]]:
    return list(Task.objects.filter(contact=who).order_by("pk").values_list("step", "state"))
