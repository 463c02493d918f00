from django.db import migrations, models

SEARCH = """
CREATE FUNCTION sapa_search_contacts(words text, digits text, most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
DECLARE
    shop bigint := public.sapa_workspace();
    found bigint[];
BEGIN
    -- EXECUTE plans with the values at hand: only then are the trigram indexes chosen.
    EXECUTE $q$ SELECT ARRAY(
        (SELECT c.id FROM public.contacts_contact c
        WHERE c.workspace_id = $1 AND $2 <> '' AND lower(c.name) LIKE '%' || $2 || '%' LIMIT 1000)
        UNION
        (SELECT c.id FROM public.contacts_contact c
        WHERE c.workspace_id = $1 AND $2 <> '' AND lower(c.company) LIKE '%' || $2 || '%' LIMIT 1000)
        UNION
        (SELECT i.contact_id FROM public.contacts_identity i
        WHERE i.workspace_id = $1 AND $2 <> '' AND lower(i.value) LIKE '%' || $2 || '%'
            AND i.kind IN ('external', 'email') LIMIT 1000)
        UNION
        (SELECT i.contact_id FROM public.contacts_identity i
        WHERE i.workspace_id = $1 AND $3 <> '' AND lower(i.value) LIKE '%' || $3 || '%'
            AND i.kind = 'phone' LIMIT 1000))
    $q$ INTO found USING shop, words, digits;
    found := ARRAY(SELECT DISTINCT coalesce(c.root_id, c.id) FROM public.contacts_contact c
        WHERE c.workspace_id = shop AND c.id = ANY(found));
    RETURN QUERY SELECT c.id FROM public.contacts_contact c
        WHERE c.workspace_id = shop AND c.id = ANY(found)
        ORDER BY c.created_at DESC, c.id DESC LIMIT most;
END $$;
REVOKE ALL ON FUNCTION sapa_search_contacts(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_search_contacts(text, text, integer) TO sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_search_contacts(text, text, integer) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""

# Search works without the extension, only slower (stack.md 1).
INDEXES = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') THEN
        CREATE INDEX contact_name_trigrams ON contacts_contact USING gin (lower(name) gin_trgm_ops);
        CREATE INDEX contact_company_trigrams ON contacts_contact USING gin (lower(company) gin_trgm_ops);
        CREATE INDEX identity_value_trigrams ON contacts_identity USING gin (lower(value) gin_trgm_ops);
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("contacts", "0002_row_security")]
    operations = [
        migrations.AddField("contact", "details_at", models.DateTimeField(null=True, help_text="when name and address were said; older never wins")),
        migrations.AddField("optout", "ended_source", models.CharField(blank=True, max_length=40)),
        migrations.RunSQL(SEARCH),
        migrations.RunSQL(INDEXES),
    ]
