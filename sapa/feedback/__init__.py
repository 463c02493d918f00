"""CSAT, NPS, surveys, reviews: asked, read from replies, kept. The room is declared; its issue fills it."""
