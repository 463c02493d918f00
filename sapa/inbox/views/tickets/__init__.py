"""Tickets: the list, one of them, opening one, and what a customer's page shows of them."""
