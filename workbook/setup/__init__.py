"""`python3 -m workbook …`: makes the environment, and says what is missing.  Standard library only."""
