import uuid

from django.db import migrations, models

import sapa.base.scope
from sapa.base.tenancy import TenantTable

PLACE = models.BigIntegerField(
    db_column="workspace_id", default=sapa.base.scope.current_workspace_id, editable=False
)
KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
PUBLIC = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
ARTICLE = models.ForeignKey(
    db_constraint=False,
    db_index=False,
    on_delete=models.deletion.PROTECT,
    related_name="+",
    to="assistant.article",
)
SOURCES = [("editor", "Editor"), ("import", "Import"), ("restored", "Restored")]
# Whoever reads the help page has no workspace yet: only its number is found by the public id.
HELP_PAGE = """
CREATE FUNCTION sapa_help_page(wanted uuid) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public
    AS $$ SELECT id FROM public.accounts_workspace WHERE public_id = wanted $$;
REVOKE ALL ON FUNCTION sapa_help_page(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_help_page(uuid) TO sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_help_page(uuid) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


class Migration(migrations.Migration):
    dependencies = [("assistant", "0003_talks"), ("accounts", "0002_row_security")]

    operations = [
        migrations.CreateModel(
            name="Shelf",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("edition", models.UUIDField(default=uuid.uuid4)),
                ("is_open", models.BooleanField(default=True)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [models.UniqueConstraint(fields=("workspace",), name="shelf_once")],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("public_id", PUBLIC.clone()),
                ("code", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(max_length=60000)),
                (
                    "internal",
                    models.BooleanField(default=False, help_text="for the team only, never told to customers"),
                ),
                (
                    "number",
                    models.PositiveIntegerField(default=1, help_text="of the version in force"),
                ),
                ("quotes", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "checked_at",
                    models.DateTimeField(help_text="when somebody last said that it is right"),
                ),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["workspace", "-updated_at", "-id"], name="article_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("workspace", "code"),
                        name="article_code_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("article", ARTICLE.clone()),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(max_length=60000)),
                ("internal", models.BooleanField(default=False)),
                ("source", models.CharField(choices=SOURCES, default="editor", max_length=8)),
                ("author_id", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "article", "number"), name="article_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Gap",
            fields=[
                ("id", KEY.clone()),
                ("workspace", PLACE.clone()),
                ("public_id", PUBLIC.clone()),
                ("key", models.CharField(max_length=200)),
                ("question", models.CharField(max_length=300)),
                ("count", models.PositiveIntegerField(default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "closed_at",
                    models.DateTimeField(help_text="answered by an article, or put aside", null=True),
                ),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="assistant.article",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["workspace", "-count", "-last_at", "-id"],
                        name="gap_most_asked",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("workspace", "key"), name="gap_once")],
            },
        ),
        TenantTable("Shelf"),
        TenantTable("Article"),
        TenantTable("ArticleVersion"),
        TenantTable("Gap"),
        migrations.RunSQL(HELP_PAGE, migrations.RunSQL.noop),
    ]
