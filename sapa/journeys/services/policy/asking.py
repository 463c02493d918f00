"""The test box: what the policy would say of one message to one customer at one time, without writing."""

from dataclasses import dataclass
from datetime import datetime

from sapa.contacts.models import Contact
from sapa.contacts.selectors import members
from sapa.domain import policy
from sapa.domain.journeys.definition import MessageStep
from sapa.journeys.models import Decision, FollowUp
from sapa.journeys.selectors.words import known_definition
from sapa.journeys.services import deciding, gathering

CATEGORIES = {"reply": "service", "promo": "marketing"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The decision with the settings and the version that it rests on."""

    decision: policy.Decision
    rules: gathering.Rules
    klass: str
    segment: str
    now: datetime
    contact_id: int

    @property
    def policy(self) -> policy.Policy:
        return self.rules.policy.of(self.klass, self.segment)

    def as_row(self) -> Decision:
        """As it would be kept; it is not."""
        row = FollowUp(contact_id=self.contact_id)
        told = deciding.kept(row, self.decision, stage="plan", version=self.rules.version, now=self.now)
        return deciding.as_row(told)


def ask(*, contact: Contact, klass: str, recipe: str = "", at: datetime) -> Answer:
    """Decides at `at`, with the customer's history and what is planned for them, by the policy's own function.

    Every time rule is told, also where a final check drops the message.
    """
    rules = gathering.rules()
    [situation] = gathering.situations(members([contact.pk]), now=at).values()
    competing = [gathering.intent_of(row, rules.policy, at, rules.approved) for row in situation.follow_ups]
    intent = intent_for(klass, recipe, at)
    decision = policy.explain(
        intent, situation.customer, situation.history, rules.calendar, at, rules.policy, competing
    )
    return Answer(decision, rules, klass, situation.customer.segment, at, contact.pk)


def intent_for(klass: str, recipe: str, at: datetime) -> policy.Intent:
    """As the first message of the recipe would ask, in the class that was chosen."""
    known = known_definition(recipe) if recipe else None
    first = next((step for step in known.steps if isinstance(step, MessageStep)), None) if known else None
    return policy.Intent(
        id=0,
        klass=klass,
        kind=recipe,
        category=known.category if known else CATEGORIES.get(klass, "utility"),
        created_at=at,
        channels=("whatsapp",),
        wa_template=klass != "reply",
        customer_initiated=klass == "notice" and first is not None and first.customer_initiated,
        holiday_relevant=first is not None and first.holiday_relevant,
        recipe_cap=policy.RecipeCap(**known.cap) if known and known.cap else None,
        priority=known.priority if known else None,
    )
