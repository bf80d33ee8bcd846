"""What a learner reads of a check: the outcome, the line, the SQL, and a sentence on the usual cause.

It asks `wall` and `judge`; the plug-in and `classroom` ask it.
"""
