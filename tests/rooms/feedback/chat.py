"""Dewi's side of a talk: what she writes and taps, and what comes back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sapa.domain.survey_chat import START
from sapa.feedback import services
from sapa.feedback.models import Heard, Survey
from sapa.journeys.models import FollowUp
from sapa.messaging.channels.whatsapp.limits.interactive import interactive
from sapa.messaging.models import Conversation, Message
from tests.rooms.feedback.test_surveys import invited
from tests.rooms.journeys.rows import wrote

A_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Chat:
    where: Conversation
    at: datetime

    @classmethod
    def of_survey(cls, now: datetime) -> "tuple[Chat, Survey, str]":
        """She has the invitation before her; the path of her page."""
        survey, row, path = invited(now)
        chat = cls(Conversation.objects.get(), now)
        chat.is_sent(row, (row.composed or {})["text"])
        return chat, survey, path

    def is_sent(self, row: FollowUp, text: str, **more: Any) -> Message:
        told: dict[str, Any] = {"klass": "care", "kind": row.recipe, "by": "system", "follow_up_id": row.pk}
        return self.ours(text, **{**told, **more})

    def ours(self, text: str, **more: Any) -> Message:
        told = {"direction": "out", "by": "agent", "state": "accepted", "accepted_at": self.at}
        return wrote(self.where, self.at, text, **{**told, **more})

    def says(self, text: str, *, after: timedelta = A_MINUTE, tapped: str = "", type: str = "text") -> bool:
        """Whether it was an answer and nothing else; what the shop says to it arrives at once."""
        self.at += after
        payload = {"payload": tapped} if tapped else {}
        message = wrote(self.where, self.at, text, type="interactive" if tapped else type, payload=payload)
        for _again in range(2):
            services.take_answers(message_ids=[message.pk], now=self.at)
        waiting = Message.objects.filter(direction="out", state="planned")
        waiting.update(state="accepted", accepted_at=self.at)
        return Heard.objects.filter(message_id=message.pk).exists()

    def begins(self, path: str) -> bool:
        return self.says("Jawab di sini", tapped=START + path)

    def taps(self, title: str) -> bool:
        return self.says(title, tapped=self.buttons[title])

    @property
    def newest(self) -> Message:
        return Message.objects.filter(direction="out").latest("pk")

    @property
    def buttons(self) -> dict[str, str]:
        """Titles and ids of the newest message, which WhatsApp would take."""
        part = self.newest.payload["content"]["interactive"]
        assert list(interactive(part)) == []
        listed = [row for section in part["action"].get("sections", ()) for row in section["rows"]]
        tapped = [one["reply"] for one in part["action"].get("buttons", ())]
        return {one["title"]: one["id"] for one in (*listed, *tapped)}
