"""Quizzes: what a student answered, how it is marked, and when each question comes again."""
