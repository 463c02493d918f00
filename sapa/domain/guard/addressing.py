"""Is it personal and in context: lengths, name, sender, reason to write."""

from sapa.domain.guard.names import firm_forms, name_parts, own_names, stands
from sapa.domain.guard.reading import Hit, Reading

SHORTEST, LONGEST, LONGEST_TEMPLATE = 60, 500, 550


def too_short(reading: Reading) -> Hit | None:
    return Hit() if len(reading.text.strip()) < SHORTEST else None


def too_long(reading: Reading) -> Hit | None:
    length = len(reading.text.strip())
    strong = bool(reading.case.wa_category) and length > LONGEST_TEMPLATE
    return Hit(strong=strong) if length > LONGEST else None


def missing_name(reading: Reading) -> Hit | None:
    """The company's name does for B2B; a name that stands only inside the sender's own does not."""
    case = reading.case
    wanted = name_parts(case)
    others = (*firm_forms(case.shop), *firm_forms(case.company), *case.context)
    if not wanted or any(stands(part, reading.linkless, others) for part in wanted):
        return None
    firm = firm_forms(case.company) if case.segment == "b2b" else ()
    return None if any(stands(form, reading.text, firm_forms(case.shop)) for form in firm) else Hit()


def missing_sender(reading: Reading) -> Hit | None:
    case = reading.case
    ours = firm_forms(case.shop)
    others = [name for name in own_names(case) if name not in ours]
    if any(stands(form, reading.text, others) for form in ours):
        return None
    return Hit(strong=case.first_contact)


def missing_context(reading: Reading) -> Hit | None:
    case = reading.case
    firms = (*firm_forms(case.shop), *firm_forms(case.company))
    said = any(stands(value, reading.text, firms) for value in case.context if value.strip())
    return None if said else Hit()
