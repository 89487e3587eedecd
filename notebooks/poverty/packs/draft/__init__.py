"""A first pack from the text of a page: a row proposed for each numeral that is about poverty, jobs or money."""
