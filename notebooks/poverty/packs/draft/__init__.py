"""A first pack from the text of a page: each numeral that is about poverty, jobs or money, with a row proposed for it."""
