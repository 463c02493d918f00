"""A survey of the shop's own, from its recipe to the last answer, on a phone."""

from datetime import timedelta

from sapa.assistant.models import Turn
from sapa.domain.surveys import Question
from sapa.feedback import services
from sapa.feedback.models import Answer, Invitation
from sapa.feedback.services.surveys import link_of
from sapa.inbox.models import Clock
from tests.routes.cast import DEWI, at
from tests.routes.house import House, Phone
from tests.routes.recipes import buy, parcel, use

QUESTIONS = (
    Question("q1", "choice", "Dari mana tahu toko kami?", options=("Teman", "Instagram")),
    Question("q2", "scale", "Seberapa puas dengan kemasannya?"),
)


def taps(house: House, phone: Phone, title: str) -> None:
    """On the newest message; a template's own button names the message that it stands below."""
    newest = phone.messages[-1]
    [button] = [one for one in newest["buttons"] if one["title"] == title]
    told = {"context": newest["id"]} if button["kind"] == "button" else {}
    phone.says(title, type=button["kind"], id=button["id"], **told)
    house.settle()


def test_the_recipe_asks_and_the_answers_come_in_the_chat(house: House) -> None:
    told = {"title": "Kemasan", "intro": "boleh minta waktu?", "thanks": "Sampai jumpa", "days": 14}
    with house.inside():
        survey = services.save_survey(survey=None, **told, questions=QUESTIONS, by=1, now=house.clock.now())  # type: ignore[arg-type]
        services.open_survey(survey=survey, now=house.clock.now())
        link = link_of(survey)
    use(house, "survei_masukan", survei={"tautan": link})
    buy(house, "A-1", DEWI)
    parcel(house, "A-1", "delivered", status_at=at(15, "10:00"))
    house.clock.to(at(20, "10:05"))
    phone = house.phone(DEWI)
    taps(house, phone, "Jawab di sini")
    taps(house, phone, "Instagram")
    assert phone.texts[-1].startswith("2/2. Seberapa puas dengan kemasannya?")
    with house.inside():
        assert not Turn.objects.exists()
        assert not Clock.objects.exists()

    asked = phone.messages[-1]["buttons"]
    phone.says("Kapan pesanan saya yang lain dikirim?")
    house.settle()
    assert "sudah sampai" in phone.texts[-1]
    house.clock.wait(timedelta(minutes=1))
    [four] = [one for one in asked if one["title"] == "4"]
    phone.says("4", type="list_reply", id=four["id"])
    house.settle()
    assert phone.texts[-1] == "Sampai jumpa"
    with house.inside():
        assert sorted(Answer.objects.values_list("question", "number")) == [("q1", 1), ("q2", 4)]
        assert Invitation.objects.get().answered_at is not None
        assert Turn.objects.count() == 1
