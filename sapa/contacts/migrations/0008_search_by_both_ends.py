from django.db import migrations

# Small enough to be written into the plan: the indexes below keep what they say, not calls of them.
SPELLINGS = """
CREATE FUNCTION sapa_code(number text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT translate(lower(number), ' -/#._:', '') $$;
CREATE FUNCTION sapa_typed(kind text, value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE kind WHEN 'phone' THEN reverse(value)
        WHEN 'external' THEN lower(substr(value, strpos(value, ':') + 1)) ELSE lower(value) END $$;
"""

# One index of words instead of two, and an ordered one instead of trigrams of every number: an insert writes less.
# With the workspace in it a small shop does not read past the names of a large one.
INDEXES = """
DROP INDEX IF EXISTS contact_name_trigrams, contact_company_trigrams, identity_value_trigrams;
CREATE INDEX identity_typed ON contacts_identity (workspace_id, kind, sapa_typed(kind, value) COLLATE "C")
    WHERE kind <> 'bsuid';
DO $$ DECLARE
    there CONSTANT text[] := ARRAY(SELECT extname::text FROM pg_extension);
BEGIN
    IF there @> ARRAY['pg_trgm', 'btree_gin'] THEN
        CREATE INDEX contact_words ON contacts_contact
            USING gin (workspace_id, lower(name || ' ' || company) gin_trgm_ops);
    ELSIF 'pg_trgm' = ANY(there) THEN
        CREATE INDEX contact_words ON contacts_contact USING gin (lower(name || ' ' || company) gin_trgm_ops);
    END IF;
END $$;
"""

# EXECUTE plans with the values at hand: only then are the trigrams chosen. What is frequent is found among the
# newest; what is rare there is looked up by its words, where few rows are left to read.
SEARCH = r"""
DROP FUNCTION sapa_search_contacts(text, text, integer);
CREATE FUNCTION sapa_search_contacts(words text[], phones text[], digits text, handle text, most integer)
    RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
DECLARE
    shop CONSTANT bigint := public.sapa_workspace();
    newest CONSTANT integer := 4000;
    looked_at CONSTANT integer := 400;
    text_of CONSTANT text := 'lower(c.name || '' '' || c.company)';
    wanted text := '';
    word text;
    named bigint[] := '{}';
    known bigint[];
    whole CONSTANT bigint[] := ARRAY(
        SELECT contact_id FROM public.contacts_identity WHERE workspace_id = shop AND kind = 'phone'
            AND value = ANY(phones)
        UNION ALL SELECT contact_id FROM public.contacts_identity WHERE workspace_id = shop
            AND kind IN ('external', 'email', 'telegram') AND kind <> 'bsuid' AND handle <> ''
            AND public.sapa_typed(kind, value) COLLATE "C" = handle LIMIT 50);
BEGIN
    known := ARRAY(
        SELECT i.contact_id FROM unnest(phones) begins CROSS JOIN LATERAL (
            SELECT contact_id FROM public.contacts_identity WHERE workspace_id = shop AND kind = 'phone'
            AND value >= begins AND value <= begins || repeat('9', 20) LIMIT 50) i
        UNION ALL (
            SELECT contact_id FROM public.contacts_identity WHERE workspace_id = shop AND kind = 'phone'
            AND digits <> '' AND public.sapa_typed(kind, value) COLLATE "C" >= reverse(digits)
            AND public.sapa_typed(kind, value) COLLATE "C" < reverse(digits) || ':' LIMIT 50)
        UNION ALL SELECT i.contact_id FROM unnest(ARRAY['external', 'email', 'telegram']) one CROSS JOIN LATERAL (
            SELECT contact_id FROM public.contacts_identity WHERE workspace_id = shop AND kind = one AND kind <> 'bsuid'
            AND handle <> '' AND public.sapa_typed(kind, value) COLLATE "C" >= handle
            AND public.sapa_typed(kind, value) COLLATE "C" < handle || chr(1114111) LIMIT 50) i);
    FOREACH word IN ARRAY words LOOP
        word := regexp_replace(word, '([\\%_])', '\\\1', 'g');
        wanted := wanted || CASE WHEN length(word) < 3
            THEN format(' AND (%1$s LIKE %2$L OR %1$s LIKE %3$L)', text_of, word || '%', '% ' || word || '%')
            ELSE format(' AND %1$s LIKE %2$L', text_of, '%' || word || '%') END;
    END LOOP;
    IF wanted <> '' THEN
        EXECUTE 'SELECT ARRAY(SELECT id FROM (SELECT c.id, c.name, c.company FROM public.contacts_contact c
            WHERE c.workspace_id = $1 ORDER BY c.id DESC LIMIT $2) c WHERE true' || wanted || ' LIMIT $3)'
            INTO named USING shop, newest, most;
        IF cardinality(named) < most THEN
            EXECUTE 'WITH found AS MATERIALIZED (SELECT c.id FROM public.contacts_contact c
                WHERE c.workspace_id = $1' || wanted || ') SELECT ARRAY(SELECT id FROM found LIMIT $2)'
                INTO named USING shop, looked_at + most;
        END IF;
    END IF;
    RETURN QUERY
        SELECT root.id FROM (
            SELECT coalesce(c.root_id, c.id) AS id, bool_or(c.id = ANY(whole)) AS first FROM public.contacts_contact c
            WHERE c.workspace_id = shop AND c.id = ANY(whole || known || named) GROUP BY 1) found
        JOIN public.contacts_contact root ON root.workspace_id = shop AND root.id = found.id
        ORDER BY found.first DESC, root.created_at DESC, root.id DESC LIMIT most;
END $$;
REVOKE ALL ON FUNCTION sapa_search_contacts(text[], text[], text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_search_contacts(text[], text[], text, text, integer) TO sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_search_contacts(text[], text[], text, text, integer) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0007_same_people_tags_and_proofs")]
    operations = [migrations.RunSQL(SPELLINGS), migrations.RunSQL(INDEXES), migrations.RunSQL(SEARCH)]
