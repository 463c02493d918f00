from django.db import migrations

# By transaction: whoever has seen everything before the oldest transaction that still ran knows what to ask for.
COLUMNS = [
    "ALTER TABLE messaging_conversation ADD COLUMN changed xid8 NOT NULL DEFAULT '0',"
    " ADD COLUMN given xid8 NOT NULL DEFAULT '0'",
    "ALTER TABLE messaging_conversation ALTER COLUMN changed SET DEFAULT pg_current_xact_id()",
    "CREATE INDEX conversation_changed ON messaging_conversation (workspace_id, changed)",
]
TRIGGER = """
CREATE FUNCTION messaging_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := pg_current_xact_id();
    IF (NEW.owner, NEW.assignee_id, NEW.team_id) IS DISTINCT FROM (OLD.owner, OLD.assignee_id, OLD.team_id) THEN
        NEW.given := NEW.changed;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER conversation_changed BEFORE UPDATE ON messaging_conversation
    FOR EACH ROW WHEN (NEW.version IS DISTINCT FROM OLD.version) EXECUTE FUNCTION messaging_note_change();
"""
BACK = [
    "DROP TRIGGER conversation_changed ON messaging_conversation",
    "DROP FUNCTION messaging_note_change()",
    "ALTER TABLE messaging_conversation DROP COLUMN changed, DROP COLUMN given",
]


class Migration(migrations.Migration):
    """What changed since a page last looked, however many conversations there are (live updates)."""

    dependencies = [("messaging", "0015_desk_lists")]

    operations = [migrations.RunSQL([*COLUMNS, TRIGGER], BACK)]
