"""Who uses a template, told by the room above (`settings.TEMPLATE_USES`)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateUse:
    """One step of one journey in the reader's language. `edit_url`: where the text is changed; empty when it is not
    the shop's own."""

    label: str
    step: str
    url: str
    edit_url: str = ""
    is_live: bool = False


Uses = Callable[[Collection[str]], Mapping[str, Sequence[TemplateUse]]]
