"""Runs of the notebooks: what is out of date, kernels, locks."""
