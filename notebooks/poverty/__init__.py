"""What a few printed figures allow us to say about poverty in one province.

Each module builds on those before it: files, faults, periods, words, vocabulary, numerals, claims, pack,
readings, spells, limits, audit, trajectory, period_means, jobs, tables, canvas, charts, export, display,
check, run.
"""
