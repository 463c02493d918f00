"""TikTok Shop's statuses in ours; the numbers are those of its older interface."""

IGNORED = {
    "3": "address_changed",
    "4": "package_regrouped",
    "5": "product_changed",
    "6": "app_removed",
    "7": "auth_expiring",
    "13": "chat",
    "14": "chat",
    "15": "product_changed",
    "16": "product_changed",
    "18": "product_changed",
    "35": "shop_mirrored",
    "36": "invoice_papers",
    "37": "product_changed",
}
ORDERS = {
    **dict.fromkeys(("unpaid", "100"), "awaiting_payment"),
    **dict.fromkeys(("on hold", "105"), "on_hold"),
    **dict.fromkeys(("awaiting shipment", "111"), "paid"),
    **dict.fromkeys(("awaiting collection", "112", "partially shipping", "114"), "processing"),
    **dict.fromkeys(("in transit", "121"), "shipped"),
    **dict.fromkeys(("delivered", "122"), "delivered"),
    **dict.fromkeys(("completed", "130"), "completed"),
    **dict.fromkeys(("cancel", "cancelled", "canceled", "140"), "cancelled"),
}
CANCELLATIONS = {
    **dict.fromkeys(("cancellation request success", "cancellation request complete"), "cancelled"),
    "cancellation request pending": "asked",
    "cancellation request cancelled": "withdrawn",
}
REVERSED_CANCELLATIONS = {
    **dict.fromkeys(("50", "51", "100"), "cancelled"),
    **dict.fromkeys(("1", "3", "4"), "asked"),
    **dict.fromkeys(("2", "5", "99"), "withdrawn"),
}
RETURNS = {
    **dict.fromkeys(("return or refund request pending", "replacement request pending", "1"), "requested"),
    **dict.fromkeys(("awaiting buyer ship", "buyer shipped item", "3", "4"), "approved"),
    **dict.fromkeys(("return or refund request success", "replacement request complete", "50"), "approved"),
    **dict.fromkeys(("refund or return request reject", "replacement request reject", "2"), "rejected"),
    **dict.fromkeys(("return or refund request reject", "reject receive package", "5"), "rejected"),
    **dict.fromkeys(("return or refund request complete", "100"), "refunded"),
    "replacement request refund success": "refunded",
    **dict.fromkeys(("return or refund request cancel", "return or refund request cancelled"), "closed"),
    **dict.fromkeys(("replacement request cancel", "replacement request cancelled", "99"), "closed"),
}
