"""Fresh databases, one for every check and every lesson: copied SQLite files, or copies of a template on PostgreSQL."""
