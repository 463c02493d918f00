"""What `sapa check` looks at; each look yields findings, and what cannot be looked at is one of them."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import django

from sapa.base.file_lock import FileLock
from sapa.base.instance import Instance, instance, unknown_variables
from sapa.base.keys import read_ring
from sapa.base.mail import MailNotTakenError, knock
from sapa.base.postgres import (
    ROLES,
    extensions,
    grants_sql,
    is_embedded,
    missing_roles,
    running_database,
)
from sapa.base.postgres.address import parse_url
from sapa.base.postgres.connection import connect
from sapa.base.postgres.server import Server
from sapa.base.private_file import is_private
from sapa.base.sentences import SentenceError
from sapa.config.house import HouseError, answers, check_port
from sapa.config.mailing import MAIL_TROUBLES
from sapa.config.words import _, said
from sapa.domain.graph_versions import end_of, standing

OLDEST_PYTHON = (3, 11)
OLDEST_DATABASE = 150000
LEAST_FREE = 1_000_000_000


class Finding(NamedTuple):
    good: bool
    sentence: str


def good(sentence: str, **values: object) -> Finding:
    return Finding(True, sentence % values)


def bad(sentence: str, **values: object) -> Finding:
    return Finding(False, sentence % values)


def examine() -> Iterator[Finding]:
    """Ends at the first finding without which nothing else can be looked at."""
    try:
        settings = instance()
        parse_url(os.environ.get("DATABASE_URL") or "postgresql:///none")
        django.setup()  # reads the key ring
    except (SentenceError, OSError) as error:
        yield Finding(False, said(error))
        return
    for look in (python, variables, home, keys, port, interface, mail, database):
        yield from look(settings)


def python(_settings: Instance) -> Iterator[Finding]:
    say = good if sys.version_info >= OLDEST_PYTHON else bad
    version = ".".join(map(str, sys.version_info[:3]))
    yield say(_("Python %(version)s (3.11 or newer is needed)."), version=version)


def variables(_settings: Instance) -> Iterator[Finding]:
    unknown = unknown_variables(os.environ)
    for name in unknown:
        yield bad(_("%(name)s means nothing to Sapa: is it misspelt? See docs/settings.md."), name=name)
    if not unknown:
        yield good(_("Every SAPA_ variable is known and valid."))


def home(settings: Instance) -> Iterator[Finding]:
    folder = settings.home
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        yield bad(_("%(home)s cannot be written: give it to this user or set SAPA_HOME."), home=folder)
        return
    free = shutil.disk_usage(there).free
    say = good if free >= LEAST_FREE else bad
    yield say(_("%(home)s has %(free)d GB free (1 GB at least)."), home=folder, free=free // 10**9)


def keys(settings: Instance) -> Iterator[Finding]:
    yield good(_("The key ring is private and complete (%(keys)d)."), keys=len(read_ring(settings).keys))
    passwords = settings.home / "postgres.json"
    if passwords.exists() and not is_private(passwords):
        yield bad(_("%(file)s can be read by others: chmod 600 %(file)s."), file=passwords)


def port(settings: Instance) -> Iterator[Finding]:
    """A port that Sapa itself holds is as good as a free one."""
    where = f"{settings.host}:{settings.port}"
    if _is_serving(settings):
        there = answers(settings.host, settings.port)
        yield good(_("Sapa is running.") if there else _("Sapa is running on another port."))
        return
    try:
        check_port(settings.host, settings.port)
    except HouseError:
        yield bad(_("%(where)s is taken by another program: set SAPA_PORT."), where=where)
    else:
        yield good(_("%(where)s is free."), where=where)


def interface(settings: Instance) -> Iterator[Finding]:
    """Versions of WhatsApp's Graph API live about two years."""
    version, today = settings.graph_version, datetime.now(UTC).date()
    known = end_of(version)
    told = {"version": version, "day": known.ends.isoformat() if known else ""}
    match standing(version, today):
        case "dead":
            yield bad(
                _("%(version)s of WhatsApp's interface ended on %(day)s: set SAPA_GRAPH_VERSION."), **told
            )
        case "ending":
            yield good(
                _("%(version)s of WhatsApp's interface ends on %(day)s: plan the next version."), **told
            )
        case "good":
            yield good(_("%(version)s of WhatsApp's interface lasts until about %(day)s."), **told)
        case _:
            yield good(_("The end of %(version)s of WhatsApp's interface is not known yet."), **told)


