"""A team: how it shares its work, what it takes, and who sits in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sapa.inbox.models import Team
from sapa.inbox.services.teams import Seat

LONGEST_TOPIC = 40
MOST_TOPICS = 20
WAYS = [
    (Team.Way.ROUND_ROBIN, _("In turn: each gets the next one")),
    (Team.Way.LEAST_BUSY, _("Whoever has the fewest open conversations")),
    (Team.Way.BY_HAND, _("By hand: nobody is chosen, everybody looks")),
]


class Topics(forms.CharField):
    """Words with commas between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=400, **options)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        words = [" ".join(part.split()) for part in str(super().clean(value)).split(",")]
        return [word[:LONGEST_TOPIC] for word in words if word][:MOST_TOPICS]


class TeamForm(forms.Form):
    """`people`: (id, name) of everybody who may answer; each has three fields of their own."""

    name = forms.CharField(label=_("Name of the team"), max_length=80)
    way = forms.ChoiceField(label=_("Who gets a new conversation"), choices=WAYS, widget=forms.RadioSelect)
    topics = Topics(
        label=_("Only these topics"),
        help_text=_("Labels or kinds of tickets, with commas between them. Blank: everything."),
    )
    takes_vip = forms.BooleanField(label=_("Customers with the tag VIP come here first"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = people
        for pk, name in people:
            self.fields[f"in_{pk}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"most_{pk}"] = forms.IntegerField(
                label=_("Open conversations at most"), required=False, min_value=1, max_value=999
            )
            self.fields[f"skills_{pk}"] = Topics(label=_("Knows about"))

    def head(self) -> list[BoundField]:
        return [self[name] for name in ("name", "way", "topics", "takes_vip")]

    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for pk, _name in self.people:
            yield self[f"in_{pk}"], self[f"most_{pk}"], self[f"skills_{pk}"]

    def seats(self) -> dict[int, Seat]:
        given = self.cleaned_data
        return {
            pk: Seat(given[f"most_{pk}"], given[f"skills_{pk}"])
            for pk, _name in self.people
            if given[f"in_{pk}"]
        }
