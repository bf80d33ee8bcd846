"""What a notebook shows beside its lesson: `%check` and its table; and what executes the lessons for the author."""
