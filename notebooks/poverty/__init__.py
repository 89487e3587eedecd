"""What a few printed figures allow us to say about poverty in one province.

Each module builds on those before it: vocabulary, words, numerals, pack, readings, spells, audit,
trajectory, jobs, tables, charts, export, run.
"""
