"""What may be taken out of this room: people, how they are recognised, what they agreed to, their cases."""

from collections.abc import Sequence

from sapa.base.exports import Column, Export
from sapa.base.permissions import Capability
from sapa.contacts.selectors.tags import custom_fields

# Whoever a row `x` speaks of, as they are called after joining. Looked up for each row: left to join them as it
# likes, PostgreSQL reads everybody again for every part of the file.
CUSTOMER = """
LEFT JOIN LATERAL (
    SELECT r.* FROM contacts_contact r WHERE r.workspace_id = x.workspace_id AND r.id = (
        SELECT COALESCE(k.root_id, k.id) FROM contacts_contact k
        WHERE k.workspace_id = x.workspace_id AND k.id = x.contact_id
    ) LIMIT 1
) c ON true
"""

WHO = (Column("contact", "c.public_id"), Column("name", "c.name"), Column("phone", "c.phone", "phone"))
TOGETHER = """
CROSS JOIN LATERAL (
    SELECT ARRAY(
        SELECT x.id UNION ALL
        SELECT j.id FROM contacts_contact j WHERE j.workspace_id = x.workspace_id AND j.root_id = x.id
    ) AS ids
) m
"""
ANSWERS = """
(SELECT jsonb_object_agg(
    f.name, CASE f.kind WHEN 'number' THEN to_jsonb(v.value::numeric) ELSE to_jsonb(v.value) END
    ORDER BY v.contact_id = x.id, v.updated_at)
 FROM contacts_customvalue v
 JOIN contacts_customfield f ON f.workspace_id = v.workspace_id AND f.id = v.field_id AND f.archived_at IS NULL
 WHERE v.workspace_id = x.workspace_id AND v.contact_id = ANY(m.ids))
"""


def _of_them(what: str, table: str, more: str = "") -> str:
    """One value from rows of a table that belong to the contact or to those joined into it."""
    return (
        f"(SELECT {what} FROM {table} o"  # noqa: S608 (our own words)
        f" WHERE o.workspace_id = x.workspace_id AND o.contact_id = ANY(m.ids) {more})"
    )


def _answers() -> Sequence[str]:
    return [field.name for field in custom_fields()]


CONTACTS = Export(
    "contacts",
    Capability.CONTACTS_VIEW,
    "contacts_contact",
    (
        Column("contact", "x.public_id"),
        Column(
            "customer_id",
            _of_them(
                "substr(o.value, strpos(o.value, ':') + 1)",
                "contacts_identity",
                "AND o.kind = 'external' ORDER BY o.contact_id <> x.id, o.id LIMIT 1",
            ),
        ),
        *(Column(name, f"x.{name}") for name in ("name", "company")),
        Column("phone", "x.phone", "phone"),
        Column("email", "x.email", "email"),
        *(
            Column(name, f"x.{name}")
            for name in ("country", "province", "city", "postcode", "region", "segment")
        ),
        Column(
            "promo_consent",
            _of_them(
                "o.state",
                "contacts_consent",
                "AND o.purpose = 'promo' AND (o.channel = '' OR o.channel = 'whatsapp' AND o.state = 'denied')"
                " ORDER BY o.at DESC, o.id DESC LIMIT 1",
            ),
        ),
        Column("updated_at", "x.details_at", "time"),
        Column("tags", _of_them("string_agg(DISTINCT o.name, ', ' ORDER BY o.name)", "contacts_tag")),
        *(Column(name, f"x.{name}") for name in ("language", "preferred_address", "gender", "timezone")),
        Column(
            "opted_out",
            _of_them("string_agg(DISTINCT o.scope, ', ')", "contacts_optout", "AND o.ended_at IS NULL"),
        ),
        Column("created_at", "x.created_at", "time"),
    ),
    joins=TOGETHER,
    where="x.root_id IS NULL",
    answers=(_answers, ANSWERS),
)

IDENTITIES = Export(
    "identities",
    Capability.CONTACTS_VIEW,
    "contacts_identity",
    (
        *WHO[:2],
        Column("kind", "x.kind"),
        Column("identity", "x.value", "identity"),
        Column("ended_at", "x.ended_at", "time"),
        Column("created_at", "x.created_at", "time"),
    ),
    joins=CUSTOMER,
)

CONSENTS = Export(
    "consents",
    Capability.CONTACTS_VIEW,
    "contacts_consent",
    (
        *WHO,
        Column("email", "c.email", "email"),
        *(Column(name, f"x.{name}") for name in ("purpose", "channel", "state", "source", "proof")),
        Column("at", "x.at", "time"),
    ),
    joins=CUSTOMER,
)

OPT_OUTS = Export(
    "opt_outs",
    Capability.CONTACTS_VIEW,
    "contacts_optout",
    (
        *WHO,
        *(Column(name, f"x.{name}") for name in ("scope", "channel", "source", "proof")),
        Column("at", "x.at", "time"),
        Column("ended_at", "x.ended_at", "time"),
        *(Column(name, f"x.{name}") for name in ("ended_source", "ended_proof")),
    ),
    joins=CUSTOMER,
)

TICKETS = Export(
    "tickets",
    Capability.CONTACTS_VIEW,
    "contacts_contactstate",
    (
        Column("number", "t.ticket ->> 'number'"),
        *WHO,
        *(Column(name, f"t.ticket ->> '{name}'") for name in ("kind", "summary", "answered_by", "reopened")),
        *(
            Column(name, f"(t.ticket ->> '{name}')::timestamptz", "time")
            for name in ("opened_at", "closed_at")
        ),
    ),
    joins=f"{CUSTOMER} CROSS JOIN LATERAL jsonb_array_elements(x.tickets) WITH ORDINALITY AS t (ticket, place)",
    where="x.tickets <> '[]'",
    lines="sum(jsonb_array_length(x.tickets))",
)

EXPORTS = (CONTACTS, IDENTITIES, CONSENTS, OPT_OUTS, TICKETS)
