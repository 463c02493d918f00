"""Which channel can carry the message, and in which form (`domain.md` §2.9)."""

from sapa.domain.policy.case import Case, latest

Form = tuple[str, str]
FREEFORM: Form = ("whatsapp", "freeform")
TEMPLATE: Form = ("whatsapp", "template")


def window_open(case: Case, at: int) -> bool:
    """WhatsApp's customer service window: strictly less than its hours after the last message."""
    last = latest(case.history.wa_inbound, at)
    return last is not None and at < last + case.policy.wa_window_time


def template_possible(case: Case) -> bool:
    """An approved template that may go to this customer, the per-user limit aside."""
    intent, customer = case.intent, case.customer
    if not intent.wa_template:
        return False
    if intent.category != "marketing":
        return True
    digits = (customer.phone or "").removeprefix("+")
    return not (customer.wa_marketing_stopped or digits.startswith(case.policy.no_marketing_template))


def limited(case: Case, at: int) -> bool:
    return case.intent.category == "marketing" and any(start <= at < end for start, end in case.blocks)


def whatsapp_form(case: Case, at: int, with_limit: bool) -> Form | None:
    if case.history.wa_inbound and window_open(case, at):
        return FREEFORM
    if not template_possible(case) or (with_limit and case.blocks and limited(case, at)):
        return None
    return TEMPLATE


def usable(case: Case, at: int, with_limit: bool) -> tuple[Form, ...]:
    """Usable channels at an instant with their form (empty outside WhatsApp)."""
    found = []
    for channel in case.candidates:
        form = (channel, "") if channel != "whatsapp" else whatsapp_form(case, at, with_limit)
        if form is not None:
            found.append(form)
    return tuple(found)
