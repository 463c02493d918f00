"""What customers are told: the shop as it may be told, and replies on their way."""
