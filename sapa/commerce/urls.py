from django.urls import path

from sapa.commerce.views import accesses, customers, imports, orders, products, returns, shops, sources

app_name = "commerce"

urlpatterns = [
    path("pesanan/", orders.listed, name="orders"),
    path("pesanan/<uuid:public_id>/", orders.order, name="order"),
    path("pesanan/<uuid:public_id>/retur/", returns.asked, name="return_request"),
    path("retur/", returns.listed, name="returns"),
    path("retur/<uuid:public_id>/", returns.shown, name="return"),
    path("retur/<uuid:public_id>/langkah/", returns.step, name="return_step"),
    path("retur/<uuid:public_id>/foto/", returns.photo, name="return_photo"),
    path("pesanan/pelanggan/<uuid:public_id>/", customers.of_contact, name="of_contact"),
    path("pesanan/pelanggan/<uuid:public_id>/lainnya/", customers.affairs, name="of_contact_affairs"),
    path("pesanan/impor/", imports.imports, name="imports"),
    path("pesanan/impor/<uuid:public_id>/", imports.run, name="import"),
    path("pesanan/impor/<uuid:public_id>/pratinjau/", imports.preview, name="import_preview"),
    path("pesanan/impor/<uuid:public_id>/mulai/", imports.start, name="import_start"),
    path("pesanan/impor/<uuid:public_id>/lanjut/", imports.resume, name="import_resume"),
    path("pesanan/impor/<uuid:public_id>/batalkan/", imports.undo, name="import_undo"),
    path("pesanan/impor/<uuid:public_id>/ditolak.csv", imports.refused, name="import_refused"),
    path("produk/", products.listed, name="products"),
    path("produk/hitung/", products.count, name="count_pairs"),
    path("produk/<uuid:public_id>/", products.product, name="product"),
    path("produk/<uuid:public_id>/ubah/", products.change, name="product_change"),
    path("produk/<uuid:public_id>/pasangan/", products.pair, name="product_pair"),
    path("sumber/", sources.sources, name="sources"),
    path("sumber/hubungkan/<slug:kind>/", shops.connect, name="connect"),
    path("sumber/<uuid:public_id>/", sources.source, name="source"),
    path("sumber/<uuid:public_id>/rahasia/", shops.secret, name="source_secret"),
    path("sumber/<uuid:public_id>/periksa/", shops.checks, name="source_checks"),
    path("sumber/<uuid:public_id>/akses/", accesses.access, name="source_access"),
    path("sumber/<uuid:public_id>/akses/lupakan/", accesses.forget, name="source_access_forget"),
    path("sumber/<uuid:public_id>/akses/sekarang/", accesses.look, name="source_look"),
    path("sumber/<uuid:public_id>/toko/lepaskan/", accesses.unbind, name="source_unbind"),
    path("sumber/<uuid:public_id>/kunci/", sources.rotate, name="source_rotate"),
    path("sumber/<uuid:public_id>/kunci-lama/", sources.retire, name="source_retire"),
    path("sumber/<uuid:public_id>/saklar/", sources.switch, name="source_switch"),
]
