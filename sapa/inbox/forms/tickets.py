"""A ticket as a person fills it in: the fields follow its kind and its customer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sapa.domain import tickets
from sapa.inbox.models import Ticket
from sapa.inbox.selectors.tickets.choosing import Choosable
from sapa.inbox.selectors.tickets.words import CHOICES, KINDS, PRIORITIES, SLOTS
from sapa.inbox.services.tickets import Wanted

SLOT = "isian_"


class TicketForm(forms.Form):
    """`kind` decides which details are asked for; a new ticket has its kind already and nobody's name."""

    ringkas = forms.CharField(label=_("What is wrong, in one sentence"), max_length=200)
    jenis = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    prioritas = forms.TypedChoiceField(
        label=_("Priority"), choices=list(PRIORITIES.items()), coerce=int, initial=0
    )

    def __init__(self, *args: Any, kind: str, there: Choosable, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.ids = {public: pk for public, pk, _label in (*there.orders, *there.products)}
        self.fields["pesanan"] = _choice(_("Order"), [(public, label) for public, _pk, label in there.orders])
        self.fields["produk"] = _choice(
            _("Product"), [(public, label) for public, _pk, label in there.products]
        )
        for slot in tickets.SLOTS[kind]:
            self.fields[SLOT + slot.name] = _slot_field(slot)
        if is_new:
            del self.fields["jenis"]
        else:
            self.fields["petugas"] = _choice(_("Who takes care"), there.people)
            self.fields["tim"] = _choice(_("Team"), there.teams)

    @classmethod
    def of(cls, ticket: Ticket, there: Choosable, data: Any = None) -> "TicketForm":
        known = {SLOT + name: value for name, value in ticket.slots.items()}
        initial = {
            **known,
            "ringkas": ticket.summary,
            "jenis": ticket.kind,
            "prioritas": ticket.priority,
            "pesanan": str(ticket.order.public_id) if ticket.order else "",
            "produk": str(ticket.product.public_id) if ticket.product else "",
            "petugas": ticket.assignee_id or "",
            "tim": ticket.team_id or "",
        }
        return cls(data, kind=ticket.kind, there=there, is_new=False, initial=initial)

    @property
    def slots(self) -> dict[str, str]:
        given: Mapping[str, Any] = self.cleaned_data
        return {slot.name: given[SLOT + slot.name] for slot in tickets.SLOTS[self.kind]}

    @property
    def wanted(self) -> Wanted:
        """A ticket that gets another kind keeps of its details what fits."""
        given: Mapping[str, Any] = self.cleaned_data
        return Wanted(
            kind=given["jenis"],
            priority=given["prioritas"],
            summary=given["ringkas"],
            slots=tickets.kept_slots(given["jenis"], _fitting(given["jenis"], self.slots)),
            order_id=self.ids.get(given["pesanan"]),
            product_id=self.ids.get(given["produk"]),
            assignee_id=int(given["petugas"]) if given["petugas"] else None,
            team_id=int(given["tim"]) if given["tim"] else None,
        )


def _fitting(kind: str, slots: Mapping[str, str]) -> dict[str, str]:
    wrong = tickets.faults_of(kind, slots)
    return {name: value for name, value in slots.items() if name not in wrong}


def _choice(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "–"), *choices], required=False)


def _slot_field(slot: tickets.Slot) -> forms.Field:
    label = SLOTS[slot.name]
    if slot.choices:
        return _choice(label, [(code, CHOICES[code]) for code in slot.choices])
    return forms.CharField(label=label, max_length=tickets.LONGEST_VALUE, required=False)


class SolveForm(forms.Form):
    """`kirim`: the sentence goes to the customer as an answer of this person."""

    kirim = forms.BooleanField(required=False)
    kalimat = forms.CharField(required=False, max_length=4096)
