"""Everything the assistant is tried on, played through the functions of the real commands and held to its gates."""
