"""A WhatsApp network of one's own: the Cloud API's HTTP shapes, and the customers' phones in a browser."""
