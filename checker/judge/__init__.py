"""The judge's side of the wall: the submission as a check sees it, the shop it is judged by, and one check's run.

It asks `wall` and `workbook`, and never `worker`: no file of a learner's is ever imported here.  The checks, `telling`
and `classroom` ask it.
"""
