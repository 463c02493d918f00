from django.db import migrations

# What people wrote, once it is on its way: the texts of journeys say the same to thousands, and a row that is still
# being sent would be written into the index with every step of it.
WORDS = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'btree_gin') THEN
        CREATE INDEX message_words ON messaging_message USING gin (workspace_id, to_tsvector('simple', text))
            WHERE by <> 'system' AND text <> '' AND state NOT IN ('planned', 'sending', 'cancelled', 'expired');
    ELSE
        CREATE INDEX message_words ON messaging_message USING gin (to_tsvector('simple', text))
            WHERE by <> 'system' AND text <> '' AND state NOT IN ('planned', 'sending', 'cancelled', 'expired');
    END IF;
END $$;
"""

# Frequent words are found among the newest. What is rare there is looked up whole, which skips from one rare place
# to the next; only the last word, which may still be growing, is also taken as a beginning.
SEARCH = r"""
GRANT SELECT ON messaging_message TO sapa_search;
CREATE POLICY search ON messaging_message TO sapa_search USING (true) WITH CHECK (true);
CREATE FUNCTION sapa_search_messages(words text[], most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
DECLARE
    shop CONSTANT bigint := public.sapa_workspace();
    newest CONSTANT integer := 2000;
    looked_at CONSTANT integer := 400;
    by_people CONSTANT text := ' AND m.by <> ''system'' AND m.text <> ''''
        AND m.state NOT IN (''planned'', ''sending'', ''cancelled'', ''expired'')';
    looked_up CONSTANT text := 'WITH found AS MATERIALIZED (SELECT m.id FROM public.messaging_message m
        WHERE m.workspace_id = $1' || by_people || ' AND to_tsvector(''simple'', m.text) @@ $2)
        SELECT ARRAY(SELECT id FROM found LIMIT $3)';
    likes text := '';
    word text;
    quoted text;
    begun tsquery;
    whole tsquery := '';
    last_begun tsquery := '';
    all_begun tsquery := '';
    found bigint[];
    older bigint[] := '{}';
BEGIN
    FOREACH word IN ARRAY words LOOP
        quoted := '''' || replace(replace(word, '\', '\\'), '''', '''''') || '''';
        CONTINUE WHEN numnode(to_tsquery('simple', quoted)) = 0;
        begun := to_tsquery('simple', quoted || CASE WHEN length(word) < 3 THEN '' ELSE ':*' END);
        last_begun := whole && begun;
        all_begun := all_begun && begun;
        whole := whole && to_tsquery('simple', quoted);
        likes := likes || format(' AND lower(m.text) LIKE %L',
            '%' || regexp_replace(word, '([\\%_])', '\\\1', 'g') || '%');
    END LOOP;
    IF likes = '' THEN
        RETURN;
    END IF;
    EXECUTE 'SELECT ARRAY(SELECT id FROM (SELECT m.id, m.by, m.text, m.state FROM public.messaging_message m
        WHERE m.workspace_id = $1 ORDER BY m.id DESC LIMIT $2) m WHERE true' || by_people || likes
        || ' AND to_tsvector(''simple'', m.text) @@ $4 LIMIT $3)' INTO found USING shop, newest, most, all_begun;
    IF cardinality(found) < most THEN
        EXECUTE looked_up INTO older USING shop, whole, looked_at;
        IF cardinality(found || older) = 0 OR numnode(all_begun) = 1 THEN
            EXECUTE looked_up INTO older USING shop, last_begun, looked_at;
        END IF;
    END IF;
    RETURN QUERY SELECT m.id FROM public.messaging_message m WHERE m.workspace_id = shop AND m.id = ANY(found || older)
        ORDER BY m.at DESC, m.id DESC LIMIT most;
END $$;
REVOKE ALL ON FUNCTION sapa_search_messages(text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_search_messages(text[], integer) TO sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_search_messages(text[], integer) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0010_claim_by_lock")]
    operations = [migrations.RunSQL(WORDS), migrations.RunSQL(SEARCH)]
