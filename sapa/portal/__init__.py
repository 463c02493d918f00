"""Pages for customers: tracking, return, preferences. The room is declared; its issue fills it."""
