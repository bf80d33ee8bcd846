"""A class: graders on many cores and machines, one run that can be stopped and resumed, and whose work is whose.

It asks all other rooms, `intake` for the submissions; nobody asks it but the plug-in, which starts it for
`--submissions`.
"""
