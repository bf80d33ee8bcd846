"""What crosses the wall between judge and worker: plain data, and the outcomes of a check.

It asks nobody; everybody asks it.  Only what is here may be believed to mean the same on both sides.
"""
