"""How the message guard's rules and findings are shown."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sapa.domain.guard import Finding, Rule
from sapa.domain.guard.codes import CLASSES
from sapa.journeys.selectors.policy import CLASS_NAMES

register = template.Library()
HUES = {"blokir": "bata", "peringatan": "kunyit", "info": "nila"}
SAMPLES: Mapping[str, str] = {"time": "15.10", "greeting": "sore", "most": "3", "forms": "Kak, Bapak/Ibu"}


@register.filter
def hint(finding: Finding) -> str:
    return finding.hint(get_language() or "id")


@register.filter
def rule_hint(rule: Rule) -> str:
    """With values of an example where the hint has places."""
    return rule.hint(get_language() or "id", SAMPLES)


@register.filter
def rule_severity(rule: Rule) -> str:
    """`blokir: promo · peringatan: care, reminder`."""
    found: dict[str, list[str]] = {}
    for klass in CLASSES:
        if klass in rule.severity:
            found.setdefault(word_of(rule.severity[klass]), []).append(str(CLASS_NAMES[klass]))
    return " · ".join(f"{severity}: {', '.join(names)}" for severity, names in found.items())


@register.filter
def severity_word(finding: Finding) -> str:
    return word_of(finding.severity)


@register.filter
def severity_hue(finding: Finding) -> str:
    return HUES[finding.severity]


def word_of(severity: str) -> str:
    return {"blokir": _("stops the message"), "peringatan": _("a warning"), "info": _("a note")}[severity]
