"""The name that a page gives to what it asks for, so that asking twice does it once."""

from django.http import HttpRequest

LONGEST = 64


def client_id_of(request: HttpRequest) -> str:
    """As the form names it, at most 64 characters that the database can hold; empty when it names none."""
    return request.POST.get("client_id", "").replace("\x00", "")[:LONGEST]
