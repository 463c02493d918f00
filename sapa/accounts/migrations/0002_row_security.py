from django.db import migrations

from sapa.base.tenancy import TenantTable

WORKSPACES = """
ALTER TABLE accounts_workspace ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_workspace FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON accounts_workspace TO sapa_app
    USING (id = (SELECT sapa_workspace())
        OR id IN (SELECT m.workspace_id FROM accounts_membership m WHERE m.user_id = (SELECT sapa_user())))
    WITH CHECK (id = (SELECT sapa_workspace()));
CREATE POLICY found ON accounts_workspace FOR INSERT TO sapa_app WITH CHECK (true);
CREATE POLICY reader ON accounts_workspace FOR SELECT TO sapa_search USING (true);
GRANT SELECT ON accounts_workspace TO sapa_search;
CREATE FUNCTION sapa_workspaces() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$ SELECT id FROM public.accounts_workspace ORDER BY id $$;
REVOKE ALL ON FUNCTION sapa_workspaces() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_workspaces() TO sapa_app, sapa_dispatch;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_workspaces() OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        TenantTable("Membership", also_visible="user_id = (SELECT sapa_user())"),
        TenantTable("SettingsVersion"),
        TenantTable("AuditEntry"),
        migrations.RunSQL(WORKSPACES),
    ]