def mail(settings: Instance) -> Iterator[Finding]:
    """Knocks at the server and logs in; nothing is sent."""
    server = settings.mail_server
    if server is None:
        yield good(_("No mail is sent: SAPA_MAIL_URL is empty."))
        return
    told = {"where": f"{server.host}:{server.port}", "sender": settings.mail_sender}
    try:
        knock()
    except MailNotTakenError as error:
        yield bad(_(MAIL_TROUBLES[error.code]), **told)
    else:
        yield good(_("%(where)s takes mail from %(sender)s."), **told)


def _is_serving(settings: Instance) -> bool:
    lock = FileLock(settings.home / "serve.lock")
    if not lock.path.exists():
        return False
    free = lock.take()
    lock.release()
    return not free


def database(settings: Instance) -> Iterator[Finding]:
    import psycopg

    try:
        if is_embedded():
            found = Server(settings.home).binaries()
            yield good(_("PostgreSQL %(version)s runs from %(folder)s."), **found._asdict())
        with running_database() as url:
            for look in (server, roles, search, migrations, numbers):
                yield from look(url)
    except SentenceError as error:
        yield Finding(False, said(error))
    except psycopg.OperationalError as error:
        yield bad(_("The database does not answer: %(error)s"), error=str(error).strip())


def server(url: str) -> Iterator[Finding]:
    with connect(parse_url(url)) as db:
        number = db.info.server_version
    say = good if number >= OLDEST_DATABASE else bad
    yield say(_("The database answers: PostgreSQL %(version)d (15 or newer)."), version=number // 10_000)


def roles(url: str) -> Iterator[Finding]:
    known = parse_url(url)
    if missing := missing_roles(url):
        said = _("Roles are missing: %(roles)s. Let the administrator run this SQL:\n\n%(sql)s")
        yield bad(said, roles=", ".join(missing), sql=grants_sql(known["dbname"], known["user"]))
    elif mighty := _mighty(known):
        said = _("%(roles)s may see past row security: take SUPERUSER and BYPASSRLS away.")
        yield bad(said, roles=", ".join(mighty))
    else:
        yield good(_("All roles are there; none sees past row security."))


def _mighty(known: dict[str, str]) -> list[str]:
    question = "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls) AND rolname = ANY(%s)"
    with connect(known) as db:
        return [str(row[0]) for row in db.execute(question, [[*ROLES, known["user"]]])]


def search(url: str) -> Iterator[Finding]:
    """Not a fault: search works without them."""
    absent = [name for name, there in extensions(url).items() if not there]
    if absent:
        yield good(_("Without %(extensions)s search is slower or finds less."), extensions=", ".join(absent))
    else:
        yield good(_("Extensions for search are there."))


def migrations(_url: str) -> Iterator[Finding]:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    connection = connections["owner"]
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    if pending:
        yield bad(_("Migrations are pending (%(count)d): `sapa serve` applies them."), count=len(pending))
    else:
        yield good(_("Every migration is applied."))


def numbers(_url: str) -> Iterator[Finding]:
    """Only once every table is there."""
    from django.db import ProgrammingError

    from sapa.accounts.selectors import workspace_ids
    from sapa.base.scope import workspace_scope
    from sapa.messaging.selectors import channels

    try:
        for workspace_id in workspace_ids():
            with workspace_scope(workspace_id):
                stopped = list(channels().exclude(stopped__in=("", "by_hand", "disconnected")))
            for one in stopped:
                told = {"name": one.name, "code": one.stopped}
                yield bad(_("The WhatsApp number %(name)s is stopped (%(code)s): see «Saluran»."), **told)
    except ProgrammingError:
        return
