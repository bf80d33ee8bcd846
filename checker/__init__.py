"""A grader: `pytest checker`.  At its top stands what a lesson brings; every part of the machine has a room."""

import workbook

workbook.hand_over(__name__)
