"""One turn of a conversation: what a customer's message asks for, decided on data that tools fetch."""
