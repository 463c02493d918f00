"""The Graph endpoints: /{version}/{object} and its edges, with bearer token and documented error bodies."""

from aiohttp import web

from simulator.graph import accounts, media, messages, numbers, templates
from simulator.graph.guard import MANAGEMENT, MESSAGING, guarded

VERSION = r"/{version:v\d+\.\d+}"


def routes() -> list[web.RouteDef]:
    node = VERSION + "/{node}"
    read, write = guarded(MANAGEMENT), guarded(MANAGEMENT)
    send = guarded(MESSAGING)
    return [
        web.post(node + "/messages", send(messages.messages)),
        web.post(node + "/marketing_messages", send(messages.offers)),
        web.post(node + "/media", send(media.upload)),
        web.get("/media/{media}", send(media.download)),
        web.post(node + "/uploads", write(media.begin)),
        web.get(node + "/message_templates", read(templates.listed)),
        web.post(node + "/message_templates", write(templates.create)),
        web.delete(node + "/message_templates", write(templates.delete)),
        web.post(node + "/unpause", write(templates.unpause)),
        web.get(node + "/subscribed_apps", read(accounts.subscribed)),
        web.post(node + "/subscribed_apps", write(accounts.subscribe)),
        web.delete(node + "/subscribed_apps", write(accounts.unsubscribe)),
        web.get(node + "/phone_numbers", read(numbers.of_account)),
        web.get(node + "/whatsapp_business_profile", read(numbers.profile)),
        web.post(node + "/whatsapp_business_profile", write(numbers.change_profile)),
        web.get(node + "/block_users", read(numbers.blocked)),
        web.post(node + "/block_users", write(numbers.block)),
        web.delete(node + "/block_users", write(numbers.unblock)),
        web.post(node + "/register", write(numbers.register)),
        web.post(node + "/deregister", write(numbers.deregister)),
        web.get(node, guarded(None)(accounts.read_node)),
        web.post(node, guarded(None)(accounts.write_node)),
        web.delete(node, guarded(None)(accounts.delete_node)),
    ]
