"""What lessons and checks share: the bookshop, the live database, the instruments."""
