from django.db import models

from sapa.base.tenancy import TenantModel, public_id, tenant_key


class Ticket(TenantModel):
    """A problem of one customer until it is solved (assistant.md 6: types; decisions.md 33: which are complaints).

    `case_id` is its number among the cases that policy and journeys know (`contacts.services.tickets`).
    """

    class Kind(models.TextChoices):
        DELIVERY = "delivery"
        DEFECTIVE = "defective"
        RETURN = "return"
        PAYMENT = "payment"
        WARRANTY = "warranty"
        CHANGE = "change"
        COMPLAINT = "complaint"
        OTHER = "other"

    class State(models.TextChoices):
        OPEN = "open"
        WAITING = "waiting"
        SOLVED = "solved"
        MERGED = "merged"

    class Priority(models.IntegerChoices):
        NORMAL = 0
        HIGH = 1
        URGENT = 2

    public_id = public_id()
    number = models.PositiveIntegerField()
    case_id = models.BigIntegerField()
    contact = tenant_key("contacts.Contact")
    conversation = tenant_key("messaging.Conversation", null=True)
    order = tenant_key("commerce.Order", null=True)
    product = tenant_key("commerce.Product", null=True)
    courier = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    summary = models.CharField(max_length=200)
    slots = models.JSONField(default=dict, help_text="what this kind asks for, by name")
    assignee_id = models.BigIntegerField(null=True)
    team = tenant_key("inbox.Team", null=True)
    opened_by = models.CharField(max_length=10, help_text="agent, assistant, customer, score, api")
    opened_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True, help_text="the last time")
    solved_by_id = models.BigIntegerField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = tenant_key("inbox.Ticket", null=True)
    repeats = tenant_key("inbox.Ticket", null=True, help_text="the ticket before, of the same problem")
    due_at = models.DateTimeField(null=True, help_text="the next promise of a running clock")
    updated_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="ticket_number_once"),
            models.UniqueConstraint(fields=["workspace", "case_id"], name="ticket_case_once"),
        ]
        indexes = [
            models.Index(fields=["workspace", "contact", "-opened_at"], name="ticket_of_contact"),
            models.Index(fields=["workspace", "state", "due_at", "id"], name="ticket_by_state"),
            models.Index(fields=["workspace", "-opened_at", "-id"], name="ticket_newest"),
        ]

    @property
    def called(self) -> str:
        """As people name it: `T-12`."""
        return f"T-{self.number}"


class TicketStep(TenantModel):
    """One thing that happened to a ticket: who, what, with which values. Never changed."""

    ticket = tenant_key("inbox.Ticket")
    at = models.DateTimeField()
    author_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=16)
    data = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["workspace", "ticket", "-at"], name="step_of_ticket")]
