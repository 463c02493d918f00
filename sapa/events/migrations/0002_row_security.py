from django.db import migrations

from sapa.base.tenancy import TenantTable

DOOR = """
CREATE FUNCTION sapa_endpoint(wanted uuid)
    RETURNS TABLE (id bigint, workspace_id bigint, kind text, secrets jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT e.id, e.workspace_id, e.kind, e.secrets FROM public.events_endpoint e
          WHERE e.public_id = wanted AND e.active $$;
REVOKE ALL ON FUNCTION sapa_endpoint(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_endpoint(uuid) TO sapa_ingest, sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_endpoint(uuid) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_row_security"),
        ("events", "0001_initial"),
    ]
    operations = [
        TenantTable("Endpoint", search="SELECT"),
        TenantTable("RawDelivery", dispatch="SELECT, UPDATE", ingest="INSERT"),
        TenantTable("RefusedDelivery", ingest="SELECT, INSERT, UPDATE"),
        TenantTable("Event"),
        TenantTable("EventKey"),
        TenantTable("EventDelivery", dispatch="SELECT, UPDATE"),
        migrations.RunSQL(DOOR),
    ]
