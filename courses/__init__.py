"""E-learning: courses, tests, statements and the periods they prove."""
