"""Direct Send: free text outside the window for which the account makes a template itself (integrations.md 0.4)."""

from simulator import ids
from simulator.accounts import Account
from simulator.errors import GraphError, Json
from simulator.templates.model import Template

CATEGORIES = ("utility", "authentication")
SHORTEST, LONGEST = 30, 43200


def direct_template(account: Account, request: Json) -> Template:
    """Raises GraphError 100 where the account is not admitted, 139200 where it is blocked."""
    category, ttl = str(request["category"]).lower(), request.get("message_send_ttl_seconds")
    if account.direct_send == "off":
        raise GraphError(100, "The business account is not eligible for Direct Send")
    if account.direct_send == "blocked":
        raise GraphError(139200, "Direct Send is blocked because of earlier messages of this account")
    if request.get("type", "text") not in ("text", "interactive") or category not in CATEGORIES:
        raise GraphError(100, "Direct Send takes text or interactive, utility or authentication")
    if ttl is not None and not (isinstance(ttl, int) and SHORTEST <= ttl <= LONGEST):
        raise GraphError(100, f"message_send_ttl_seconds must be between {SHORTEST} and {LONGEST}")
    kind = request.get("type", "text")
    text = request["text"]["body"] if kind == "text" else request["interactive"]["body"]["text"]
    name = f"auto_{ids.digest(account.id, text).hex()[:16]}"
    known = account.templates.find(name, "id")
    if known is None:
        known = Template(
            id=ids.digits(16, account.id, "direct", name),
            name=name,
            language="id",
            category=category.upper(),
            parameter_format="POSITIONAL",
            components=[{"type": "BODY", "text": text}],
            ttl=ttl,
            source="AUTO_GENERATED",
        )
        account.templates.keep(known)
    return known
