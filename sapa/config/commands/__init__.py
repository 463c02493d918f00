"""The command line, one module a group; each has `add(commands)` and imports heavy things inside its functions."""
