"""What a notebook shows beside its lesson: `%check` and its table, the cause under a traceback; and what executes it.

It asks `learning`, `clues` and what lessons import; only a notebook and the author ask it.
"""
