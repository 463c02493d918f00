"""Pages of the room: orders, imports, and the senders that are connected."""
