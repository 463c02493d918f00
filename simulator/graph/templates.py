"""Templates over HTTP: list with fields and pages, create, edit, unpause, delete."""

from aiohttp import web

from simulator import deeds
from simulator.accounts import Account
from simulator.errors import GraphError
from simulator.graph.guard import account, json_body, may_use, missing, picked, success
from simulator.simulator import Simulator
from simulator.templates import Template
from simulator.templates.store import NOT_FOUND

FILTERS = ("name", "language", "status", "category", "source")
USUAL = (
    "name",
    "language",
    "status",
    "category",
    "components",
    "parameter_format",
    "quality_score",
    "rejected_reason",
    "correct_category",
    "previous_category",
    "message_send_ttl_seconds",
    "source",
)


async def listed(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    query, found = request.query, account(request, simulator).templates.all()
    for key in FILTERS:
        if key in query:
            found = [t for t in found if getattr(t, key) in query[key].split(",")]
    start, limit = counted(query.get("after", "0")), counted(query.get("limit", "25"))
    page, end = found[start : start + limit], start + limit
    cursors = {"before": str(start), "after": str(end)}
    more = {"next": str(request.url.update_query(after=str(end)))} if end < len(found) else {}
    data = [picked(t.listed(), query.get("fields"), USUAL) for t in page]
    return web.json_response({"data": data, "paging": {"cursors": cursors, **more}})


def counted(text: str) -> int:
    if not text.isdecimal():
        raise GraphError(100, "Param limit and cursors must be whole numbers")
    return int(text)


async def create(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    found, body = account(request, simulator), await json_body(request)
    template = simulator.network.create_template(found, body, simulator.now())
    return web.json_response({"id": template.id, "status": template.status, "category": template.category})


async def delete(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    found, query = account(request, simulator), request.query
    if not found.templates.delete(query.get("name", ""), query.get("hsm_id", "")):
        raise GraphError(100, "Message template was not found", subcode=NOT_FOUND)
    return success()


def of_node(request: web.Request, simulator: Simulator) -> tuple[Account, Template] | None:
    """The template of this id that the token reaches."""
    node, business = request.match_info["node"], simulator.network.business
    found = business.template_account(node)
    template = found.templates.by_id(node) if found else None
    if found is None or template is None:
        return None
    may_use(request, simulator, 10, found.id, *(n.id for n in business.numbers_of(found)))
    return found, template


async def unpause(request: web.Request, simulator: Simulator) -> web.StreamResponse:
    """Only what pacing paused is unpaused by hand."""
    found = of_node(request, simulator)
    if found is None:
        raise missing(request)
    owner, template = found
    if template.status != "PAUSED":
        raise GraphError(100, "Only a paused template can be unpaused")
    template.status = "APPROVED"
    simulator.network.announce(simulator.now(), deeds.told(owner, template, "APPROVED", "UNPAUSE"))
    return success()
