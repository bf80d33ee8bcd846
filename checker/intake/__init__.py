"""What an instructor's folder holds: whose each entry is, what of it counts, and what is nobody's; nothing is lost.

It reads what anybody may have written, and so knows neither judge nor worker; the classroom asks it.  Begin at
`arrivals` (the folder) and `entries` (one learner's files).
"""
