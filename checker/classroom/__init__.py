"""A class: submissions found and laid out, graders on many cores and machines, one run that can be stopped and resumed.

It asks all other rooms; nobody asks it but the plug-in, which starts it for `--submissions`.
"""
