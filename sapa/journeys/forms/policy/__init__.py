"""The form of the contact policy: shown, read, and refused field by field; the questions of the test box."""

from sapa.journeys.forms.policy.asking import TestForm
from sapa.journeys.forms.policy.form import Field, PolicyForm, Section

__all__ = ["Field", "PolicyForm", "Section", "TestForm"]
