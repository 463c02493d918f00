"""The demo: a shop with its people, a number on the simulator, and a clock that can be moved."""
