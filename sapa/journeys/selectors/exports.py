"""What may be taken out of this room: follow-ups, why each was sent, held or given up, and what was answered."""

from sapa.base.exports import Column, Export
from sapa.base.permissions import Capability
from sapa.contacts.selectors.exports import CUSTOMER

FOLLOW_UPS = Export(
    "follow_ups",
    Capability.FOLLOWUPS_VIEW,
    "journeys_followup",
    (
        Column("follow_up", "x.public_id"),
        Column("contact", "c.public_id"),
        Column("name", "c.name"),
        Column("phone", "c.phone", "phone"),
        Column("order_number", "o.number"),
        *(Column(name, f"x.{name}") for name in ("recipe", "step", "klass", "category", "state", "dry")),
        Column("reasons", "(SELECT string_agg(r, ', ') FROM jsonb_array_elements_text(x.reasons) r)"),
        *(
            Column(name, f"x.{name}", "time")
            for name in ("created_at", "due_at", "expires_at", "planned_at", "next_at", "finished_at")
        ),
    ),
    joins=f"""{CUSTOMER}
    LEFT JOIN commerce_order o ON o.workspace_id = x.workspace_id AND o.id = x.order_id""",
)

DECISIONS = Export(
    "decisions",
    Capability.FOLLOWUPS_VIEW,
    "journeys_decision",
    (
        Column("follow_up", "f.public_id"),
        Column("message", "g.public_id"),
        Column("contact", "c.public_id"),
        Column("recipe", "f.recipe"),
        Column("at", "x.at", "time"),
        *(Column(name, f"x.{name}") for name in ("stage", "action")),
        Column("until", "x.until", "time"),
        Column("reasons", "(SELECT string_agg(r, ', ') FROM jsonb_array_elements_text(x.reasons) r)"),
        *(Column(name, f"x.{name}") for name in ("channel", "form", "zone_source", "policy_version")),
        Column("rules", "x.trace::text"),
    ),
    joins=f"""{CUSTOMER}
    LEFT JOIN journeys_followup f ON f.workspace_id = x.workspace_id AND f.id = x.follow_up_id
    LEFT JOIN messaging_message g ON g.workspace_id = x.workspace_id AND g.id = x.message_id""",
)

SCORES = Export(
    "scores",
    Capability.CONTACTS_VIEW,
    "events_event",
    (
        Column("kind", "x.name"),
        Column("score", "x.data -> 'score'"),
        Column("at", "x.at", "time"),
        Column("contact", "c.public_id"),
        Column("name", "c.name"),
        Column("phone", "c.phone", "phone"),
        Column("order_number", "o.number"),
    ),
    joins=f"""{CUSTOMER}
    LEFT JOIN commerce_order o ON o.workspace_id = x.workspace_id AND o.id = x.order_id""",
    where="x.name IN ('feedback.rated', 'nps.answered', 'review.given', 'survey.answered')",
)

EXPORTS = (FOLLOW_UPS, DECISIONS, SCORES)
