"""What people fill in, by noun."""

from sapa.accounts.forms.calendar import DayForm, FileForm, LebaranForm, PeriodForm
from sapa.accounts.forms.people import LogIn, ProfileForm

__all__ = ["DayForm", "FileForm", "LebaranForm", "LogIn", "PeriodForm", "ProfileForm"]
