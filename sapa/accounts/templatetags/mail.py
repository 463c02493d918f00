"""Whether this installation sends mail at all."""

from django import template

from sapa.base import mail

register = template.Library()


@register.simple_tag
def sends_mail() -> bool:
    return mail.sends_mail()
