"""Clues: what an exception, the line it came from and the trace tell of its cause.

`workbook.errors` makes a sentence of them.  A worker asks behind the wall, a notebook for a lesson's own cells.
"""
