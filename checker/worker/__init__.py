"""The worker's side of the wall: the process that holds a learner's module, and the nursery that forks it.

It asks `wall`, `confinement` and `workbook`, and never `judge`: no expected value is ever here.  The probes ask it.
"""
