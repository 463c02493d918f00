from django.db import migrations

# People type the whole number in any spelling, its beginning, or its last signs. Beginnings have their index since
# long; the other end stands in one that is ordered from behind.
INDEXES = """
CREATE INDEX order_by_end ON commerce_order (workspace_id, reverse(sapa_code(number)) COLLATE "C");
CREATE INDEX shipment_by_end ON commerce_shipment (workspace_id, reverse(sapa_code(tracking_number)) COLLATE "C")
    WHERE tracking_number <> '';
"""

SEARCH = r"""
GRANT SELECT ON commerce_shipment TO sapa_search;
CREATE POLICY search ON commerce_shipment TO sapa_search USING (true) WITH CHECK (true);
CREATE FUNCTION sapa_search_orders(begins text, code text, most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
DECLARE
    shop CONSTANT bigint := public.sapa_workspace();
    ending CONSTANT text := reverse(code);
    found bigint[];
BEGIN
    found := ARRAY(
        (SELECT id FROM public.commerce_order WHERE workspace_id = shop AND code <> ''
            AND reverse(public.sapa_code(number)) COLLATE "C" >= ending
            AND reverse(public.sapa_code(number)) COLLATE "C" < ending || chr(1114111) LIMIT 50)
        UNION ALL SELECT o.id FROM unnest(ARRAY[begins, upper(begins)]) one CROSS JOIN LATERAL (
            SELECT id FROM public.commerce_order WHERE workspace_id = shop AND one <> ''
            AND number >= one AND number < one || chr(1114111) AND starts_with(number, one) LIMIT 50) o
        UNION ALL (SELECT id FROM public.commerce_order WHERE workspace_id = shop
            AND external_id = begins AND external_id <> number LIMIT 50));
    RETURN QUERY SELECT o.id FROM public.commerce_order o WHERE o.workspace_id = shop AND o.id = ANY(found)
        ORDER BY public.sapa_code(o.number) = code DESC, o.placed_at DESC, o.id DESC LIMIT most;
END $$;
CREATE FUNCTION sapa_search_shipments(begins text, code text, most integer) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 SET jit = off
    AS $$
DECLARE
    shop CONSTANT bigint := public.sapa_workspace();
    ending CONSTANT text := reverse(code);
    found bigint[];
BEGIN
    found := ARRAY(
        (SELECT id FROM public.commerce_shipment WHERE workspace_id = shop AND tracking_number <> '' AND code <> ''
            AND reverse(public.sapa_code(tracking_number)) COLLATE "C" >= ending
            AND reverse(public.sapa_code(tracking_number)) COLLATE "C" < ending || chr(1114111) LIMIT 50)
        UNION ALL SELECT s.id FROM unnest(ARRAY[begins, upper(begins)]) one CROSS JOIN LATERAL (
            SELECT id FROM public.commerce_shipment WHERE workspace_id = shop AND tracking_number <> '' AND one <> ''
            AND tracking_number >= one AND tracking_number < one || chr(1114111)
            AND starts_with(tracking_number, one) LIMIT 50) s);
    RETURN QUERY SELECT s.id FROM public.commerce_shipment s WHERE s.workspace_id = shop AND s.id = ANY(found)
        ORDER BY public.sapa_code(s.tracking_number) = code DESC, s.status_at DESC, s.id DESC LIMIT most;
END $$;
REVOKE ALL ON FUNCTION sapa_search_orders(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_search_orders(text, text, integer) TO sapa_app;
REVOKE ALL ON FUNCTION sapa_search_shipments(text, text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sapa_search_shipments(text, text, integer) TO sapa_app;
GRANT CREATE ON SCHEMA public TO sapa_search;
ALTER FUNCTION sapa_search_orders(text, text, integer) OWNER TO sapa_search;
ALTER FUNCTION sapa_search_shipments(text, text, integer) OWNER TO sapa_search;
REVOKE CREATE ON SCHEMA public FROM sapa_search;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("commerce", "0008_refunds_checkouts"),
        ("contacts", "0008_search_by_both_ends"),
    ]
    operations = [migrations.RunSQL(INDEXES), migrations.RunSQL(SEARCH)]
