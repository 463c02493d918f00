"""Interactive messages: buttons, lists, links, a place asked for, products, forms."""

from collections.abc import Callable, Mapping

from .breaches import (
    MISSING,
    NOT_ALLOWED,
    Breach,
    Breaches,
    Json,
    address,
    counted,
    different,
    named,
    optional,
    reference,
    required,
)


def interactive(part: Json) -> Breaches:
    kind = str(part.get("type"))
    action, body = part.get("action"), part.get("body") or {}
    if kind not in ACTIONS:
        yield Breach(NOT_ALLOWED, f"interactive type {kind}")
    elif not isinstance(action, Mapping):
        yield Breach(MISSING, "action")
    else:
        if kind != "product" or body:
            yield from required(body.get("text"), "text", 4096 if kind == "list" else 1024)
        if footer := part.get("footer"):
            yield from required(footer.get("text"), "footer", 60)
        yield from _interactive_header(kind, part.get("header"))
        yield from ACTIONS[kind](action)


def _interactive_header(kind: str, header: Json | None) -> Breaches:
    if not header:
        if kind == "product_list":
            yield Breach(MISSING, "header")
    elif header.get("type") == "text":
        yield from required(header.get("text"), "header", 60)
    elif header.get("type") not in {"image", "video", "document"} or kind in {"list", "product_list"}:
        yield Breach(NOT_ALLOWED, f"header {header.get('type')}")
    else:
        yield from reference(header.get(header["type"]) or {}, "header")


def _buttons(action: Json) -> Breaches:
    yield from counted(action.get("buttons"), "buttons", 3)
    replies = [one.get("reply") or {} for one in action["buttons"]]
    for one in replies:
        yield from required(one.get("id"), "button id", 256)
        yield from required(one.get("title"), "button", 20)
    yield from different((one["id"] for one in replies), "button id")
    yield from different((one["title"] for one in replies), "button")


def _list(action: Json) -> Breaches:
    yield from required(action.get("button"), "button", 20)
    sections = action.get("sections") or ()
    yield from counted(sections, "sections", 10)
    for section in sections:
        limit = required if len(sections) > 1 else optional
        yield from limit(section.get("title"), "section", 24)
        yield from counted(section.get("rows"), "rows", 10)
    rows = [row for section in sections for row in section["rows"]]
    yield from counted(rows, "rows", 10)
    for row in rows:
        yield from required(row.get("id"), "row id", 200)
        yield from required(row.get("title"), "row", 24)
        yield from optional(row.get("description"), "row description", 72)
    yield from different((row["id"] for row in rows), "row id")


def _link(action: Json) -> Breaches:
    parameters = action.get("parameters") or {}
    yield from named(action, "cta_url")
    yield from required(parameters.get("display_text"), "button", 20)
    yield from address(parameters.get("url"), "url")


def _flow(action: Json) -> Breaches:
    parameters = action.get("parameters") or {}
    yield from named(action, "flow")
    yield from required(parameters.get("flow_message_version"), "flow_message_version", 5)
    yield from required(parameters.get("flow_cta"), "button", 30)
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        yield Breach(MISSING, "flow_id")
    if parameters.get("flow_action", "navigate") not in {"navigate", "data_exchange"}:
        yield Breach(NOT_ALLOWED, "flow_action")


def _product(action: Json) -> Breaches:
    yield from required(action.get("catalog_id"), "catalog_id", 100)
    yield from required(action.get("product_retailer_id"), "product_retailer_id", 200)


def _products(action: Json) -> Breaches:
    yield from required(action.get("catalog_id"), "catalog_id", 100)
    yield from counted(action.get("sections"), "sections", 10)
    items = [item for section in action["sections"] for item in section.get("product_items") or ()]
    yield from counted(items, "product_items", 30)
    for item in items:
        yield from required(item.get("product_retailer_id"), "product_retailer_id", 200)


ACTIONS: Mapping[str, Callable[[Json], Breaches]] = {
    "button": _buttons,
    "list": _list,
    "cta_url": _link,
    "location_request_message": lambda action: named(action, "send_location"),
    "product": _product,
    "product_list": _products,
    "catalog_message": lambda action: named(action, "catalog_message"),
    "flow": _flow,
}
