"""Room 4: jobs a year, and livelihood models."""
