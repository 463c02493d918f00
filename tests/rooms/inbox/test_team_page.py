"""«Tim»: who is here, and teams that an owner or a supervisor makes."""

from datetime import datetime

import pytest
from django.test import Client

from sapa.accounts.models import User, Workspace
from sapa.base.permissions import Role
from sapa.inbox.models import Team, TeamMember
from sapa.messaging.models import Conversation
from tests.rooms.inbox.team import person, team, waits


@pytest.fixture
def budi(shop: Workspace) -> Client:
    client = Client()
    client.force_login(User.objects.get(email="budi@tokosari.test"))
    return client


def test_a_team_is_made_with_its_people_and_their_limits(budi: Client) -> None:
    ani = person("Ani")
    given = {"name": "Retur", "way": "least_busy", "topics": "Retur,  return ", "takes_vip": "on"}
    seat = {f"in_{ani}": "on", f"most_{ani}": "5", f"skills_{ani}": "Garansi"}
    assert budi.post("/kotak-masuk/tim/baru/", given | seat).status_code == 302
    made = Team.objects.get()
    assert (made.way, made.topics, made.takes_vip) == ("least_busy", ["retur", "return"], True)
    row = TeamMember.objects.get()
    assert (row.user_id, row.most_open, row.skills) == (ani, 5, ["garansi"])
    assert "Retur" in budi.get("/kotak-masuk/tim/").content.decode()


def test_who_is_unticked_leaves_and_whoever_may_not_answer_cannot_sit(budi: Client) -> None:
    ani, lia = person("Ani"), person("Lia", role=Role.ANALYST)
    cs = team(ani)
    given = {"name": "CS", "way": "round_robin", "topics": "", f"in_{lia}": "on"}
    budi.post(f"/kotak-masuk/tim/{cs.public_id}/", given)
    assert not TeamMember.objects.exists()


def test_two_teams_have_two_names(budi: Client) -> None:
    team(name="CS")
    answer = budi.post("/kotak-masuk/tim/baru/", {"name": "cs", "way": "by_hand", "topics": ""})
    assert (answer.status_code, Team.objects.count()) == (409, 1)


def test_a_team_that_is_removed_leaves_its_conversations(budi: Client, now: datetime) -> None:
    ani = person("Ani")
    cs = team(ani)
    made = waits(now, owner="human", assignee_id=ani, team_id=cs.pk)
    budi.post(f"/kotak-masuk/tim/{cs.public_id}/hapus/")
    assert not Team.objects.exists()
    assert Conversation.objects.values_list("assignee_id", "team_id").get(pk=made.pk) == (ani, None)


def test_an_agent_sees_no_page_of_the_team(shop: Workspace) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=person("Ani")))
    assert client.get("/kotak-masuk/tim/").status_code == 403
