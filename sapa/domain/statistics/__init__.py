"""Figures of experiments and forecasts in plain Python (measurement.md)."""
