import uuid

import django.db.models.deletion
import sapa.base.scope
from django.conf import settings
from django.db import migrations, models

from sapa.base.tenancy import TenantTable

FIND = """
CREATE FUNCTION sapa_api_key(given text) RETURNS TABLE (id bigint, workspace_id bigint, author_id bigint,
        scopes jsonb, expires_at timestamptz, revoked_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ SELECT k.id, k.workspace_id, k.author_id, k.scopes, k.expires_at, k.revoked_at
          FROM public.accounts_apikey k WHERE k.digest = given $$;
REVOKE ALL ON FUNCTION sapa_api_key(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_api_key(text) TO sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_api_key(text) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


def workspace():
    return models.BigIntegerField(db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_holidays")]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("prefix", models.CharField(max_length=16)),
                ("digest", models.CharField(max_length=64)),
                ("scopes", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("minute", models.DateTimeField(null=True)),
                ("calls", models.PositiveIntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("workspace", workspace()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["digest"], name="api_key_found")],
            },
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("body", models.TextField(blank=True)),
                ("at", models.DateTimeField(help_text="machine time")),
                (
                    "api_key",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.apikey",
                    ),
                ),
                ("workspace", workspace()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("workspace", "api_key", "name"), name="kept_answer_once")
                ],
            },
        ),
        TenantTable("ApiKey", search="SELECT"),
        TenantTable("KeptAnswer"),
        migrations.RunSQL(FIND),
    ]
