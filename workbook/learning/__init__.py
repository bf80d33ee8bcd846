"""The learner's loop: where one is, what is next, a hint when asked, and beginning again without losing anything.

It asks `files` and `project`; the words after `python3 -m workbook`, the magics of a notebook and the checker ask it.
"""
