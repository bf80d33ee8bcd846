"""Probes: small functions that look at live objects beside the learner's module, and return plain data."""
