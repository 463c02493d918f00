"""The webhook door without its waiting: the same check of the signature, then a raw delivery as it came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sapa.base.scope import workspace_scope
from sapa.events.models import Endpoint, RawDelivery
from sapa.events.schemas import Accepted
from sapa.events.services import open_secrets, sources
from sapa.lab.replay.phones import Webhook

KIND = "whatsapp"
SIGNATURE = "x-hub-signature-256"


@dataclass(frozen=True, slots=True)
class Door:
    workspace_id: int
    endpoint_id: int
    secrets: tuple[str, ...]

    @classmethod
    def of(cls, workspace_id: int) -> "Door":
        with workspace_scope(workspace_id):
            endpoint = Endpoint.objects.get(kind=KIND)
        opened = open_secrets(sealed=endpoint.secrets, workspace_id=workspace_id, endpoint_id=endpoint.pk)
        return cls(workspace_id, endpoint.pk, tuple(opened))

    def take(self, webhooks: Sequence[Webhook], now: datetime) -> None:
        """Raises RuntimeError for one that the real door would have refused."""
        verify = sources()[KIND].verify
        for one in webhooks:
            verdict = verify(one.raw, {SIGNATURE: one.signature}, "", self.secrets, now)
            if not isinstance(verdict, Accepted):
                raise RuntimeError(f"a webhook of the simulator was refused: {verdict}")
        if webhooks:
            with workspace_scope(self.workspace_id):
                RawDelivery.objects.bulk_create([self._row(one, now) for one in webhooks])

    def _row(self, webhook: Webhook, now: datetime) -> RawDelivery:
        return RawDelivery(
            endpoint_id=self.endpoint_id, kind=KIND, received_at=now, body=webhook.raw, next_at=now
        )
