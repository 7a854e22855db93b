"""What people save: studies, meetings, weights, votes, checks. SQLite on one machine, PostgreSQL for a team.

One function a wish; each is one transaction: what it returned is on the disk. Values go in and come out, never rows.
"""
