"""What people fill in, by noun."""

from sapa.accounts.forms.people import LogIn, ProfileForm

__all__ = ["LogIn", "ProfileForm"]
