"""`{{ text|beyond_greeting }}`: what the assistant said to the matter."""

from django import template

from sapa.inbox.selectors.greetings import beyond_greeting

register = template.Library()
register.filter(beyond_greeting)
