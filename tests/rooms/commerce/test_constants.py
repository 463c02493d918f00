from datetime import datetime

from sapa.accounts.models import Workspace
from sapa.accounts.services import change_settings
from sapa.commerce.importers import known_mapping

HEADER = ("order_id", "name", "phone", "purchased_at")


def test_a_new_kind_of_file_begins_with_the_shop_s_own_links(shop: Workspace, now: datetime) -> None:
    link = "https://tokosari.test/bayar/{order_id}"
    change_settings(changes={"import_constants": {"pay_link": link}}, now=now)
    assert known_mapping(HEADER).constants["pay_link"] == link
    assert known_mapping(HEADER).constants["goods"] == "{quantity} barang"
