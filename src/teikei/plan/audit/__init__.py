"""A second count of a plan from the tables alone: `recount` begins it."""
