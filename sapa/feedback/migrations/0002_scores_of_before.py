from django.db import migrations

READ = ("events_event", "events_eventkey", "messaging_message", "journeys_followup", "feedback_rating")
# Scores were kept as events alone: each becomes a rating, without who had answered and what its words are about.
RATINGS = """
INSERT INTO feedback_rating (workspace_id, kind, score, at, asked_at, contact_id, conversation_id, channel_id,
    follow_up_id, order_id, case_id, message_id, words_id, answered_by, tags)
SELECT e.workspace_id, CASE e.name WHEN 'nps.answered' THEN 'nps' ELSE 'csat' END, (e.data ->> 'score')::smallint,
    e.at, least(coalesce(f.finished_at, e.at), e.at), m.contact_id, m.conversation_id, m.channel_id, f.id, f.order_id,
    (e.data ->> 'ticket')::bigint, m.id, CASE WHEN length(btrim(m.text)) > 2 THEN m.id END, '', '[]'
FROM events_event AS e
JOIN events_eventkey AS k ON k.workspace_id = e.workspace_id AND k.event_id = e.id
JOIN messaging_message AS m ON m.workspace_id = e.workspace_id AND m.id = (e.data ->> 'message_id')::bigint
JOIN journeys_followup AS f ON f.workspace_id = e.workspace_id
    AND f.id = (substring(k.key FROM '^follow-up:([0-9]+):'))::bigint
WHERE e.name IN ('feedback.rated', 'nps.answered')
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial"), ("events", "0002_row_security")]

    operations = [
        migrations.RunSQL(
            [
                *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in READ),
                RATINGS,
                "SET CONSTRAINTS ALL IMMEDIATE",
                *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in READ),
                "SET CONSTRAINTS ALL DEFERRED",
            ],
            migrations.RunSQL.noop,
        )
    ]
