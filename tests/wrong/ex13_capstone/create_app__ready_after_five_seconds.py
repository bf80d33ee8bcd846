"""The database has five seconds to answer: whoever asks whether the service is ready waits as long.

Caught by: test_not_ready
"""

SECONDS = 5.0
