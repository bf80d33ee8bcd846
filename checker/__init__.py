"""A grader: `pytest checker`.  At its top stand what a lesson brings; every part of the machine has a room."""
