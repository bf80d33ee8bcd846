"""Files and folders that survive accidents: locks, folders that go with their process, files that are whole.

Standard library only: everybody may ask it.
"""
