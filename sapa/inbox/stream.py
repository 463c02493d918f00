"""What the desk adds to the looks of the live updates, once a second: who is at which conversation, and notices.

Each is a query for one JSON object of {key: mark}; a mark that differs from the look before is an event.
"""

# By conversation: who looks, and who writes (machine time).
PRESENCE = """
SELECT json_object_agg(at.public_id, at.who) FROM (
    SELECT c.public_id, string_agg(
        l.user_id || CASE WHEN l.writes_until > clock_timestamp() THEN 'w' ELSE '' END, ',' ORDER BY l.user_id) AS who
    FROM inbox_looker l
    JOIN messaging_conversation c ON c.workspace_id = l.workspace_id AND c.id = l.conversation_id
    WHERE l.workspace_id = %(workspace)s AND l.looks_until > clock_timestamp() GROUP BY c.public_id) AS at
"""
# By person: how many stand unseen, and the newest; seen in one tab is seen in all. The bell counts no further than a
# hundred, nor does this: who never looks there makes no look slower.
NOTICES = """
SELECT json_object_agg(n.user_id, n.mark) FROM (
    SELECT m.user_id, unseen.mark FROM accounts_membership m CROSS JOIN LATERAL (
        SELECT concat(count(*), '.', sum(few.count), '.', max(few.at)) AS mark FROM (
            SELECT o.count, o.at FROM inbox_notice o
            WHERE o.workspace_id = %(workspace)s AND o.user_id = m.user_id AND o.seen_at IS NULL LIMIT 100) AS few
    ) AS unseen WHERE m.workspace_id = %(workspace)s) AS n
"""
