"""The user's alternatives beside `sapa bench dispatch`; never part of the product."""
