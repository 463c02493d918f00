"""Orders and what belongs to them over the API: the same appliers as the signed JSON of any shop."""

from ninja import Router

from sapa.commerce.api.affairs import router as affairs
from sapa.commerce.api.imports import router as imports
from sapa.commerce.api.orders import router as orders
from sapa.commerce.api.products import router as products
from sapa.commerce.api.returns import router as returns

router = Router()
for one in (orders, affairs, returns, products, imports):
    router.add_router("", one)

__all__ = ["router"]
