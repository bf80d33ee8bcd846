"""The shops that a learner's suite of lesson 10 is tried on: three that keep the contract, and one for each mistake.

They run on the judge's side, in SQLite.  A worker can neither read nor import them: it has their answers alone.
"""
