"""Where a template stands. Words in capitals are the provider's, but for those that wait for us."""

EDITING = "EDITING"  # being written here, nobody else has seen it
DRAFT = "DRAFT"  # to be handed over, by the worker
DELETING = "DELETING"  # to be deleted at the provider, by the worker
UNPAUSING = "UNPAUSING"  # to be let go again, by the worker
OURS = (EDITING, DRAFT, DELETING, UNPAUSING)
TO_DO = (DRAFT, DELETING, UNPAUSING)

APPROVED, PENDING, REJECTED, PAUSED = "APPROVED", "PENDING", "REJECTED", "PAUSED"
DISABLED, DELETED = "DISABLED", "DELETED"
STATUSES = frozenset(
    {APPROVED, REJECTED, PENDING, PAUSED, DISABLED, DELETED, "FLAGGED", "REINSTATED", "IN_APPEAL", "LOCKED"}
    | {"ARCHIVED", "LIMIT_EXCEEDED", "PENDING_DELETION"}
)
SAME_AS = {"FLAGGED": APPROVED, "REINSTATED": APPROVED}
EDITABLE = (APPROVED, REJECTED, PAUSED)

BUSY = "BUSY"  # in place of a rejection: the provider could not take it yet, asked again some minutes later
TEMPLATE_PAUSED = "template_paused"
