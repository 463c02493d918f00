"""One journey as its owner reads it: told in words, drawn, with its figures, versions and comparison group."""
