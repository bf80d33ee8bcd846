"""The judge: `pytest checker` grades the exercises, and never runs them in its own process."""
