"""Shopee's codes and statuses in ours."""

IGNORED = {
    "0": "test_body",
    "1": "app_added",
    "2": "app_removed",
    "5": "platform_news",
    "10": "chat",
    "12": "auth_expiring",
    **dict.fromkeys(("6", "7", "8", "9", "11", "13", "16", "22", "27", "38"), "product_changed"),
    **dict.fromkeys(("15", "25"), "parcel_papers"),
    **dict.fromkeys(("23", "24"), "booking"),
    "28": "shop_penalty",
    "36": "stock_changed",
    "37": "driver_changed",
    "47": "package_changed",
}
ORDERS = {
    "unpaid": "awaiting_payment",
    **dict.fromkeys(("invoice pending", "ready to ship"), "paid"),
    **dict.fromkeys(("processed", "retry ship"), "processing"),
    "shipped": "shipped",
    "to confirm receive": "delivered",
    "completed": "completed",
    **dict.fromkeys(("in cancel", "to return"), "on_hold"),  # asked for, not decided yet
    **dict.fromkeys(("cancelled", "canceled"), "cancelled"),
}
PARCELS = {
    **dict.fromkeys(("not start", "not started", "pending arrange", "ready"), "waiting"),
    "request created": "confirmed",
    "pickup retry": "picking_up",
    "pickup done": "picked_up",
    "delivery done": "delivered",
    "delivery failed": "returning",  # Shopee says so of the last attempt; the order is cancelled with it
    **dict.fromkeys(("invalid", "request canceled", "request cancelled"), "cancelled"),
    **dict.fromkeys(("pickup failed", "cod rejected"), "cancelled"),
    "lost": "lost",
}
RETURNS = {
    "requested": "requested",
    **dict.fromkeys(("accepted", "processing"), "approved"),
    **dict.fromkeys(("cancelled", "canceled", "closed"), "closed"),
    **dict.fromkeys(("judging", "seller dispute"), "disputed"),
    **dict.fromkeys(("refund paid", "refunded"), "refunded"),
}
