"""PostgreSQL: a private server without administrator's rights, and what the databases of a run need on any server."""
