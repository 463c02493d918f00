"""Interactive messages: buttons, lists, links, a place asked for, products, flows."""

from collections.abc import Callable

from simulator.errors import GraphError, Json
from simulator.limits.shape import at_most, counted, required, unique, web_address

HEADER_MEDIA = ("image", "video", "document")
FLOW_ACTIONS = ("navigate", "data_exchange")


def check_interactive(interactive: Json) -> None:
    kind = interactive.get("type")
    if kind not in ACTIONS:
        raise GraphError(100, f"Param interactive['type'] must be one of {{{', '.join(ACTIONS)}}}")
    if kind != "product" or interactive.get("body"):
        required(interactive.get("body"), "text", 4096 if kind == "list" else 1024)
    if interactive.get("footer"):
        required(interactive["footer"], "text", 60)
    check_header(str(kind), interactive.get("header"))
    action = interactive.get("action")
    if not isinstance(action, dict):
        raise GraphError(131008, "Parameter 'action' is required")
    ACTIONS[str(kind)](action)


def check_header(kind: str, header: Json | None) -> None:
    if not header:
        if kind == "product_list":
            raise GraphError(131008, "Parameter 'header' is required")
        return
    what = header.get("type")
    if what == "text":
        required(header, "text", 60)
    elif what not in HEADER_MEDIA or kind in ("list", "product_list"):
        raise GraphError(131009, f"A header of type {what} is not allowed for {kind}")
    elif bool(header[what].get("id")) == bool(header[what].get("link")):
        raise GraphError(131008, f"Parameter '{what}' needs exactly one of id and link")


def check_buttons(action: Json) -> None:
    replies = [button.get("reply") for button in counted(action.get("buttons"), "buttons", 3)]
    if any(button.get("type", "reply") != "reply" for button in action["buttons"]):
        raise GraphError(131009, "Button type must be reply")
    unique((required(reply, "id", 256) for reply in replies), "button id")
    unique((required(reply, "title", 20) for reply in replies), "button title")


def check_list(action: Json) -> None:
    required(action, "button", 20)
    sections = counted(action.get("sections"), "sections", 10)
    if len(sections) > 1:
        for section in sections:
            required(section, "title", 24)
    rows = [row for section in sections for row in counted(section.get("rows"), "rows", 10)]
    counted(rows, "rows", 10)
    unique((required(row, "id", 200) for row in rows), "row id")
    for row in rows:
        required(row, "title", 24)
        at_most(row, "description", 72)


def check_link(action: Json) -> None:
    named(action, "cta_url")
    parameters = action.get("parameters")
    required(parameters, "display_text", 20)
    web_address(required(parameters, "url", 2000), "url")


def check_location_request(action: Json) -> None:
    named(action, "send_location")


def check_flow(action: Json) -> None:
    named(action, "flow")
    parameters = action.get("parameters") or {}
    required(parameters, "flow_message_version", 5)
    required(parameters, "flow_cta", 30)
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        raise GraphError(131009, "A flow needs exactly one of flow_id and flow_name")
    if parameters.get("flow_action", "navigate") not in FLOW_ACTIONS:
        raise GraphError(131009, f"flow_action must be one of {', '.join(FLOW_ACTIONS)}")


def check_product(action: Json) -> None:
    required(action, "catalog_id", 100)
    required(action, "product_retailer_id", 200)


def check_products(action: Json) -> None:
    required(action, "catalog_id", 100)
    sections = counted(action.get("sections"), "sections", 10)
    items = [
        one for section in sections for one in counted(section.get("product_items"), "product_items", 30)
    ]
    for item in counted(items, "product_items", 30):
        required(item, "product_retailer_id", 200)


def check_catalog(action: Json) -> None:
    named(action, "catalog_message")


def named(action: Json, name: str) -> None:
    if action.get("name") != name:
        raise GraphError(131009, f"Parameter 'action.name' must be {name}")


ACTIONS: dict[str, Callable[[Json], None]] = {
    "button": check_buttons,
    "list": check_list,
    "cta_url": check_link,
    "location_request_message": check_location_request,
    "product": check_product,
    "product_list": check_products,
    "catalog_message": check_catalog,
    "flow": check_flow,
}
