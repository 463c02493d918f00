from django.db import migrations, models

SEARCH = """
CREATE FUNCTION sapa_search_contacts(words text, digits text, most integer) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    SELECT hit.id FROM (
        SELECT coalesce(c.root_id, c.id) AS id, max(c.created_at) AS newest
        FROM public.contacts_contact c
        WHERE c.workspace_id = public.sapa_workspace() AND words <> ''
            AND (lower(c.name) LIKE '%' || words || '%' OR lower(c.company) LIKE '%' || words || '%')
        GROUP BY 1
        UNION
        SELECT coalesce(c.root_id, c.id), max(c.created_at)
        FROM public.contacts_identity i
        JOIN public.contacts_contact c ON c.workspace_id = i.workspace_id AND c.id = i.contact_id
        WHERE i.workspace_id = public.sapa_workspace() AND (
            (digits <> '' AND i.kind = 'phone' AND lower(i.value) LIKE '%' || digits || '%')
            OR (words <> '' AND i.kind IN ('external', 'email') AND lower(i.value) LIKE '%' || words || '%'))
        GROUP BY 1
    ) hit GROUP BY hit.id ORDER BY max(hit.newest) DESC, hit.id DESC LIMIT most
    $$;
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
