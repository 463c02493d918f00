from django.db import migrations, models

GROUND = """
CREATE FUNCTION sapa_workspace() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sapa.workspace', true), '')::bigint $$;
CREATE FUNCTION sapa_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('sapa.user', true), '')::bigint $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sapa_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO sapa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sapa_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sapa_app;
"""

SINGLE_CLOCK = models.CheckConstraint(condition=models.Q(id=1), name="base_democlock_single")


class Migration(migrations.Migration):
    initial = True
    run_before = [("contenttypes", "0001_initial")]
    operations = [
        migrations.RunSQL(GROUND),
        migrations.CreateModel(
            name="DemoClock",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("offset", models.DurationField()),
                (
                    "target",
                    models.DateTimeField(
                        help_text="the demo plays forward to here, moment by moment", null=True
                    ),
                ),
            ],
            options={"constraints": [SINGLE_CLOCK]},
        ),
        migrations.RunSQL("GRANT SELECT ON base_democlock TO sapa_dispatch, sapa_ingest"),
    ]
