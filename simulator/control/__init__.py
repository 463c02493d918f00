"""The control plane under /_control: clock, customers, business side, faults, what happened. For demos and tests."""

from aiohttp import web

from simulator.control import business, customers, happened, time, trouble


def routes() -> list[web.RouteDef]:
    return [
        # what happened
        web.get("/_control/state", happened.state),
        web.get("/_control/messages", happened.messages),
        web.get("/_control/shown", happened.shown),
        web.get("/_control/webhooks", happened.attempts),
        web.get("/_control/costs", happened.costs),
        # time
        web.post("/_control/clock", time.clock),
        web.post("/_control/due", time.due),
        web.post("/_control/reset", time.reset),
        web.post("/_control/snapshot", time.snapshot),
        web.post("/_control/restore", time.restore),
        # customers
        web.get("/_control/phones", customers.phones),
        web.post("/_control/phones", customers.phone),
        web.post("/_control/phones/{deed}", customers.deed),
        web.post("/_control/inbound", customers.inbound),
        # the business side
        web.get("/_control/rules", business.rules),
        web.post("/_control/rules", business.change_rules),
        web.get("/_control/business", business.listed),
        web.post("/_control/portfolios", business.portfolio),
        web.post("/_control/accounts", business.account),
        web.post("/_control/numbers", business.number),
        web.post("/_control/tokens", business.token),
        web.delete("/_control/tokens", business.no_token),
        web.post("/_control/account", business.account_event),
        web.post("/_control/templates", business.template),
        web.post("/_control/echo", business.echo),
        web.post("/_control/history", business.history),
        web.post("/_control/contacts", business.app_state),
        # trouble and webhooks
        web.get("/_control/faults", trouble.listed),
        web.post("/_control/faults", trouble.faults),
        web.delete("/_control/faults", trouble.no_faults),
        web.post("/_control/release", trouble.release),
        web.post("/_control/webhook", trouble.webhook),
        web.post("/_control/subscribers", trouble.subscriber),
        web.delete("/_control/subscribers", trouble.no_subscribers),
        web.post("/_control/inject", trouble.inject),
        web.post("/_control/replay", trouble.replay),
    ]
