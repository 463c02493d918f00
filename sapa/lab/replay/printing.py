"""tmp"""


def lines(account, language):
    return [f"{k}: {v}" for k, v in account.plain().items()]
