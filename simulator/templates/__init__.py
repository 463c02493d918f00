"""Message templates of a business account: registered, reviewed, listed, rendered with their parameters."""

from simulator.templates.model import Button, Rendered, Template
from simulator.templates.store import Templates

__all__ = ["Button", "Rendered", "Template", "Templates"]
