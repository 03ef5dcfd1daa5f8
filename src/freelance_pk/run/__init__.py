"""Use-cases: one run over a set of files, from reading to figures."""
