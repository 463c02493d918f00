"""A round of work over all workspaces."""

import logging
from collections.abc import Callable

from sapa.accounts.selectors import workspace_ids

logger = logging.getLogger(__name__)


def in_each_workspace(name: str, work: Callable[[int], int]) -> int:
    """What was done, added up. One workspace's error leaves the others their turn; an error of all is the round's.

    Only the error's type is logged: its words may hold what a customer wrote.
    """
    done, failed, ids = 0, list[Exception](), workspace_ids()
    for workspace_id in ids:
        try:
            done += work(workspace_id)
        except Exception as error:
            failed.append(error)
            logger.error("%s of workspace %s failed: %s", name, workspace_id, type(error).__name__)
    if failed and len(failed) == len(ids):
        raise failed[-1]
    return done
